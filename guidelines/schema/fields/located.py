"""What fields with labelled parts (regions, spans, segments) have in common."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, Protocol, Self

from msgspec.structs import replace

from guidelines.schema.fields.base import MAXIMUM_CLASSES, A, FieldBase
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.labels import Label
from guidelines.values.answer import Located
from guidelines.values.pointers import join, shown
from labelwright.errors import Words


class Named(Protocol):
    """A part of an answer that people have a name for."""

    @property
    def named(self) -> Words: ...


class LocatedField(FieldBase[A], Generic[A], frozen=True, kw_only=True, dict=True):
    """A field whose answers are parts of the item, each with one of its labels."""

    label_type: ClassVar[type[Label]] = Label

    @cached_property
    def labels_by_key(self) -> dict[str, Label]:
        return {label.key: label for label in self.all_labels}

    def label(self, key: str) -> Label:
        """The label with this key. Raises `KeyError` if there is none."""
        return self.labels_by_key[key]

    def draws_alike(self, part: Any, label: Label) -> bool:
        """Whether `part` could have `label` as far as its form goes."""
        return True

    def drawn_alike(self, one: Label, other: Label) -> bool:
        """Whether what has one of these labels could have the other as far as its form goes."""
        return True

    def missing(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of `keys` that no label has, in their order."""
        return tuple(key for key in keys if key not in self.labels_by_key)

    def with_labels(self, labels: Iterable[Label]) -> Self:
        """This field with `labels` in place of its own. Their order is the class numbering."""
        return replace(self, labels=tuple(labels))

    def without(self, keys: Iterable[str], instead: Sequence[str] = ()) -> Self:
        """This field without the labels that have these keys. What else names them names `instead`."""
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
                Words(
                    "Expected at most {most} labels and options, found {count}. Split the field.",
                    most=MAXIMUM_CLASSES,
                    count=count,
                ),
            )

    def is_answered(self, answer: A) -> bool:
        return bool(answer.located)


def about(part: Named, template: str, /, **data: object) -> Words:
    """A sentence that begins with what people call the part."""
    return Words("{part}: {detail}", part=part.named, detail=Words(template, **data))


def part_findings(field: LocatedField[A], part: Located, *, complete: bool) -> Iterator[Finding]:
    """What is wrong with the label and the attributes of `part`; the details name it."""
    label = field.labels_by_key.get(part.label)
    if label is None:
        yield (
            "/label",
            about(
                part,
                "Expected a label of {key}, found {found}. Choose another label.",
                key=field.key,
                found=shown(part.label),
            ),
        )
        return
    values = part.attributes
    for attribute in label.attributes:
        value = values.get(attribute.key)
        at = join("/attributes", attribute.key)
        if value is None:
            if complete and attribute.required:
                yield (
                    at,
                    about(
                        part,
                        "Expected {key}, which is required, found nothing. Fill it in.",
                        key=attribute.key,
                    ),
                )
        elif refusal := attribute.refusal(value):
            yield at, Words("{part}: {detail}", part=part.named, detail=refusal)
        elif complete and attribute.required and not attribute.is_answered(value):
            yield (
                at,
                about(
                    part, "Expected {key}, which is required, found nothing. Fill it in.", key=attribute.key
                ),
            )
    for strange in values.keys() - {attribute.key for attribute in label.attributes}:
        yield (
            join("/attributes", strange),
            about(
                part,
                "Expected attributes of {key}, found {found}. Remove it.",
                key=label.key,
                found=shown(strange),
            ),
        )
