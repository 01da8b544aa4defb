from msgspec import Struct, field
from msgspec.structs import force_setattr

from guidelines.schema.words import Colour, Key, Name, Shortcut, Titles


class Named(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something with a stable key and the name that exports write. A missing name is the key."""

    key: Key
    name: Name = ""
    titles: Titles = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name:
            force_setattr(self, "name", self.key)


class Option(Named, frozen=True, kw_only=True):
    """One answer that can be chosen."""

    colour: Colour | None = None
    shortcut: Shortcut | None = None
