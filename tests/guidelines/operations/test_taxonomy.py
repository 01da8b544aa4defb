"""The operations on taxonomies."""

from __future__ import annotations

from typing import Any

import pytest

from guidelines.operations.base import Effect
from guidelines.operations.scope import NOTHING, labels_of
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

CATS: Document = {"key": "cats", "children": [{"key": "tabby"}, {"key": "manx"}]}
TREE: list[Document] = [
    {"key": "animals", "children": [CATS, {"key": "dogs"}]},
    {"key": "plants", "children": [{"key": "moss"}]},
]


def schema(nodes: list[Document] = TREE, **parts: Any) -> Document:
    return {"input": "text", "fields": [{"key": "what", "type": "taxonomy", "nodes": nodes, **parts}]}


def operation(kind: str, **members: Any) -> Document:
    return {"kind": f"{kind}/1", "field": "what", **members}


def on(key: str) -> Document:
    return {"what": {"taxonomy": key}}


def nodes_after(document: Document, *operations: Document) -> list[Document]:
    return after(document, *operations)["fields"][0]["nodes"]


def test_a_renamed_node_keeps_its_key_and_touches_no_annotation() -> None:
    plan = plan_of(schema(), operation("rename_node", node="tabby", name="Tabby cat"))

    assert plan.scope == NOTHING
    assert plan.after.field("what").paths["tabby"][-1].name == "Tabby cat"
    assert plan.reversed().after == plan.before


def test_a_name_of_another_branch_is_free_and_one_of_a_sibling_is_not() -> None:
    assert plan_of(schema(), operation("rename_node", node="tabby", name="moss"))
    assert refused(schema(), operation("rename_node", node="tabby", name="manx")) == ["/name"]


def test_two_renames_of_a_node_are_one() -> None:
    plan = plan_of(schema(), *[operation("rename_node", node="moss", name=name) for name in "bc"])

    assert simplify(plan.operations) == plan.operations[1:]


def test_a_new_node_stands_where_it_was_put_and_touches_no_annotation() -> None:
    new = operation("add_node", node={"key": "birds"}, under="animals", at=0)
    plan = plan_of(schema(), new)

    assert plan.scope == NOTHING
    assert nodes_after(schema(), new)[0]["children"] == [{"key": "birds"}, CATS, {"key": "dogs"}]
    assert there_and_back(plan, on("tabby")) == on("tabby")


def test_a_node_that_is_added_and_removed_again_is_nothing() -> None:
    plan = plan_of(
        schema(), operation("add_node", node={"key": "birds"}), operation("remove_node", node="birds")
    )

    assert simplify(plan.operations) == ()


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"node": {"key": "moss"}}, "/node"),
        ({"node": {"key": "new", "children": [{"key": "moss"}]}}, "/node"),
        ({"node": {"key": "new", "name": "plants"}}, "/node/name"),
        ({"node": {"key": "new"}, "under": "strange"}, "/under"),
    ],
)
def test_a_new_node_that_does_not_fit_is_refused(members: Document, pointer: str) -> None:
    assert refused(schema(), operation("add_node", **members)) == [pointer]


def test_a_leaf_that_may_be_an_answer_gets_no_node_unasked() -> None:
    new = operation("add_node", node={"key": "new"}, under="moss")

    assert refused(schema(leaves_only=True), new) == ["/under"]
    assert plan_of(schema(), new).scope == NOTHING


def test_a_moved_node_takes_what_is_below_along_and_answers_stay() -> None:
    plan = plan_of(schema(leaves_only=True), operation("move_node", node="cats", under="plants", at=0))

    assert plan.scope == NOTHING
    assert [node.key for node in plan.after.field("what").paths["tabby"]] == ["plants", "cats", "tabby"]
    assert migrated(plan, on("tabby")) == on("tabby")
    assert plan.reversed().after == plan.before


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"node": "cats", "under": "tabby"}, "/under"),
        ({"node": "cats", "under": "cats"}, "/under"),
        ({"node": "cats", "under": "moss"}, "/under"),
        ({"node": "strange"}, "/node"),
    ],
)
def test_a_node_is_not_moved_where_it_cannot_stand(members: Document, pointer: str) -> None:
    assert refused(schema(leaves_only=True), operation("move_node", **members)) == [pointer]


