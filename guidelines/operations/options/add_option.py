from msgspec.structs import replace

from guidelines.operations.base import Operation
from guidelines.operations.options.base import OptionOperation
from guidelines.operations.options.remove_option import RemoveOption
from guidelines.operations.places import Place, inserted, require_new
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.document import Schema
from guidelines.schema.named import Option
from labelwright.errors import Words


class AddOption(OptionOperation, frozen=True, kw_only=True, tag="add_option/1"):
    """There is a new `option`, at position `at` or last. No annotation uses it yet."""

    option: Option
    at: Place | None = None

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        options = self.holder(schema).options
        require_new(options, self.option, self.place, "/option")
        return self.with_options(schema, inserted(options, self.option, self.at))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        return (self._undone,)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        undone = isinstance(following, RemoveOption) and replace(following, answers="ask") == self._undone
        return () if undone else None

    @property
    def _undone(self) -> RemoveOption:
        return RemoveOption(
            field=self.field, label=self.label, attribute=self.attribute, option=self.option.key
        )

    def describe(self) -> str:
        return Words("Add the option {option} to {place}", option=self.option.key, place=self.place)
