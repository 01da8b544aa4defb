from msgspec.structs import replace

from guidelines.operations.base import Operation
from guidelines.operations.options.base import OptionOperation
from guidelines.operations.places import option_of, require_new, swapped, without
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.document import Schema
from guidelines.schema.words import Key, Name
from labelwright.errors import Words


class RenameOption(OptionOperation, frozen=True, kw_only=True, tag="rename_option/1"):
    """`option` has another name, which exports write. Annotations keep keys, so none is touched."""

    option: Key
    name: Name

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        holder = self.holder(schema)
        renamed = replace(option_of(holder, self.option), name=self.name)
        require_new(without(holder.options, [self.option]), renamed, self.place, "")
        return self.with_options(schema, swapped(holder.options, renamed))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        return (replace(self, name=option_of(self.holder(before), self.option).name),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        same = isinstance(following, RenameOption) and replace(following, name=self.name) == self
        return (following,) if same else None

    def describe(self) -> str:
        return Words(
            "Rename the option {option} of {place} to “{name}”",
            option=self.option,
            place=self.place,
            name=self.name,
        )
