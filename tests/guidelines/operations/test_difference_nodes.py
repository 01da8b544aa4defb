"""What the comparison of two schemas says about the nodes of a taxonomy, and about a choice that became one."""

from typing import Any

import pytest

from guidelines.operations.difference import differences, operations_of
from guidelines.operations.plan import make_plan, require_arrival
from guidelines.operations.registry import write_operation
from guidelines.schema.parse import parse_document

Document = dict[str, Any]


def tree(*nodes: Document, **settings: Any) -> Document:
    return {
        "input": "image",
        "fields": [{"key": "what", "type": "taxonomy", "nodes": list(nodes), **settings}],
    }


def node(key: str, *children: Document, **more: Any) -> Document:
    return {"key": key, **({"children": list(children)} if children else {}), **more}


def choice(*keys: str) -> Document:
    options = [{"key": key} for key in keys]
    return {"input": "image", "fields": [{"key": "what", "type": "choice", "options": options}]}


def asked(before: Document, after: Document) -> dict[str, list[str]]:
    """The questions, by the end of their ids, and the keys of what may be answered."""
    found = differences(parse_document(before), parse_document(after))
    return {
        each.id.removeprefix("what/nodes/"): [choice.key for choice in each.choices]
        for each in found
        if each.needs_decision
    }


def operations(before: Document, after: Document, **decisions: str) -> list[Document]:
    """What leads from one to the other, which is checked; decisions by node."""
    found = differences(parse_document(before), parse_document(after))
    chosen = {each.id: decisions[part] for each in found for part in each.id.split("/") if part in decisions}
    plan = make_plan(parse_document(before), operations_of(found, chosen))
    require_arrival(plan, parse_document(after))
    return [
        {name: said for name, said in write_operation(operation).items() if name != "field"}
        for operation in plan.operations
    ]


ANIMALS = tree(node("animal", node("cat"), node("dog")), node("plant"))


def test_a_new_node_comes_with_what_is_below_it_where_it_stands() -> None:
    after = tree(node("animal", node("cat"), node("bird", node("owl")), node("dog")), node("plant"))

    bird = node("bird", node("owl"))
    assert operations(ANIMALS, after) == [{"kind": "add_node/1", "node": bird, "under": "animal", "at": 1}]


def test_another_name_under_the_same_key_renames_a_node() -> None:
    after = tree(node("animal", node("cat", name="Cat"), node("dog")), node("plant"))

    assert operations(ANIMALS, after) == [{"kind": "rename_node/1", "node": "cat", "name": "Cat"}]


def test_a_node_that_stands_elsewhere_is_moved_with_what_is_below_it_and_nobody_is_asked() -> None:
    after = tree(node("plant"), node("animal", node("cat"), node("dog")))

    assert operations(ANIMALS, after) == [{"kind": "move_node/1", "node": "plant", "at": 0}]


def test_two_nodes_can_change_places_one_above_the_other() -> None:
    before, after = tree(node("a", node("b"))), tree(node("b", node("a")))

    kinds = [each["kind"] for each in operations(before, after)]

    assert kinds == ["move_node/1", "move_node/1"]


def test_a_node_moves_beside_one_that_has_its_name_so_far() -> None:
    before = tree(node("a", node("x", name="rest")), node("b", node("y", name="rest")))
    after = tree(node("a"), node("b", node("x", name="rest"), node("y", name="other")))

    done = operations(before, after)

    assert [each["kind"] for each in done] == [
        "rename_node/1",
        "move_node/1",
        "rename_node/1",
        "rename_node/1",
    ]


def test_the_answers_of_a_node_that_is_gone_go_to_the_node_above_to_another_or_to_people() -> None:
    after = tree(node("animal", node("cats"), node("dog")), node("plant"))

    assert asked(ANIMALS, after) == {"cat/removed": ["into:cats", "parent", "ask", "drop", "into:dog"]}


