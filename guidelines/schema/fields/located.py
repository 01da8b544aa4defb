"""What fields with labelled parts (regions, spans) have in common."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Generic, Self

from msgspec.structs import replace

from guidelines.schema.fields.base import MAXIMUM_CLASSES, A, FieldBase
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.labels import Label
from guidelines.values.answer import Located
from guidelines.values.pointers import join, shown


class LocatedField(FieldBase[A], Generic[A], frozen=True, kw_only=True, dict=True):
    """A field whose answers are parts of the item, each with one of its labels."""

    @cached_property
    def labels_by_key(self) -> dict[str, Label]:
        return {label.key: label for label in self.all_labels}

    def label(self, key: str) -> Label:
        """The label with this key. Raises `KeyError` if there is none."""
        return self.labels_by_key[key]

    def missing(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of `keys` that no label has, in their order."""
        return tuple(key for key in keys if key not in self.labels_by_key)

    def with_labels(self, labels: Iterable[Label]) -> Self:
        """This field with `labels` in place of its own. Their order is the class numbering."""
        return replace(self, labels=tuple(labels))

    def without(self, keys: Iterable[str]) -> Self:
        """This field without the labels that have these keys."""
        gone = frozenset(keys)
        return self.with_labels(label for label in self.all_labels if label.key not in gone)

    def findings(self) -> Iterator[Finding]:
        yield from nested("/labels", duplicates(self.all_labels))
        for index, label in enumerate(self.all_labels):
            yield from nested(f"/labels/{index}", label.findings())
        options = sum(
            len(attribute.all_options) for label in self.all_labels for attribute in label.attributes
        )
        count = len(self.all_labels) + options
        if count > MAXIMUM_CLASSES:
            yield (
                "/labels",
                f"Expected at most {MAXIMUM_CLASSES} labels and options, found {count}. Split the field.",
            )

    def is_answered(self, answer: A) -> bool:
        return bool(answer.located)


def part_findings(field: LocatedField[A], part: Located, words: str, *, complete: bool) -> Iterator[Finding]:
    """What is wrong with the label and the attributes of `part`; `words` name it in the details."""
    label = field.labels_by_key.get(part.label)
    if label is None:
        yield (
            "/label",
            f"{words}: Expected a label of {field.key}, found {shown(part.label)}. Choose another label.",
        )
        return
    values = part.attributes
    for attribute in label.attributes:
        value = values.get(attribute.key)
        at = join("/attributes", attribute.key)
        if value is None:
            if complete and attribute.required:
                yield at, f"{words}: Expected {attribute.key}, which is required, found nothing. Fill it in."
        elif refusal := attribute.refusal(value):
            yield at, f"{words}: {refusal}"
        elif complete and attribute.required and not attribute.is_answered(value):
            yield at, f"{words}: Expected {attribute.key}, which is required, found nothing. Fill it in."
    for strange in values.keys() - {attribute.key for attribute in label.attributes}:
        yield (
            join("/attributes", strange),
            f"{words}: Expected attributes of {label.key}, found {shown(strange)}. Remove it.",
        )
