"""Whether an annotation value says only what its schema allows."""

from collections.abc import Iterator
from typing import Any, cast

from guidelines.schema.context import UNKNOWN_ITEM, ItemContext
from guidelines.schema.document import Schema
from guidelines.schema.findings import Finding, nested
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
    for key in value.answers.keys() - schema.fields_by_key.keys():
        yield join("", key), Words("Expected a field of this schema, found {key!r}. Remove it.", key=key)
    for field in schema.fields:
        answer, at = value.answers.get(field.key), join("", field.key)
        if answer is not None and type(answer) is not field.answer:
            wanted, found = field.answer.__name__.lower(), type(answer).__name__.lower()
            yield at, Words("Expected {wanted}, found {found}. Answer again.", wanted=wanted, found=found)
            continue
        question = cast(
            Any, field
        )  # the line above has paired field and answer; the type checker cannot see pairs
        if answer is not None:
            yield from nested(at, question.answer_findings(answer, item, complete=complete))
        if complete and field.required and (answer is None or not question.is_answered(answer)):
            yield (
                at,
                Words(
                    "Expected an answer to {key}, which is required, found none. Answer it.", key=field.key
                ),
            )
    yield from _repeated_ids(value)


def _repeated_ids(value: Value) -> Iterator[Finding]:
    located = {key: answer.located for key, answer in value.answers.items()}
    ids = [part.id for parts in located.values() for part in parts]
    if len(set(ids)) == len(ids):
        return
    seen: set[str] = set()
    for key, parts in located.items():
        for index, part in enumerate(parts):
            if part.id in seen:
                yield _id_pointer(value.answers[key], key, index), _repeated(part)
            seen.add(part.id)


def _id_pointer(answer: Answer, key: str, index: int) -> str:
    return join("", key, answer.__struct_fields__[0], index, "id")


def _repeated(part: Located) -> str:
    return Words("Expected an id of its own, found {id} again. Give one of them a new id.", id=part.id)
