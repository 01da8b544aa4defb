from typing import Any

import pytest

from guidelines.operations.base import Effect
from tests.guidelines.operations.by_hand import (
    and_back,
    box,
    keyed,
    migrated,
    plan_of,
    refusals,
    schema_after,
)

AGE = {"key": "age", "type": "number"}
DRAWN = {"geometry": "box", "attributes": [AGE]}
LABELS = [
    {"key": "cat", "name": "Cat", **DRAWN},
    {"key": "rock", "geometry": "box"},
    {"key": "dog", **DRAWN},
]
SCHEMA = {"input": "image", "fields": [{"key": "things", "type": "regions", "labels": LABELS}]}
KIND = {"key": "kind", "type": "choice", "options": keyed("cat", "hound")}
ANIMAL = {"key": "animal", "geometry": "box", "attributes": [KIND, AGE]}
FOLD = {
    "kind": "fold_labels/1",
    "field": "things",
    "sources": ["cat", "dog"],
    "label": ANIMAL,
    "attribute": "kind",
    "options": {"dog": "hound"},
    "at": 0,
}


def test_one_label_stands_in_the_place_of_several() -> None:
    assert schema_after(SCHEMA, FOLD)["fields"][0]["labels"] == [ANIMAL, LABELS[1]]


def test_each_part_says_what_it_was_and_comes_back() -> None:
    value = {"things": {"regions": [box(1, "cat", age=2.0), box(2, "rock"), box(3, "dog")]}}

    after, changes = migrated(SCHEMA, value, FOLD)

    regions = [box(1, "animal", age=2.0, kind="cat"), box(2, "rock"), box(3, "animal", kind="hound")]
    assert after == {"things": {"regions": regions}}
    assert changes == [("things/r1", "migrated"), ("things/r3", "migrated")]
    assert plan_of(SCHEMA, FOLD).effect is Effect.LOSSLESS
    assert and_back(SCHEMA, value, FOLD) == (SCHEMA, value)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"sources": ["cat", "rock"], "options": {}}, "/0/sources/1"),
        ({"sources": ["cat", "cow"]}, "/0/sources/1"),
        ({"options": {}}, "/0/options/dog"),
        ({"options": {"dog": "cat"}}, "/0/options"),
        ({"attribute": "age"}, "/0/attribute"),
        ({"label": {**ANIMAL, "key": "cat"}}, "/0/label/key"),
        ({"label": {**ANIMAL, "name": "rock"}}, "/0/label/name"),
        ({"label": {**ANIMAL, "geometry": "blob"}}, "/0/label/geometry"),
    ],
)
def test_what_would_lose_something_or_does_not_fit_is_refused(change: dict[str, Any], pointer: str) -> None:
    assert refusals(SCHEMA, FOLD | change) == [pointer]
