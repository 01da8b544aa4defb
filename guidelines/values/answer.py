"""What every kind of answer has in common; one module per kind stands beside this one."""

from collections.abc import Iterable
from typing import Annotated, Self

from msgspec import Meta, Struct, field

from labelwright.errors import Words

MAXIMUM_LENGTH = 100_000
MAXIMUM_LOCATED = 20_000

# PostgreSQL's jsonb holds neither NUL nor half a surrogate pair; refused here, they never become a failed
# write.
FreeText = Annotated[
    str,
    Meta(
        max_length=MAXIMUM_LENGTH,
        pattern=r"\A[^\x00\ud800-\udfff]*\Z",
        description="text without NUL characters",
    ),
]
AttributeValue = bool | float | FreeText | tuple[FreeText, ...]
LocatedId = Annotated[
    str,
    Meta(pattern=r"\A[A-Za-z0-9_-]{1,36}\Z", description="an id of 1 to 36 letters, digits, _ or -"),
]


class Located(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One labelled part of an item: a region of an image, a span of a text, a segment of time.

    `attributes` is keyed by attribute key.
    """

    id: LocatedId
    label: str
    attributes: dict[str, AttributeValue] = field(default_factory=dict)

    @property
    def named(self) -> Words:
        """What people call it."""
        return Words("Part {id}", id=self.id)


def located_name(kind: "type[Answer]") -> str:
    """What the located parts are called in plain data of such an answer: its first part, `regions`, `spans`, `segments`."""
    return kind.__struct_fields__[0]


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """What an annotation says to one field. The kinds override what is true of them."""

    @property
    def located(self) -> tuple[Located, ...]:
        """The located parts, in their order; none for an answer about the whole item."""
        return ()

    def with_located(self, parts: tuple[Located, ...]) -> Self:
        """This answer with `parts` in place of its located ones."""
        raise NotImplementedError

    @property
    def labels(self) -> Iterable[str]:
        """Keys of the labels or options that were used, once per use."""
        return [part.label for part in self.located]
