"""What every field type has in common; one module per type stands beside this one."""

from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

from msgspec import field

from guidelines.schema.context import ItemContext
from guidelines.schema.findings import Finding
from guidelines.schema.labels import Label
from guidelines.schema.named import Named, Option
from guidelines.schema.words import INPUT_KINDS, Proses
from guidelines.values.answer import Answer

A = TypeVar("A", bound=Answer)
MAXIMUM_CLASSES = 1000


class FieldBase(Named, Generic[A], frozen=True, kw_only=True, tag_field="type", dict=True):
    """One question of the schema. A subclass names the answer it takes and says what is wrong with one.

    `dict=True` gives room for lookup tables computed once (`cached_property`); they are no part of equality.
    """

    answer: ClassVar[type[Answer]]
    inputs: ClassVar[frozenset[str]] = frozenset(INPUT_KINDS)

    help: Proses = field(default_factory=dict)
    required: bool = False

    @property
    def all_labels(self) -> tuple[Label, ...]:
        """The labels of a located field; none for others."""
        return ()

    @property
    def all_options(self) -> tuple[Option, ...]:
        """The options of a field with options; none for others."""
        return ()

    @property
    def classes(self) -> tuple[Named, ...]:
        """Whatever answers count as used: labels, options, nodes, in the order that is the class numbering."""
        return (*self.all_labels, *self.all_options)

    def findings(self) -> Iterator[Finding]:
        """What is wrong with this field itself, apart from its shape."""
        return iter(())

    def answer_findings(self, answer: A, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        """What is wrong with `answer` here. Only a complete answer must hold what is required."""
        return iter(())

    def is_answered(self, answer: A) -> bool:
        """Whether `answer` satisfies `required`."""
        return True
