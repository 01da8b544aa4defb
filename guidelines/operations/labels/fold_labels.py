from typing import Annotated, Any

from msgspec import Meta
from msgspec import field as member

from guidelines.operations.base import Context, Operation, PartOperation
from guidelines.operations.conditions.attribute_is import AttributeIs
from guidelines.operations.errors import NotApplicable
from guidelines.operations.fields.reorder import Reorder
from guidelines.operations.fitting import relabelled
from guidelines.operations.labels.add_label import AddLabel
from guidelines.operations.labels.split_label import Rule, SplitLabel
from guidelines.operations.outcome import Outcome
from guidelines.operations.places import (
    NONE,
    Place,
    attribute_of,
    inserted,
    label_from,
    label_of,
    located_field,
    option_of,
    require_new,
    without,
)
from guidelines.schema.attributes import Attribute, ChoiceAttribute
from guidelines.schema.document import Schema
from guidelines.schema.labels import Label
from guidelines.schema.parse import to_plain
from guidelines.schema.words import Key
from labelwright.errors import Words


class FoldLabels(PartOperation, frozen=True, kw_only=True, tag="fold_labels/1"):
    """`sources` become one new label, whose choice attribute `attribute` says which of them a part had.

    `label` is the document of the new label, that attribute included; apart from it, it has the attributes that each source
    has. `options` says which option stands for a source; without a word there, the one with its key.
    """

    sources: Annotated[tuple[Key, ...], Meta(min_length=1, max_length=1000)]
    label: dict[str, Any]
    attribute: Key
    options: dict[Key, Key] = member(default_factory=dict)
    at: Place | None = None

    def labels(self) -> frozenset[str]:
        return frozenset(self.sources)

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label = label_from(field, self.label, "/label")
        require_new(field.all_labels, label, field.key, "/label")  # of the sources too: they may come back
        attribute = self._attribute(label)
        rest = _by_key(without(label.attributes, [self.attribute]))
        for index, key in enumerate(self.sources):
            source, at = label_of(field, key, f"/sources/{index}"), f"/sources/{index}"
            if not field.drawn_alike(source, label):
                raise NotApplicable(
                    at,
                    Words("Expected a label drawn like {label}, found {found}.", label=label.key, found=key),
                )
            if _by_key(source.attributes) != rest:
                names = ", ".join(rest) or NONE
                raise NotApplicable(
                    at,
                    Words(
                        "Expected a label with the same attributes ({names}), found {found}.",
                        names=names,
                        found=key,
                    ),
                )
            option_of(attribute, self._option(key), f"/options/{key}")
        if len({self._option(key) for key in self.sources}) < len(self.sources):
            raise NotApplicable(
                "/options", Words("Expected an option of its own for each source, found one twice.")
            )
        labels = inserted(without(field.all_labels, self.sources), label, self.at)
        return schema.with_field(field.with_labels(labels))

    def _attribute(self, label: Label) -> ChoiceAttribute:
        attribute = attribute_of(label, self.attribute)
        if isinstance(attribute, ChoiceAttribute):
            return attribute
        kind = attribute.__struct_config__.tag
        raise NotApplicable(
            "/attribute", Words("Expected an attribute of type choice, found {found}.", found=kind)
        )

    def _option(self, source: str) -> str:
        return self.options.get(source, source)

    def migrate_part(self, part: Any, context: Context) -> Outcome:
        label = located_field(context.after, self.field).label(self.label["key"])
        return relabelled(part, label, attributes={self.attribute: self._option(part.label)})

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        field, key = located_field(before, self.field), self.label["key"]
        order = [label.key for label in field.all_labels]
        sources = sorted(self.sources, key=order.index)
        rules = (
            Rule(when=AttributeIs(attribute=self.attribute, values=(self._option(source),)), to=source)
            for source in sources
        )
        split = SplitLabel(
            field=self.field,
            label=key,
            targets=tuple(sources),
            rules=tuple(rules),
            consumes=(self.attribute,),
        )
        added = (AddLabel(field=self.field, label=to_plain(field.label(source))) for source in sources)
        return (*added, split, Reorder(field=self.field, order=tuple(order)))

    def describe(self) -> str:
        folded = ", ".join(self.sources)
        return Words(
            "Fold the labels {folded} of {field} into {label}, told apart by {attribute}",
            folded=folded,
            field=self.field,
            label=self.label.get("key"),
            attribute=self.attribute,
        )


def _by_key(attributes: tuple[Attribute, ...]) -> dict[str, Attribute]:
    return {attribute.key: attribute for attribute in attributes}
