"""The operations on relations, and what becomes of relations when other operations touch the spans that they join."""

from __future__ import annotations

from typing import Any

import pytest

from guidelines.operations.base import Effect
from guidelines.operations.simplify import simplify
from tests.guidelines.operations.applied import (
    Document,
    after,
    carried,
    is_irreversible,
    migrated,
    plan_of,
    refused,
    said,
    there_and_back,
)

LABELS = [{"key": "person"}, {"key": "firm"}, {"key": "place"}]
WORKS: Document = {"key": "works_for", "from": ["person"], "to": ["firm"]}
HEADS: Document = {"key": "heads", "from": ["person"], "to": ["firm", "place"]}
NEAR: Document = {"key": "near"}


def schema(*relations: Document, labels: list[Document] = LABELS) -> Document:
    return {
        "input": "text",
        "fields": [{"key": "ner", "type": "spans", "labels": labels, "relations": list(relations)}],
    }


def value(*arrows: tuple[str, str, str, str]) -> Document:
    spans = [("p", "person"), ("f", "firm"), ("l", "place")]
    return {
        "ner": {
            "spans": [
                {"id": id, "label": label, "start": n, "end": n + 1, "attributes": {}}
                for n, (id, label) in enumerate(spans)
            ],
            "relations": [dict(zip(("id", "type", "from", "to"), arrow, strict=True)) for arrow in arrows],
        }
    }


def arrows(found: Document) -> list[tuple[Any, ...]]:
    return [tuple(each.values()) for each in found["ner"].get("relations", [])]


def operation(kind: str, **members: Any) -> Document:
    return {"kind": f"{kind}/1", "field": "ner", **members}


ALL = value(("r1", "works_for", "p", "f"), ("r2", "heads", "p", "f"), ("r3", "near", "f", "l"))


def test_a_new_relation_touches_no_annotation() -> None:
    plan = plan_of(schema(WORKS), operation("add_relation", relation=NEAR, at=0))

    assert plan.scope.is_empty
    assert [each.key for each in plan.after.field("ner").relations] == ["near", "works_for"]
    assert there_and_back(plan, value(("r1", "works_for", "p", "f"))) == value(("r1", "works_for", "p", "f"))


@pytest.mark.parametrize(
    ("relation", "pointer"),
    [
        ({"key": "works_for"}, "/relation/key"),
        ({"key": "other", "name": "works_for"}, "/relation/name"),
        ({"key": "other", "from": ["strange"]}, ""),
    ],
)
def test_a_new_relation_that_does_not_fit_is_refused(relation: Document, pointer: str) -> None:
    assert refused(schema(WORKS), operation("add_relation", relation=relation)) == [pointer]


def test_a_renamed_relation_keeps_its_key_and_touches_no_annotation() -> None:
    plan = plan_of(schema(WORKS), operation("rename_relation", relation="works_for", name="employed by"))

    assert plan.scope.is_empty
    assert plan.after.field("ner").relations[0].name == "employed by"
    assert plan.reversed().after == plan.before


def test_two_renames_of_a_relation_are_one() -> None:
    names = [operation("rename_relation", relation="works_for", name=name) for name in ("b", "c")]
    plan = plan_of(schema(WORKS), *names)

    assert simplify(plan.operations) == plan.operations[1:]


def test_the_relations_of_a_removed_type_are_dropped_where_that_is_asked_for() -> None:
    plan = plan_of(
        schema(WORKS, HEADS, NEAR), operation("remove_relation", relation="heads", relations="drop")
    )

    assert plan.effect is Effect.LOSSY
    assert arrows(migrated(plan, ALL)) == [("r1", "works_for", "p", "f"), ("r3", "near", "f", "l")]
    assert said(carried(plan, ALL)) == {"relation:r2": "dropped: heads was removed"}
    assert is_irreversible(plan)


def test_a_person_may_give_relations_of_a_removed_type_those_that_fit_their_spans() -> None:
    plan = plan_of(schema(WORKS, HEADS, NEAR), operation("remove_relation", relation="near"))
    arrow = value(("r1", "near", "p", "f"))

    assert said(carried(plan, arrow)) == {"relation:r1": "near was removed? works_for/heads/-"}
    assert arrows(migrated(plan, arrow)) == []
    assert arrows(migrated(plan, arrow, **{"relation:r1": "heads"})) == [("r1", "heads", "p", "f")]
    assert arrows(migrated(plan, arrow, **{"relation:r1": "-"})) == []


