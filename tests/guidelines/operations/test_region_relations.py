"""What becomes of relations between regions, of hierarchies and of groups, when the schema changes."""

from __future__ import annotations

from typing import Any

from guidelines.operations.base import Effect
from guidelines.operations.difference import differences, operations_of
from guidelines.operations.plan import make_plan, require_arrival
from guidelines.operations.registry import write_operation
from guidelines.schema.parse import parse_document
from tests.guidelines.operations.applied import (
    Document,
    carried,
    is_irreversible,
    migrated,
    plan_of,
    refused,
    said,
    there_and_back,
)

LABELS = [{"key": key, "geometry": "box"} for key in ("car", "wheel", "tyre")]
HAS: Document = {"key": "has", "hierarchy": True}
NEAR: Document = {"key": "near"}


def schema(*relations: Document, labels: list[Document] = LABELS) -> Document:
    field = {"key": "parts", "type": "regions", "labels": labels, "relations": list(relations)}
    return {"input": "image", "fields": [field]}


def value(*arrows: tuple[str, str, str, str], group: str | None = None) -> Document:
    regions = [
        {
            "id": id,
            "label": label,
            "geometry": {"type": "box", "box": [float(n), 0.0, 1.0, 1.0]},
            "attributes": {},
            **({"group": group} if group else {}),
        }
        for n, (id, label) in enumerate([("c", "car"), ("w", "wheel"), ("t", "tyre")])
    ]
    relations = [dict(zip(("id", "type", "from", "to"), arrow, strict=True)) for arrow in arrows]
    return {"parts": {"regions": regions, **({"relations": relations} if relations else {})}}


def arrows(found: Document) -> list[str]:
    return [each["id"] for each in found["parts"].get("relations", [])]


def operation(kind: str, **members: Any) -> Document:
    return {"kind": f"{kind}/1", "field": "parts", **members}


def test_a_removed_label_takes_its_relations_along_and_leaves_groups() -> None:
    before = value(("r1", "near", "c", "w"), ("r2", "near", "c", "t"), group="g")

    plan = plan_of(schema(NEAR), operation("remove_label", label="tyre", regions="drop"))

    after = migrated(plan, before)
    assert arrows(after) == ["r1"]
    assert [each["group"] for each in after["parts"]["regions"]] == ["g", "g"]
    assert said(carried(plan, before))["relation:r2"] == "dropped: a region that it joins is gone"


def test_what_becomes_a_hierarchy_asks_about_second_parents_and_circles() -> None:
    before = value(("r1", "near", "c", "t"), ("r2", "near", "w", "t"), ("r3", "near", "t", "c"))

    plan = plan_of(schema(NEAR, HAS), operation("configure_relation", relation="near", hierarchy=True))

    found = carried(plan, before)
    assert plan.operations[0].effect(plan.before) is Effect.AMBIGUOUS
    assert {each.subject.id for each in found.questions} == {"relation:r2", "relation:r3"}
    assert [each.key for each in found.questions[0].outcome.candidates] == ["has", "-"]
    assert arrows(migrated(plan, before)) == ["r1"]


def test_what_is_no_hierarchy_any_more_keeps_its_relations_and_can_become_one_again() -> None:
    before = value(("r1", "has", "c", "w"), ("r2", "has", "w", "t"))

    plan = plan_of(schema(HAS), operation("configure_relation", relation="has", hierarchy=False))

    assert there_and_back(plan, before) == before


def test_a_hierarchy_is_not_turned_around() -> None:
    assert refused(schema(HAS), operation("reverse_relation", relation="has")) == ["/relation"]


def test_what_is_merged_into_a_hierarchy_is_dropped_where_a_parent_is_there_already() -> None:
    before = value(("r1", "has", "c", "t"), ("r2", "near", "w", "t"), ("r3", "near", "c", "w"))

    plan = plan_of(schema(HAS, NEAR), operation("merge_relations", sources=["near"], target="has"))

    assert arrows(migrated(plan, before)) == ["r1", "r3"]
    assert said(carried(plan, before))["relation:r2"] == "dropped: t has a parent already"
    assert is_irreversible(plan)


def test_the_comparison_of_two_schemas_sees_that_a_relation_became_a_hierarchy() -> None:
    before, after = (
        parse_document(schema(NEAR, {"key": "x", "hierarchy": True})),
        parse_document(schema({**NEAR, "hierarchy": True}, {"key": "x"})),
    )

    found = differences(before, after)
    chosen = {each.id: each.choices[0].key for each in found if each.needs_decision}
    plan = make_plan(before, operations_of(found, chosen))

    require_arrival(plan, after)
    assert [write_operation(each).get("hierarchy") for each in plan.operations] == [False, True]


def test_what_waits_for_a_person_takes_its_relations_along_until_then() -> None:
    before = value(("r1", "near", "c", "w"))

    plan = plan_of(schema(NEAR), operation("remove_label", label="wheel", regions="ask"))

    assert arrows(migrated(plan, before)) == []
    assert [each.subject.id for each in carried(plan, before).questions] == ["w"]
