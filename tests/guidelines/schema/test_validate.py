from typing import Any

import pytest

from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import ItemContext, validate_value
from guidelines.values.choice import Choice
from guidelines.values.value import Value, parse_value

IMAGE = parse_document(
    {
        "input": "image",
        "fields": [
            {
                "key": "cells",
                "type": "regions",
                "labels": [
                    {
                        "key": "wbc",
                        "geometry": "box",
                        "attributes": [
                            {
                                "key": "lobes",
                                "type": "choice",
                                "required": True,
                                "options": [{"key": "two"}, {"key": "three"}],
                            },
                            {"key": "signs", "type": "choices", "options": [{"key": "a"}, {"key": "b"}]},
                            {"key": "alive", "type": "boolean"},
                            {"key": "age", "type": "number", "minimum": 0, "maximum": 9},
                            {"key": "note", "type": "text"},
                        ],
                    },
                    {"key": "rbc", "geometry": "box"},
                ],
            },
            {"key": "more", "type": "regions", "labels": [{"key": "dust", "geometry": "box"}]},
            {"key": "quality", "type": "choice", "options": [{"key": "good"}, {"key": "poor"}]},
            {
                "key": "topics",
                "type": "choices",
                "options": [{"key": "a"}, {"key": "b"}, {"key": "c"}],
                "min_selected": 2,
                "max_selected": 2,
            },
            {"key": "note", "type": "text", "max_length": 5},
            {"key": "count", "type": "number", "minimum": 1, "maximum": 3},
            {"key": "stars", "type": "rating"},
        ],
    }
)
LABELS = [{"key": "person"}, {"key": "place"}]
TEXT = parse_document({"input": "text", "fields": [{"key": "names", "type": "spans", "labels": LABELS}]})
OVERLAPPING = parse_document(
    {"input": "text", "fields": [{"key": "names", "type": "spans", "labels": LABELS, "overlap": True}]}
)
ITEM = ItemContext(width=100, height=80, text_length=20)


def region(label: str = "rbc", box: tuple[float, ...] = (0, 0, 10, 10), **parts: Any) -> dict[str, Any]:
    return {"id": "r1", "label": label, "geometry": {"type": "box", "box": list(box)}, **parts}


def pointers(
    schema: Schema, found: object, *, complete: bool = True, item: ItemContext | None = ITEM
) -> list[str]:
    faults = validate_value(schema, parse_value(found, schema), context=item, complete=complete)
    return [fault.pointer for fault in faults]


def spans(*edges: tuple[int, int]) -> dict[str, Any]:
    found = [
        {"id": f"s{i}", "label": "person", "start": start, "end": end} for i, (start, end) in enumerate(edges)
    ]
    return {"names": {"spans": found}}


def wbc(**attributes: Any) -> dict[str, Any]:
    return {"cells": {"regions": [region("wbc", attributes={"lobes": "two"} | attributes)]}}