def test_merged_relations_join_what_both_joined_and_say_what_they_were() -> None:
    plan = plan_of(schema(WORKS, HEADS), operation("merge_relations", sources=["heads"], target="works_for"))
    arrow = value(("r2", "heads", "p", "l"))

    assert plan.after.field("ner").relations[0].targets == ("firm", "place")
    assert arrows(migrated(plan, arrow)) == [("r2", "works_for", "p", "l")]
    assert said(carried(plan, arrow)) == {"relation:r2": "was heads"}
    assert is_irreversible(plan)


def test_merging_with_a_relation_that_joins_anything_joins_anything() -> None:
    document = after(schema(WORKS, NEAR), operation("merge_relations", sources=["near"], target="works_for"))

    assert document["fields"][0]["relations"] == [{"key": "works_for"}]


def test_an_arrow_that_is_there_twice_after_a_merge_is_dropped_once() -> None:
    plan = plan_of(schema(WORKS, HEADS), operation("merge_relations", sources=["heads"], target="works_for"))
    both = value(("r1", "works_for", "p", "f"), ("r2", "heads", "p", "f"))

    assert arrows(migrated(plan, both)) == [("r1", "works_for", "p", "f")]
    (change,) = carried(plan, both).changes
    assert change.subject.label == "heads"
    assert said(carried(plan, both)) == {"relation:r2": "dropped: it is there already"}


def test_two_merges_into_one_relation_are_one() -> None:
    first, second = (
        operation("merge_relations", sources=[key], target="works_for") for key in ("heads", "near")
    )
    both = plan_of(
        schema(WORKS, HEADS, NEAR),
        operation("merge_relations", sources=["heads", "near"], target="works_for"),
    )

    assert simplify(plan_of(schema(WORKS, HEADS, NEAR), first, second).operations) == both.operations


def test_a_relation_that_is_added_and_removed_again_is_nothing() -> None:
    plan = plan_of(
        schema(WORKS),
        operation("add_relation", relation=NEAR),
        operation("remove_relation", relation="near"),
    )

    assert simplify(plan.operations) == ()


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"sources": ["heads"], "target": "strange"}, "/target"),
        ({"sources": ["strange"], "target": "heads"}, "/sources/0"),
        ({"sources": ["heads"], "target": "heads"}, "/sources/0"),
    ],
)
def test_a_merge_of_relations_that_does_not_fit_is_refused(members: Document, pointer: str) -> None:
    assert refused(schema(WORKS, HEADS), operation("merge_relations", **members)) == [pointer]


def test_turned_arrows_point_the_other_way_and_turn_back() -> None:
    plan = plan_of(schema(WORKS), operation("reverse_relation", relation="works_for"))
    arrow = value(("r1", "works_for", "p", "f"))

    kind = plan.after.field("ner").relations[0]
    assert (kind.sources, kind.targets) == (("firm",), ("person",))
    assert arrows(migrated(plan, arrow)) == [("r1", "works_for", "f", "p")]
    assert there_and_back(plan, arrow) == arrow


def test_arrows_turned_twice_are_as_they_were() -> None:
    twice = plan_of(schema(WORKS), *[operation("reverse_relation", relation="works_for")] * 2)

    assert simplify(twice.operations) == ()


@pytest.mark.parametrize("kind", ["remove_relation", "reverse_relation"])
def test_a_relation_that_is_not_there_is_refused(kind: str) -> None:
    assert refused(schema(WORKS), operation(kind, relation="strange")) == ["/relation"]


def test_relations_are_only_in_fields_of_spans() -> None:
    document = {"input": "text", "fields": [{"key": "ner", "type": "text"}]}

    assert refused(document, operation("add_relation", relation=NEAR)) == ["/field"]


# What other operations do to the spans


