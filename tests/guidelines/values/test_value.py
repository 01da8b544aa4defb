from typing import Any

import msgspec
import pytest

from guidelines.schema.parse import parse_document
from guidelines.values.errors import ValueErrors
from guidelines.values.number import Number
from guidelines.values.usage import labels_used
from guidelines.values.value import Value, dump_value, encode_value, parse_value

SCHEMA = parse_document(
    {
        "input": "image",
        "fields": [
            {
                "key": "cells",
                "type": "regions",
                "labels": [{"key": "rbc", "geometry": "box"}, {"key": "wbc", "geometry": "box"}],
            },
            {"key": "topics", "type": "choices", "options": [{"key": "a"}, {"key": "b"}]},
            {"key": "count", "type": "number"},
            {"key": "note", "type": "text", "multiline": True},
        ],
    }
)


def region(number: int = 0, **parts: Any) -> dict[str, Any]:
    box = {"type": "box", "box": [12.5 + number, 40.0, 80.0, 77.25]}
    return {"id": f"k3f9-{number}", "label": "rbc", "geometry": box, "attributes": {}, **parts}


def faults(found: object) -> list[str]:
    with pytest.raises(ValueErrors) as refusal:
        parse_value(found, SCHEMA)
    return [fault.pointer for fault in refusal.value.errors]


def test_plain_data_and_json_are_read_to_the_same() -> None:
    found = {"cells": {"regions": [region()]}, "count": {"number": 3}}

    value = parse_value(found, SCHEMA)

    assert value == parse_value(msgspec.json.encode(found), SCHEMA)
    assert dump_value(value) == found


def test_all_faults_come_at_once() -> None:
    found = {
        "cells": {
            "regions": [
                region(id="a b", label=3),
                region(geometry={"type": "box", "box": [0, 0, 0, float("nan")]}),
            ]
        },
        "count": {"number": "3"},
        "other": {},
    }

    assert faults(found) == [
        "/cells/regions/0/id",
        "/cells/regions/0/label",
        "/cells/regions/1/geometry/box/2",
        "/cells/regions/1/geometry/box/3",
        "/count/number",
        "/other",
    ]


REFUSED: dict[str, tuple[object, list[str]]] = {
    "NaN": ({"count": {"number": float("nan")}}, ["/count/number"]),
    "infinity": ({"count": {"number": float("-inf")}}, ["/count/number"]),
    "infinity in JSON": (b'{"count": {"number": 1e999}}', ["/count"]),
    "NaN in JSON": (b'{"count": {"number": NaN}}', [""]),
    "number beyond floats": ({"count": {"number": 10**400}}, ["/count/number"]),
    "true as a number": ({"count": {"number": True}}, ["/count/number"]),
    "null": ({"count": None}, ["/count"]),
    "NUL": ({"note": {"text": "a\x00"}}, ["/note/text"]),
    "half a surrogate": ({"note": {"text": "\ud800"}}, [""]),
    "half a surrogate in JSON": (b'{"note": {"text": "\\ud800"}}', [""]),
    "broken UTF-8": (b'{"note": {"text": "\xff"}}', ["/note"]),
    "half of JSON": (b'{"note": ', [""]),
    "a list": ([], [""]),
    "other geometry": ({"cells": {"regions": [region(geometry={"type": "blob"})]}}, ["type"]),
    "three numbers": ({"cells": {"regions": [region(geometry={"type": "box", "box": [1, 2, 3]})]}}, ["box"]),
    "long id": ({"cells": {"regions": [region(id="x" * 37)]}}, ["/cells/regions/0/id"]),
    "too many regions": ({"cells": {"regions": [region()] * 20_001}}, ["/cells/regions"]),
    "deep": ({"note": {"text": [[[[[[[[]]]]]]]]}}, ["/note/text"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_misshapen_value_is_refused(case: str) -> None:
    found, expected = REFUSED[case]

    names = [
        each if each == "" or each.startswith("/") else f"/cells/regions/0/geometry/{each}"
        for each in expected
    ]
    assert faults(found) == names


def test_data_too_deep_to_read_is_refused() -> None:
    assert faults(b'{"note": ' + b"[" * 100_000 + b"]" * 100_000 + b"}") == [""]


def test_equal_values_have_equal_bytes() -> None:
    one = parse_value(b'{"count": {"number": 3}, "topics": {"choices": ["b"]}}', SCHEMA)
    other = parse_value(b'{"topics": {"choices": ["b"]}, "count": {"number": 3.0}}', SCHEMA)

    assert encode_value(one) == encode_value(other) == b'{"count":{"number":3.0},"topics":{"choices":["b"]}}'


def test_negative_zero_is_zero() -> None:
    assert encode_value(Value({"count": Number(-0.0)})) == encode_value(Value({"count": Number(0.0)}))


def test_a_changed_value_leaves_the_old_one_alone() -> None:
    value = Value({"count": Number(1)})

    assert value.with_answer("count", Number(2)).answers == {"count": Number(2)}
    assert value.without("count").answers == {}
    assert value.answers == {"count": Number(1)}


def test_used_labels_and_options_are_counted() -> None:
    found = {
        "cells": {"regions": [region(0), region(1), region(2, label="wbc")]},
        "topics": {"choices": ["a"]},
    }

    used = labels_used(parse_value(found, SCHEMA))

    assert used == {("cells", "rbc"): 2, ("cells", "wbc"): 1, ("topics", "a"): 1}
