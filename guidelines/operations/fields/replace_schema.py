from typing import Any

from guidelines.operations.base import Context, Effect, Operation, settled, with_relations_settled
from guidelines.operations.errors import NotApplicable
from guidelines.operations.outcome import Carried, Change, NeedsPerson
from guidelines.operations.scope import EVERYTHING, Scope
from guidelines.schema.document import Schema
from guidelines.schema.errors import SchemaErrors
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import validate_value
from guidelines.values.answer import Answer
from guidelines.values.relations import RelatedAnswer
from guidelines.values.value import Value
from labelwright.errors import Words


class ReplaceSchema(Operation, frozen=True, kw_only=True, tag="replace_schema/1"):
    """The schema is the one of `document`, whatever it was; a person is asked about all that does not fit there.

    For taking a schema version back that has no reverse, and where nobody can say what became what.
    """

    document: dict[str, Any]

    def effect(self, before: Schema) -> Effect:
        return Effect.AMBIGUOUS

    def scope(self) -> Scope:
        return EVERYTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        try:
            after = parse_document(self.document)
        except SchemaErrors as error:
            raise NotApplicable(f"/document{error.errors[0].pointer}", error.errors[0].detail) from error
        if after.input != schema.input:
            raise NotApplicable(
                "/document/input",
                Words("Expected {input}, found {found}.", input=schema.input, found=after.input),
            )
        return after

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        changes: list[Change] = []
        kept: dict[str, Answer] = {}
        for field, answer in value.answers.items():
            changes += self._carry(field, answer, context, kept)
        return Carried(Value(kept), tuple(changes)) if changes else Carried(value)

    def _carry(self, field: str, answer: Any, context: Context, kept: dict[str, Answer]) -> list[Change]:
        """What fits of `answer` is in `kept`; gives the questions about the rest."""
        wanted = context.after.fields_by_key.get(field)
        if not answer.located or wanted is None or wanted.answer is not type(answer):
            detail = _fault(field, answer, context)
            if detail is None:
                kept[field] = answer
                return []
            return [settled(field, answer, NeedsPerson(detail), context)]
        alone = answer.with_relations(()) if isinstance(answer, RelatedAnswer) else answer
        parts, changes = [], []
        for part in answer.located:
            detail = _fault(field, alone.with_located((part,)), context)
            if detail is None:
                parts.append(part)
            else:
                changes.append(settled(field, part, NeedsPerson(detail), context))
        carried = with_relations_settled(field, answer.with_located(tuple(parts)), changes, context)
        kept[field] = carried.value.answers[field] if carried.changes else answer
        return list(carried.changes)

    def describe(self) -> str:
        return Words("Replace the whole schema and ask about what does not fit")


def _fault(field: str, answer: Answer, context: Context) -> str | None:
    faults = validate_value(
        context.after, Value({field: answer}), context=context.item.context, complete=False
    )
    return faults[0].detail if faults else None