def test_a_node_whose_leaving_makes_another_an_answer_does_not_come_back() -> None:
    assert is_irreversible(
        plan_of(schema(leaves_only=True), operation("move_node", node="moss", under="animals"))
    )


def test_two_moves_of_a_node_are_one() -> None:
    plan = plan_of(
        schema(), operation("move_node", node="cats"), operation("move_node", node="cats", under="plants")
    )

    assert simplify(plan.operations) == plan.operations[1:]


def test_answers_of_a_removed_node_and_below_it_become_the_node_above() -> None:
    plan = plan_of(schema(), operation("remove_node", node="cats", answers="parent"))

    assert plan.effect is Effect.LOSSY
    assert migrated(plan, on("tabby")) == on("animals")
    assert said(carried(plan, on("tabby"))) == {"": "was tabby"}
    assert migrated(plan, on("dogs")) == on("dogs")
    assert carried(plan, on("dogs")).changes == ()
    assert is_irreversible(plan)


def test_answers_of_a_removed_node_are_dropped_where_that_is_asked_for() -> None:
    plan = plan_of(schema(), operation("remove_node", node="cats", answers="drop"))

    assert migrated(plan, on("cats")) == {}
    assert said(carried(plan, on("cats"))) == {"": "dropped: cats was removed"}


def test_a_person_is_asked_for_another_node_among_those_that_may_be_an_answer() -> None:
    plan = plan_of(schema(leaves_only=True, required=True), operation("remove_node", node="cats"))

    assert said(carried(plan, on("manx"))) == {"": "manx was removed? dogs/moss"}
    answered = carried(plan, on("manx"), **{"": "dogs"})
    assert answered.value.answers["what"].taxonomy == "dogs"


def test_an_answer_that_is_not_required_may_also_be_taken_away() -> None:
    plan = plan_of(schema(), operation("remove_node", node="animals"))

    assert said(carried(plan, on("dogs"))) == {"": "dogs was removed? plants/moss/-"}


@pytest.mark.parametrize(("node", "answers"), [("animals", "parent"), ("cats", "parent")])
def test_answers_go_only_to_a_node_above_that_may_be_one(node: str, answers: str) -> None:
    assert refused(schema(leaves_only=True), operation("remove_node", node=node, answers=answers)) == [
        "/answers"
    ]


def test_an_answer_that_was_wrong_before_is_left_for_a_person() -> None:
    plan = plan_of(schema(), operation("collapse_level", depth=1))

    (asked,) = carried(plan, on("strange")).questions
    assert "strange" in asked.outcome.reason
    assert migrated(plan, on("strange")) == on("strange")


def test_answers_below_a_level_become_their_ancestor_there() -> None:
    plan = plan_of(schema(), operation("collapse_level", depth=2))

    assert nodes_after(schema(), operation("collapse_level", depth=2))[0]["children"] == [
        {"key": "cats"},
        {"key": "dogs"},
    ]
    assert migrated(plan, on("tabby")) == on("cats")
    assert said(carried(plan, on("tabby"))) == {"": "was tabby"}
    assert carried(plan, on("animals")).changes == ()
    assert is_irreversible(plan)


def test_a_level_below_which_nothing_is_is_refused() -> None:
    assert refused(schema(), operation("collapse_level", depth=3)) == ["/depth"]


def test_two_collapses_are_the_deeper_one() -> None:
    plan = plan_of(schema(), operation("collapse_level", depth=2), operation("collapse_level", depth=1))

    assert simplify(plan.operations) == plan.operations[1:]


REFINED = operation("refine_node", node="dogs", children=[{"key": "poodle"}, {"key": "hound"}])