ACCEPTED = {
    "nothing": {},
    "box that fills the image": {"cells": {"regions": [region(box=(0, 0, 100, 80))]}},
    "box outside by rounding": {"cells": {"regions": [region(box=(-0.5, -0.5, 101, 81))]}},
    "every attribute": wbc(signs=["b", "a"], alive=False, age=9, note="x"),
    "two of the topics": {"topics": {"choices": ["c", "a"]}},
    "no topics": {"topics": {"choices": []}},
    "bounds": {"count": {"number": 3}, "stars": {"rating": 5}, "note": {"text": "12345"}},
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_the_schema_allows_is_accepted(case: str) -> None:
    assert pointers(IMAGE, ACCEPTED[case]) == []


REFUSED = {
    "unknown label": ({"cells": {"regions": [region("x")]}}, ["/cells/regions/0/label"]),
    "label of another field": ({"cells": {"regions": [region("dust")]}}, ["/cells/regions/0/label"]),
    "box outside": ({"cells": {"regions": [region(box=(95, 0, 5.6, 10))]}}, ["/cells/regions/0/geometry"]),
    "box left of the image": (
        {"cells": {"regions": [region(box=(-0.6, 0, 5, 5))]}},
        ["/cells/regions/0/geometry"],
    ),
    "unknown attribute": (
        {"cells": {"regions": [region(attributes={"lobes": "two"})]}},
        ["/cells/regions/0/attributes/lobes"],
    ),
    "attribute option": (wbc(lobes="nine"), ["/cells/regions/0/attributes/lobes"]),
    "attribute options": (wbc(signs=["a", "q"]), ["/cells/regions/0/attributes/signs"]),
    "attribute option twice": (wbc(signs=["a", "a"]), ["/cells/regions/0/attributes/signs"]),
    "attribute of another type": (wbc(alive="yes", note=3, age=True), ["alive", "age", "note"]),
    "attribute out of bounds": (wbc(age=9.5), ["/cells/regions/0/attributes/age"]),
    "one id in two fields": (
        {"cells": {"regions": [region()]}, "more": {"regions": [region("dust")]}},
        ["/more/regions/0/id"],
    ),
    "unknown option": ({"quality": {"choice": "best"}}, ["/quality/choice"]),
    "option twice": ({"topics": {"choices": ["a", "a"]}}, ["/topics/choices/1"]),
    "too many": ({"topics": {"choices": ["a", "b", "c"]}}, ["/topics/choices"]),
    "long text": ({"note": {"text": "123456"}}, ["/note/text"]),
    "lines": ({"note": {"text": "1\n2"}}, ["/note/text"]),
    "number": ({"count": {"number": 3.5}}, ["/count/number"]),
    "rating": ({"stars": {"rating": 0}}, ["/stars/rating"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_schema_does_not_allow_is_refused_even_in_a_draft(case: str) -> None:
    found, expected = REFUSED[case]

    names = [each if each.startswith("/") else f"/cells/regions/0/attributes/{each}" for each in expected]
    assert pointers(IMAGE, found, complete=False) == names


LACKING = {
    "required attribute": ({"cells": {"regions": [region("wbc")]}}, ["/cells/regions/0/attributes/lobes"]),
    "too few": ({"topics": {"choices": ["a"]}}, ["/topics/choices"]),
}


@pytest.mark.parametrize("case", LACKING)
def test_a_draft_may_lack_what_a_complete_value_needs(case: str) -> None:
    found, expected = LACKING[case]

    assert pointers(IMAGE, found, complete=True) == expected
    assert pointers(IMAGE, found, complete=False) == []


def test_a_fault_names_the_region() -> None:
    value = parse_value({"cells": {"regions": [region("x")]}}, IMAGE)

    (fault,) = validate_value(IMAGE, value, context=ITEM, complete=True)

    assert fault.detail == 'Region r1: Expected a label of cells, found "x". Choose another label.'


def test_without_an_item_nothing_is_checked_against_its_size() -> None:
    assert pointers(IMAGE, {"cells": {"regions": [region(box=(1000, 0, 5, 5))]}}, item=None) == []
    assert pointers(TEXT, spans((900, 910)), item=None) == []


SPANS = {
    "touching": ([(0, 5), (5, 9)], []),
    "overlapping": ([(4, 9), (0, 5)], ["/names/spans/0"]),
    "nested": ([(0, 9), (1, 2), (3, 4)], ["/names/spans/1", "/names/spans/2"]),
    "empty": ([(3, 3)], ["/names/spans/0/end"]),
    "backwards": ([(4, 3)], ["/names/spans/0/end"]),
    "to the end": ([(0, 20)], []),
    "past the end": ([(0, 21)], ["/names/spans/0/end"]),
}


@pytest.mark.parametrize("case", SPANS)
def test_spans_stay_in_the_text_and_apart(case: str) -> None:
    edges, expected = SPANS[case]

    assert pointers(TEXT, spans(*edges)) == expected


def test_spans_overlap_where_the_field_says_so() -> None:
    assert pointers(OVERLAPPING, spans((0, 9), (1, 2), (1, 2))) == []


def test_an_answer_of_the_wrong_kind_is_a_fault() -> None:
    value = Value({"cells": Choice("good"), "other": Choice("good")})

    faults = validate_value(IMAGE, value, context=ITEM, complete=False)

    assert [fault.pointer for fault in faults] == ["/other", "/cells"]
