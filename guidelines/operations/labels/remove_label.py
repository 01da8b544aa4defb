from typing import Any, Literal

from guidelines.operations.base import Context, Effect, PartOperation
from guidelines.operations.fitting import relabelled
from guidelines.operations.outcome import Candidate, Dropped, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import label_of, located_field
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from labelwright.errors import Words


class RemoveLabel(PartOperation, frozen=True, kw_only=True, tag="remove_label/1"):
    """`field` no longer has `label`. What was labelled so is dropped, or a person is asked which label it gets instead."""

    label: Key
    regions: Literal["ask", "drop"] = "ask"

    def effect(self, before: Schema) -> Effect:
        return Effect.LOSSY if self.regions == "drop" else Effect.AMBIGUOUS

    def labels(self) -> frozenset[str]:
        return frozenset({self.label})

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label_of(field, self.label)
        return schema.with_field(field.without([self.label]))

    def migrate_part(self, part: Any, context: Context) -> Outcome:
        if self.regions == "drop":
            return Dropped(Words("{label} was removed", label=self.label))
        return NeedsPerson(
            Words("{label} was removed", label=self.label), (*self._others(part, context), Candidate("-", ()))
        )

    def _others(self, part: Any, context: Context) -> list[Candidate]:
        """The labels it could get, as far as it fits them as it is; `-` takes it away."""
        field = located_field(context.after, self.field)
        found = []
        for label in field.all_labels:
            outcome = relabelled(part, label) if field.draws_alike(part, label) else None
            if isinstance(outcome, Migrated):
                found.append(Candidate(label.key, outcome.parts))
        return found

    def describe(self) -> str:
        rest = Words("drop what has it") if self.regions == "drop" else Words("ask what becomes of it")
        return Words(
            "Remove the label {label} from {field} and {rest}", label=self.label, field=self.field, rest=rest
        )