def test_a_person_is_asked_which_child_of_a_refined_leaf_an_answer_is() -> None:
    plan = plan_of(schema(), REFINED)

    assert plan.scope == labels_of("what", ["dogs"])
    assert said(carried(plan, on("dogs"))) == {"": "dogs was refined? poodle/hound/dogs/-"}
    assert migrated(plan, on("tabby")) == on("tabby")
    assert is_irreversible(plan)


def test_the_inner_node_is_no_answer_where_only_leaves_are() -> None:
    plan = plan_of(schema(leaves_only=True, required=True), REFINED)

    assert said(carried(plan, on("dogs"))) == {"": "dogs was refined? poodle/hound"}


def test_answers_of_a_refined_leaf_may_stay() -> None:
    plan = plan_of(schema(), REFINED | {"answers": "stay"})

    assert plan.scope == NOTHING
    assert plan.effect is Effect.LOSSLESS
    assert there_and_back(plan, on("dogs")) == on("dogs")


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"node": "cats"}, "/node"),
        ({"answers": "stay"}, "/answers"),
        ({"children": [{"key": "moss"}]}, "/children/0"),
    ],
)
def test_a_refinement_that_does_not_fit_is_refused(members: Document, pointer: str) -> None:
    assert refused(schema(leaves_only=True), REFINED | members) == [pointer]


CHOICE = {
    "input": "text",
    "fields": [{"key": "what", "type": "choice", "required": True, "options": [{"key": "a"}, {"key": "b"}]}],
}


def test_a_choice_becomes_a_taxonomy_of_its_options_and_goes_back() -> None:
    plan = plan_of(CHOICE, operation("choice_to_taxonomy"))

    assert nodes_after(CHOICE, operation("choice_to_taxonomy")) == [{"key": "a"}, {"key": "b"}]
    assert migrated(plan, {"what": {"choice": "b"}}) == on("b")
    assert plan.effect is Effect.LOSSLESS
    assert there_and_back(plan, {"what": {"choice": "b"}}) == {"what": {"choice": "b"}}


def test_a_choice_becomes_a_tree_in_which_every_option_may_be_an_answer() -> None:
    tree = [{"key": "top", "children": [{"key": "b"}, {"key": "a"}]}]
    plan = plan_of(CHOICE, operation("choice_to_taxonomy", nodes=tree, leaves_only=True))

    assert migrated(plan, {"what": {"choice": "a"}}) == on("a")
    assert is_irreversible(plan)


@pytest.mark.parametrize("nodes", [[{"key": "a"}], [{"key": "a", "children": [{"key": "b"}]}]])
def test_a_tree_without_a_place_for_an_option_is_refused(nodes: list[Document]) -> None:
    made = operation("choice_to_taxonomy", nodes=nodes, leaves_only=True)

    assert refused(CHOICE, made) == ["/nodes"]


def test_a_taxonomy_becomes_a_choice_of_what_may_be_an_answer_and_goes_back() -> None:
    plan = plan_of(schema(leaves_only=True), operation("taxonomy_to_choice"))

    assert [option.key for option in plan.after.field("what").options] == ["tabby", "manx", "dogs", "moss"]
    assert migrated(plan, on("moss")) == {"what": {"choice": "moss"}}
    assert there_and_back(plan, on("moss")) == on("moss")


@pytest.mark.parametrize(
    "kind", ["add_node", "remove_node", "move_node", "collapse_level", "rename_node", "refine_node"]
)
def test_what_is_no_taxonomy_is_refused(kind: str) -> None:
    members = {
        "add_node": {"node": {"key": "x"}},
        "collapse_level": {"depth": 1},
        "rename_node": {"node": "a", "name": "x"},
        "refine_node": {"node": "a", "children": [{"key": "x"}]},
    }

    assert refused(CHOICE, operation(kind, **members.get(kind, {"node": "a"}))) == ["/field"]
