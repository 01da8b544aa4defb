"""What the comparison of two schemas says about the types of relations between spans."""

from typing import Any

from guidelines.operations.difference import differences, operations_of
from guidelines.operations.plan import make_plan, require_arrival
from guidelines.operations.registry import write_operation
from guidelines.schema.parse import parse_document
from tests.guidelines.operations.by_hand import keyed

Document = dict[str, Any]
WORKS: Document = {"key": "works_for", "from": ["person"], "to": ["firm"]}
NEAR: Document = {"key": "near"}


def schema(*relations: Document, labels: tuple[str, ...] = ("person", "firm")) -> Document:
    field = {"key": "ner", "type": "spans", "labels": keyed(*labels), "relations": list(relations)}
    return {"input": "text", "fields": [field]}


def asked(before: Document, after: Document) -> dict[str, list[str]]:
    """The questions, by the end of their ids, and the keys of what may be answered."""
    found = differences(parse_document(before), parse_document(after))
    return {
        each.id.removeprefix("ner/"): [choice.key for choice in each.choices]
        for each in found
        if each.needs_decision
    }


def operations(before: Document, after: Document, decisions: dict[str, str]) -> list[Document]:
    """What leads from one to the other, which is checked; decisions by the end of the id."""
    found = differences(parse_document(before), parse_document(after))
    chosen = {f"ner/{end}": choice for end, choice in decisions.items()}
    plan = make_plan(parse_document(before), operations_of(found, chosen))
    require_arrival(plan, parse_document(after))
    return [
        {name: said for name, said in write_operation(operation).items() if name != "field"}
        for operation in plan.operations
    ]


def test_a_new_relation_and_another_name_and_order_are_decided() -> None:
    after = schema({"key": "heads"}, {**NEAR, "name": "close"}, WORKS)

    done = operations(schema(WORKS, NEAR), after, {})

    assert [each["kind"] for each in done] == ["add_relation/1", "rename_relation/1", "reorder/1"]


def test_a_relation_that_is_gone_may_be_another_now() -> None:
    after = schema({**WORKS, "key": "works_at"}, NEAR)

    assert asked(schema(WORKS, NEAR), after) == {
        "relation:works_for/removed": ["into:works_at", "ask", "into:near", "drop"]
    }
    done = operations(schema(WORKS, NEAR), after, {"relation:works_for/removed": "into:works_at"})
    assert [each["kind"] for each in done] == ["add_relation/1", "merge_relations/1", "reorder/1"]


def test_a_relation_that_takes_in_another_joins_what_it_should_and_people_are_asked_about_the_rest() -> None:
    done = operations(schema(WORKS, NEAR), schema(WORKS), {"relation:near/removed": "into:works_for"})

    assert [each["kind"] for each in done] == ["merge_relations/1", "configure_relation/1"]
    assert (done[1]["from"], done[1]["to"]) == (["person"], ["firm"])


def test_a_relation_that_joins_more_is_decided_and_one_that_joins_less_is_asked_about() -> None:
    more = schema({**WORKS, "to": ["firm", "person"]})

    assert asked(schema(WORKS), more) == {}
    assert asked(more, schema(WORKS)) == {"relation:works_for/configured": ["ask"]}


def test_a_relation_whose_ends_are_the_other_way_round_may_have_been_turned() -> None:
    turned = schema({**WORKS, "from": ["firm"], "to": ["person"]})

    assert asked(schema(WORKS), turned) == {"relation:works_for/configured": ["turned", "ask"]}
    assert operations(schema(WORKS), turned, {"relation:works_for/configured": "turned"}) == [
        {"kind": "reverse_relation/1", "relation": "works_for"}
    ]


def test_a_relation_keeps_its_arrows_while_a_label_that_it_joins_becomes_another() -> None:
    after = schema({**WORKS, "to": ["company"]}, labels=("person", "company"))

    done = operations(
        schema(WORKS), after, {"firm/removed": "into:company", "relation:works_for/configured": "ask"}
    )

    assert [each["kind"] for each in done] == [
        "add_label/1",
        "configure_relation/1",
        "merge_labels/1",
        "configure_relation/1",
    ]
    assert done[1]["to"] == ["firm", "company"]


def test_a_relation_that_goes_with_its_label_is_still_asked_about() -> None:
    after = schema(NEAR, labels=("person",))

    done = operations(
        schema(WORKS, NEAR), after, {"firm/removed": "drop", "relation:works_for/removed": "into:near"}
    )

    assert [each["kind"] for each in done] == ["configure_relation/1", "remove_label/1", "merge_relations/1"]
