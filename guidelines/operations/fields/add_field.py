from typing import Any

from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, Operation, settled, standing
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.fields.remove_field import RemoveField
from guidelines.operations.outcome import Candidate, Carried, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import THE_SCHEMA, Place, field_from, inserted, require_new
from guidelines.operations.scope import EVERYTHING, NOTHING, Scope
from guidelines.operations.whole_item import every_answer
from guidelines.schema.context import UNKNOWN_ITEM
from guidelines.schema.document import Schema
from guidelines.schema.fields.located import LocatedField
from guidelines.values.answer import Answer
from guidelines.values.errors import ValueErrors
from guidelines.values.value import Value, parse_value
from labelwright.errors import Words


class AddField(Operation, frozen=True, kw_only=True, tag="add_field/1"):
    """There is a new field, at position `at` or last. `field` is its document, as in the schema.

    Every annotation gets the answer `default`, written as in a value. Without one, a person is asked if the field is
    required, and it is not answered if not.
    """

    field: dict[str, Any]
    default: dict[str, Any] | None = None
    at: Place | None = None

    def effect(self, before: Schema) -> Effect:
        return Effect.AMBIGUOUS if self._asks else Effect.LOSSLESS

    @property
    def _asks(self) -> bool:
        return self.default is None and self.field.get("required") is True

    def scope(self) -> Scope:
        return EVERYTHING if self._asks or self.default is not None else NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = field_from(self.field, "/field")
        require_new(schema.fields, field, THE_SCHEMA, "/field")
        if schema.input not in field.inputs:
            kind = field.__struct_config__.tag
            raise NotApplicable(
                "/field/type",
                Words("Expected a type for {input} input, found {found}.", input=schema.input, found=kind),
            )
        after = replace(schema, fields=inserted(schema.fields, field, self.at))
        if self.default is not None:
            self._require_default(field, after)
        return after

    def _require_default(self, field: Any, after: Schema) -> None:
        if isinstance(field, LocatedField):
            raise NotApplicable(
                "/default", Words("Expected no default for regions or spans, found one. Remove it.")
            )
        try:
            answer = self._default(after)
        except ValueErrors as error:
            first = error.errors[0]
            at = first.pointer.removeprefix(f"/{field.key}")
            raise NotApplicable(f"/default{at}", first.detail) from error
        for at, detail in field.answer_findings(answer, UNKNOWN_ITEM, complete=True):
            raise NotApplicable(f"/default{at}", detail)
        if field.required and not field.is_answered(answer):
            raise NotApplicable(
                "/default",
                Words("Expected an answer to {field}, which is required, found none.", field=field.key),
            )

    def _default(self, after: Schema) -> Answer:
        key = self.field["key"]
        return parse_value({key: self.default}, after).answers[key]

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        key = self.field["key"]
        outcome: Outcome
        if self.default is not None:
            outcome = Migrated((self._default(context.after),))
        elif self._asks:
            every = every_answer(context.after.field(key))
            candidates = tuple(Candidate(name, (answer,)) for name, answer in every)
            outcome = NeedsPerson(Words("{key} is new and required", key=key), candidates)
        else:
            return Carried(value)
        change = settled(key, None, outcome, context)
        for answer in standing(change):
            value = value.with_answer(key, answer)
        return Carried(value, (change,))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        if self._asks:
            raise Irreversible  # what people said would be lost
        return (RemoveField(field=self.field["key"]),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        return () if following == RemoveField(field=self.field["key"]) else None

    def describe(self) -> str:
        key = str(self.field.get("key"))
        if self.default is None:
            return Words("Add the field {field}", field=key)
        default = ", ".join(map(str, self.default.values()))
        return Words("Add the field {field}, answered with {default}", field=key, default=default)