def test_a_node_that_is_another_now_hangs_from_it_and_gives_its_answers_to_the_node_above() -> None:
    after = tree(node("animal", node("dog")), node("plant"), node("cats"))

    done = operations(ANIMALS, after, cat="into:cats")

    assert done[1:] == [
        {"kind": "move_node/1", "node": "cat", "under": "cats"},
        {"kind": "remove_node/1", "node": "cat", "answers": "parent"},
    ]


def test_the_node_above_takes_no_answers_where_it_has_other_children_and_only_leaves_are_answers() -> None:
    before = tree(node("animal", node("cat"), node("dog")), leaves_only=True)
    after = tree(node("animal", node("dog")), leaves_only=True)

    assert asked(before, after) == {"cat/removed": ["ask", "drop", "into:dog"]}
    assert operations(before, after, cat="into:dog")[2]["answers"] == "parent"


def test_a_leaf_that_has_children_now_was_refined() -> None:
    after = tree(node("animal", node("cat", node("lion")), node("dog")), node("plant"))

    assert asked(ANIMALS, after) == {"cat/refined": ["ask", "stay"]}


def test_levels_that_are_gone_are_one_question() -> None:
    after = tree(node("animal"), node("plant"))

    assert asked(ANIMALS, after) == {"collapsed": ["parent", "ask", "drop"]}
    assert operations(ANIMALS, after, collapsed="parent") == [{"kind": "collapse_level/1", "depth": 1}]
    assert len(operations(ANIMALS, after, collapsed="drop")) == 2


@pytest.mark.parametrize(("before", "questions"), [(True, {}), (False, {"what/configured": ["ask"]})])
def test_that_only_leaves_are_answers_is_decided_when_it_ends_and_asked_when_it_begins(
    before: bool, questions: dict[str, list[str]]
) -> None:
    nodes = node("a", node("b"))

    found = asked(tree(nodes, leaves_only=before), tree(nodes, leaves_only=not before))

    assert found == questions


def test_leaves_are_gathered_under_a_new_node_by_way_of_a_tree_where_all_may_be_answers() -> None:
    before = tree(node("cat"), node("dog"), leaves_only=True)
    after = tree(node("animal", node("cat"), node("dog")), leaves_only=True)

    done = operations(before, after, closed="ask")

    kinds = [each["kind"] for each in done]
    assert kinds == ["configure_field/1", "add_node/1", "move_node/1", "move_node/1", "configure_field/1"]


def test_a_tree_that_has_no_room_for_old_and_new_starts_over_and_is_asked_about() -> None:
    def chain(*keys: str) -> Document:
        *above, last = keys
        found = node(last)
        for key in reversed(above):
            found = node(key, found)
        return tree(found)

    old, new = [f"a{n}" for n in range(12)], [f"b{n}" for n in range(11)]

    found = differences(parse_document(chain(*old)), parse_document(chain(*new, old[0])))

    assert [each.id for each in found if each.needs_decision] == ["what/replaced"]


def test_a_choice_whose_options_are_nodes_now_is_a_taxonomy_at_once() -> None:
    after = tree(node("animal", node("cat"), node("dog")), leaves_only=True)

    (done,) = operations(choice("cat", "dog"), after)

    assert (done["kind"], done["leaves_only"]) == ("choice_to_taxonomy/1", True)


def test_an_option_that_is_no_node_is_asked_about_once_it_is_a_root() -> None:
    after = tree(node("animal", node("cat")))

    assert list(asked(choice("cat", "dog"), after)) == ["dog/removed"]
    assert operations(choice("cat", "dog"), after, dog="into:animal")[0] == {"kind": "choice_to_taxonomy/1"}


def test_a_taxonomy_becomes_a_choice_of_its_nodes() -> None:
    before = tree(node("animal", node("cat"), node("dog")), leaves_only=True)

    assert operations(before, choice("cat", "dog")) == [{"kind": "taxonomy_to_choice/1"}]


def test_a_taxonomy_with_a_name_in_two_branches_starts_over_as_a_choice() -> None:
    before = tree(node("a", node("x", name="rest")), node("b", node("y", name="rest")))

    assert list(asked(before, choice("a"))) == ["what/replaced"]
