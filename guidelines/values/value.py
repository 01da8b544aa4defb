"""The value of an annotation: one answer per answered field."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from guidelines.values.answer import Answer
from guidelines.values.errors import ValueErrors
from guidelines.values.pointers import join, shown
from guidelines.values.shape import Reading, shape_of
from labelwright.errors import Fault, Words

MAXIMUM_FAULTS = 200


class Value(Struct, frozen=True):
    """What an annotation says, keyed by field key. A field without an entry is not answered.

    The mapping is not to be written to; `with_answer` and `without` make new values.
    """

    answers: Mapping[str, Answer]

    def with_answer(self, field: str, answer: Answer) -> "Value":
        return Value({**self.answers, field: answer})

    def without(self, field: str) -> "Value":
        return Value({key: answer for key, answer in self.answers.items() if key != field})


class AnswerTypes(Protocol):
    """The part of a schema that is needed to read a value: which kind of answer each field takes."""

    @property
    def answer_types(self) -> Mapping[str, type[Answer]]: ...


def parse_value(source: object, schema: AnswerTypes) -> Value:
    """The value that `source` (JSON bytes, or the plain data decoded from them) holds.

    Checks shapes only; whether labels exist and boxes lie inside the image says `validate_value`.
    Raises `ValueErrors` with every fault (the first 200), NaN and infinity among them.
    """
    types = schema.answer_types
    faults: list[Fault] = []
    answers: dict[str, Answer] = {}
    plain = None if isinstance(source, bytes) else source
    for key, raw in _raw_answers(source).items():
        wanted = types.get(key)
        if wanted is None:
            words = Words(
                "Expected only {known} here, found {found}. Remove it.",
                known=", ".join(types) or Words("no fields"),
                found=shown(key),
            )
            faults.append(Fault(join("", key), words))
            continue
        try:
            answers[key] = _decoder(wanted).decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            faults += _explained(
                wanted, plain.get(key) if isinstance(plain, dict) else raw, join("", key), error
            )
    if faults:
        raise ValueErrors(errors=faults[:MAXIMUM_FAULTS])
    return Value(answers)


def dump_value(value: Value) -> dict[str, Any]:
    """`value` as plain JSON data; `parse_value` reads it back to the same."""
    plain: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(value.answers)
    )  # `to_builtins` would leave tuples
    return plain


def encode_value(value: Value) -> bytes:
    """`value` as canonical JSON for hashing: sorted keys, UTF-8, every number a float, no negative zero."""
    encoded = msgspec.json.encode(value.answers, order="sorted")
    if b"-0.0" in encoded:
        encoded = msgspec.json.encode(
            _without_negative_zero(msgspec.to_builtins(value.answers)), order="sorted"
        )
    return encoded


def _raw_answers(source: object) -> dict[str, msgspec.Raw]:
    """The encoded answer of each field.

    Plain data is encoded first: one fast path, and NaN becomes null, which no answer takes.
    """
    try:
        encoded = source if isinstance(source, bytes) else msgspec.json.encode(source)
        return _RAW.decode(encoded)
    except msgspec.ValidationError as error:
        raise _refusal("Expected an object keyed by field, found something else.") from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise _refusal(
            Words("Expected JSON in UTF-8, found something else: {error}.", error=error)
        ) from error
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _refusal("Expected plain JSON data, found something that JSON cannot hold.") from error


def _refusal(detail: str) -> ValueErrors:
    return ValueErrors(errors=[Fault("", detail)])


_RAW = msgspec.json.Decoder(dict[str, msgspec.Raw])


@cache
def _decoder(wanted: type[Answer]) -> msgspec.json.Decoder[Answer]:
    return msgspec.json.Decoder(wanted)


def _explained(wanted: type[Answer], found: object, pointer: str, error: Exception) -> list[Fault]:
    reading = Reading()
    try:
        plain = msgspec.json.decode(found) if isinstance(found, msgspec.Raw) else found
    except (msgspec.DecodeError, UnicodeDecodeError):
        return [Fault(pointer, Words("{error}.", error=error))]
    reading.read(shape_of(wanted), plain, pointer)
    return reading.faults or [Fault(pointer, Words("{error}.", error=error))]


def _without_negative_zero(found: object) -> object:
    if isinstance(found, dict):
        return {key: _without_negative_zero(part) for key, part in found.items()}
    if isinstance(found, list | tuple):
        return [_without_negative_zero(part) for part in found]
    return 0.0 if isinstance(found, float) and found == 0 and math.copysign(1, found) < 0 else found
