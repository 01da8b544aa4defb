from typing import Annotated, Any

from msgspec import Meta, Struct

from guidelines.operations.base import Context, Effect, PartOperation
from guidelines.operations.conditions.registry import AnyCondition
from guidelines.operations.errors import NotApplicable
from guidelines.operations.fitting import may_lack, relabelled
from guidelines.operations.outcome import Candidate, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import label_of, located_field
from guidelines.operations.sentences import listed
from guidelines.schema.document import Schema
from guidelines.schema.labels import Label
from guidelines.schema.words import Key
from guidelines.values.pointers import shown
from labelwright.errors import Words


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parts of which `when` is true get the label `to`."""

    when: AnyCondition
    to: Key


class SplitLabel(PartOperation, frozen=True, kw_only=True, tag="split_label/1"):
    """What has `label` gets one of `targets`, which exist already; `label` is retired unless it is one of them.

    The first of `rules` that holds decides, else `otherwise`, else a person. What `label` alone has of attributes is lost,
    save those of `consumes`, which have done their work when the label is chosen.
    """

    label: Key
    targets: Annotated[tuple[Key, ...], Meta(min_length=1, max_length=100)]
    rules: Annotated[tuple[Rule, ...], Meta(max_length=100)] = ()
    otherwise: Key | None = None
    consumes: Annotated[tuple[Key, ...], Meta(max_length=50)] = ()

    def effect(self, before: Schema) -> Effect:
        field = located_field(before, self.field)
        source = field.label(self.label)
        lacks = any(may_lack(source, field.label(key)) for key in self.targets)
        is_sure = self.otherwise is not None and not any(rule.when.may_not_know for rule in self.rules)
        return Effect.LOSSY if is_sure and not lacks else Effect.AMBIGUOUS

    @property
    def reads_text(self) -> bool:
        return any(rule.when.reads_text for rule in self.rules)

    def labels(self) -> frozenset[str]:
        return frozenset({self.label})

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        source = label_of(field, self.label)
        for index, key in enumerate(self.targets):
            self._require_alike(field, source, label_of(field, key, f"/targets/{index}"), f"/targets/{index}")
        for index, rule in enumerate(self.rules):
            self._require_target(rule.to, f"/rules/{index}/to")
            rule.when.require(schema, source, f"/rules/{index}/when")
        if self.otherwise is not None:
            self._require_target(self.otherwise, "/otherwise")
        if self.label in self.targets:
            return schema
        return schema.with_field(field.without([self.label], instead=self.targets))

    def _require_target(self, key: str, pointer: str) -> None:
        if key not in self.targets:
            raise NotApplicable(
                pointer,
                Words(
                    "Expected one of the targets ({known}), found {found}.",
                    known=", ".join(self.targets),
                    found=shown(key),
                ),
            )

    def _require_alike(self, field: Any, source: Label, target: Label, pointer: str) -> None:
        if not field.drawn_alike(source, target):
            raise NotApplicable(
                pointer,
                Words(
                    "Expected a label drawn like {source}, found {found}. Change the geometry first.",
                    source=source.key,
                    found=target.key,
                ),
            )

    def migrate_part(self, part: Any, context: Context) -> Outcome | None:
        field = located_field(context.before, self.field)
        chosen = self._chosen(part, context)
        if chosen is not None:
            return self._as(part, field.label(chosen))
        outcomes = [self._as(part, field.label(key)) for key in self.targets]
        return NeedsPerson(
            Words("{label} was split into {targets}", label=self.label, targets=", ".join(self.targets)),
            tuple(
                Candidate(key, (part,) if outcome is None else outcome.parts)
                for key, outcome in zip(self.targets, outcomes, strict=True)
                if outcome is None or isinstance(outcome, Migrated)
            ),
        )

    def _chosen(self, part: Any, context: Context) -> str | None:
        """The label that the rules say; None for a person, also where a rule cannot be decided before one holds."""
        for rule in self.rules:
            holds = rule.when.holds(part, context)
            if holds is None:
                return None
            if holds:
                return rule.to
        return self.otherwise

    def _as(self, part: Any, label: Label) -> Outcome | None:
        if label.key == self.label and not self.consumes:
            return None
        return relabelled(part, label, forget=self.consumes)

    def describe(self) -> str:
        rules = [
            Words("{label} where {condition}", label=rule.to, condition=rule.when.describe())
            for rule in self.rules
        ]
        rest = (
            Words("else {otherwise}", otherwise=self.otherwise)
            if self.otherwise
            else Words("else ask a person")
        )
        return Words(
            "Split the label {label} of {field} into {targets}: {rules}",
            label=self.label,
            field=self.field,
            targets=", ".join(self.targets),
            rules=listed([*rules, rest]),
        )
