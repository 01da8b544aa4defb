"""Whether an annotation value says only what its schema allows."""

from collections.abc import Iterator
from typing import Any, cast

from guidelines.schema.context import UNKNOWN_ITEM, ItemContext
from guidelines.schema.document import Schema
from guidelines.schema.findings import Finding
from guidelines.values.answer import Answer, Located
from guidelines.values.pointers import join
from guidelines.values.value import Value
from labelwright.errors import Fault, Words

__all__ = ["ItemContext", "validate_value"]


def validate_value(
    schema: Schema, value: Value, *, context: ItemContext | None, complete: bool
) -> list[Fault]:
    """Everything wrong with `value` under `schema`; empty if nothing is. Details name the region or span.

    A draft (`complete` false) need not hold what is required. Without a `context`, nothing is checked against
    the item's size.
    """
    item = context or UNKNOWN_ITEM
    return [Fault(pointer, detail) for pointer, detail in _findings(schema, value, item, complete=complete)]


def _findings(schema: Schema, value: Value, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
    """Nearly every value is fit, and migrations look at millions: pointers are only made for faults."""
    for key in value.answers.keys() - schema.fields_by_key.keys():
        yield join("", key), Words("Expected a field of this schema, found {key!r}. Remove it.", key=key)
    for field in schema.fields:
        answer = value.answers.get(field.key)
        if answer is not None and type(answer) is not field.answer:
            wanted, found = field.answer.__name__.lower(), type(answer).__name__.lower()
            detail = Words("Expected {wanted}, found {found}. Answer again.", wanted=wanted, found=found)
            yield join("", field.key), detail
            continue
        question = cast(
            Any, field
        )  # the lines above have paired field and answer; the type checker cannot see pairs
        if answer is not None:
            for pointer, detail in question.answer_findings(answer, item, complete=complete):
                yield join("", field.key) + pointer, detail
        if complete and field.required and (answer is None or not question.is_answered(answer)):
            yield (
                join("", field.key),
                Words(
                    "Expected an answer to {key}, which is required, found none. Answer it.", key=field.key
                ),
            )
    yield from _repeated_ids(value)


def _repeated_ids(value: Value) -> Iterator[Finding]:
    ids = [part.id for answer in value.answers.values() for part in answer.located]
    if len(set(ids)) == len(ids):
        return
    seen: set[str] = set()
    for key, answer in value.answers.items():
        for index, part in enumerate(answer.located):
            if part.id in seen:
                yield _id_pointer(answer, key, index), _repeated(part)
            seen.add(part.id)


def _id_pointer(answer: Answer, key: str, index: int) -> str:
    return join("", key, answer.__struct_fields__[0], index, "id")


def _repeated(part: Located) -> str:
    return Words("Expected an id of its own, found {id} again. Give one of them a new id.", id=part.id)
