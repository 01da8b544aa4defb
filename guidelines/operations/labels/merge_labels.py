from functools import lru_cache
from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import replace

from guidelines.operations.attributes.remove_attribute import RemoveAttribute
from guidelines.operations.base import Context, Effect, Operation, PartOperation
from guidelines.operations.conditions.attribute_is import AttributeIs
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.fitting import may_lack, relabelled
from guidelines.operations.labels.add_label import AddLabel
from guidelines.operations.labels.split_label import Rule, SplitLabel
from guidelines.operations.outcome import Outcome
from guidelines.operations.places import label_of, located_field, position, require_new, swapped
from guidelines.schema.attributes import ChoiceAttribute
from guidelines.schema.document import Schema
from guidelines.schema.named import Option
from guidelines.schema.parse import to_plain
from guidelines.schema.words import Key
from labelwright.errors import Words


class MergeLabels(PartOperation, frozen=True, kw_only=True, tag="merge_labels/1"):
    """Give the parts of `sources` the label `target`, which exists already, and retire `sources`.

    With `origin`, the key of a new attribute of the target, each part keeps there which label it had.
    """

    sources: Annotated[tuple[Key, ...], Meta(min_length=1, max_length=1000)]
    target: Key
    origin: Key | None = None

    def effect(self, before: Schema) -> Effect:
        field = located_field(before, self.field)
        target = field.label(self.target)
        lacks = any(may_lack(field.label(key), target) for key in self.sources)
        return Effect.AMBIGUOUS if lacks else Effect.LOSSY

    def labels(self) -> frozenset[str]:
        return frozenset(self.sources)

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        target = label_of(field, self.target, "/target")
        for index, key in enumerate(self.sources):
            at = f"/sources/{index}"
            if key == self.target:
                raise NotApplicable(
                    at, Words("Expected other labels than the target, found {found}.", found=key)
                )
            if not field.drawn_alike(label_of(field, key, at), target):
                raise NotApplicable(
                    at,
                    Words(
                        "Expected a label drawn like {target}, found {found}. Change the geometry first.",
                        target=target.key,
                        found=key,
                    ),
                )
        if self.origin is not None:
            attribute = ChoiceAttribute(
                key=self.origin, options=tuple(Option(key=key) for key in self.sources)
            )
            require_new(target.attributes, attribute, target.key, "/origin")
            target = replace(target, attributes=(*target.attributes, attribute))
        merged = field.with_labels(swapped(field.all_labels, target))
        return schema.with_field(merged.without(self.sources, instead=(self.target,)))

    def migrate_part(self, part: Any, context: Context) -> Outcome:
        target = located_field(context.after, self.field).label(self.target)
        if self.origin is not None:
            return relabelled(part, target, attributes={self.origin: part.label})
        return relabelled(part, target, loss=_was(part.label))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        """Only with `origin`, and where every source could be told in the words of the target."""
        field = located_field(before, self.field)
        target = field.label(self.target)
        if self.origin is None or any(
            field.label(key).attributes != target.attributes for key in self.sources
        ):
            raise Irreversible
        places = sorted(self.sources, key=lambda key: position(field.all_labels, key))
        labels = (
            AddLabel(field=self.field, label=to_plain(field.label(key)), at=position(field.all_labels, key))
            for key in places
        )
        rules = tuple(
            Rule(when=AttributeIs(attribute=self.origin, values=(key,)), to=key) for key in self.sources
        )
        split = SplitLabel(
            field=self.field,
            label=self.target,
            targets=(self.target, *self.sources),
            rules=rules,
            otherwise=self.target,
            consumes=(self.origin,),
        )
        return (*labels, split, RemoveAttribute(field=self.field, label=self.target, attribute=self.origin))

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        """Only into the same target: on the way through another label attributes may have been lost."""
        if not isinstance(following, MergeLabels) or self.origin or following.origin:
            return None
        if (self.field, self.target) != (following.field, following.target):
            return None
        return (replace(self, sources=(*self.sources, *following.sources)),)

    def describe(self) -> str:
        it = {"sources": ", ".join(self.sources), "target": self.target, "field": self.field}
        if self.origin is None:
            return Words("Merge {sources} into {target} in {field}", **it)
        return Words(
            "Merge {sources} into {target} in {field}, keeping which it was as {origin}",
            **it,
            origin=self.origin,
        )


@lru_cache(maxsize=1000)
def _was(label: str) -> Words:
    """The same words for each of a million parts."""
    return Words("was {label}", label=label)