def test_the_relations_of_a_dropped_span_are_dropped_with_a_reason_and_others_stay() -> None:
    plan = plan_of(schema(WORKS, NEAR), operation("remove_label", label="place", regions="drop"))
    found = value(("r1", "works_for", "p", "f"), ("r3", "near", "f", "l"))

    assert arrows(migrated(plan, found)) == [("r1", "works_for", "p", "f")]
    assert said(carried(plan, found)) == {
        "l": "dropped: place was removed",
        "relation:r3": "dropped: a span that it joins is gone",
    }


def test_the_relations_of_a_span_that_waits_for_a_person_wait_with_it() -> None:
    plan = plan_of(schema(NEAR), operation("remove_label", label="place"))
    found = value(("r3", "near", "f", "l"))

    waiting = carried(plan, found)
    assert arrows(migrated(plan, found)) == []
    assert said(waiting) == {"l": "place was removed? person/firm/-"}
    assert arrows(migrated(plan, found, l="firm")) == [("r3", "near", "f", "l")]


def test_the_relations_of_a_span_that_a_person_removes_are_dropped() -> None:
    plan = plan_of(schema(NEAR), operation("remove_label", label="place"))

    found = carried(plan, value(("r3", "near", "f", "l")), l="-")

    assert said(found)["relation:r3"] == "dropped: a span that it joins is gone"


def test_a_relation_that_may_not_join_the_new_label_is_dropped() -> None:
    plan = plan_of(schema(WORKS, HEADS), operation("remove_label", label="firm"))
    found = value(("r1", "works_for", "p", "f"), ("r2", "heads", "p", "f"))

    assert plan.after.field("ner").relations_by_key.keys() == {"heads"}
    assert said(carried(plan, found, f="person")) == {
        "f": "",
        "relation:r1": "dropped: works_for was removed",
        "relation:r2": "dropped: heads never leads to person",
    }


def test_merged_labels_take_the_place_of_their_sources_in_relations() -> None:
    plan = plan_of(schema(WORKS, HEADS), operation("merge_labels", sources=["firm"], target="place"))
    found = value(("r1", "works_for", "p", "f"))

    assert [each.targets for each in plan.after.field("ner").relations] == [("place",), ("place",)]
    assert arrows(migrated(plan, found)) == [("r1", "works_for", "p", "f")]


def test_a_relation_that_dangled_before_is_dropped_and_not_carried_on() -> None:
    plan = plan_of(schema(NEAR), operation("remove_label", label="place", regions="drop"))
    found = value(("r9", "near", "p", "nobody"))

    assert arrows(migrated(plan, found)) == []
    assert said(carried(plan, found))["relation:r9"] == "dropped: a span that it joins is gone"


def test_a_relation_that_joins_more_labels_touches_no_annotation_and_can_be_taken_back() -> None:
    plan = plan_of(schema(WORKS), operation("configure_relation", relation="works_for", to=[]))

    assert plan.effect is Effect.LOSSLESS
    assert plan.after.field("ner").relations[0].targets == ()
    assert there_and_back(plan, value(("r1", "works_for", "p", "f"))) == value(("r1", "works_for", "p", "f"))


def test_a_relation_that_joins_fewer_labels_asks_about_what_no_longer_fits() -> None:
    widened = value(("r1", "heads", "p", "f"), ("r2", "heads", "p", "l"))
    plan = plan_of(schema(HEADS, NEAR), operation("configure_relation", relation="heads", to=["firm"]))

    assert plan.effect is Effect.AMBIGUOUS
    assert is_irreversible(plan)
    assert arrows(migrated(plan, widened)) == [("r1", "heads", "p", "f")]
    assert said(carried(plan, widened)) == {
        "relation:r2": "heads no longer leads from person to place? near/-"
    }


def test_the_ends_of_a_relation_are_labels_of_its_field() -> None:
    assert refused(schema(WORKS), operation("configure_relation", relation="works_for", to=["river"])) == [
        "/to/0"
    ]
    assert refused(schema(WORKS), operation("configure_relation", relation="works_for")) == [""]


def test_relations_stand_in_another_order() -> None:
    plan = plan_of(schema(WORKS, NEAR), operation("reorder", relations=True, order=["near", "works_for"]))

    assert plan.scope.is_empty
    assert [each.key for each in plan.after.field("ner").relations] == ["near", "works_for"]
    assert there_and_back(plan, value(("r1", "near", "p", "f"))) == value(("r1", "near", "p", "f"))
