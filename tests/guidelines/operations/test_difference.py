from typing import Any

import pytest

from guidelines.operations.difference import Difference, differences, operations_of
from guidelines.operations.errors import PlanErrors
from guidelines.operations.plan import make_plan, require_arrival
from guidelines.operations.registry import write_operation
from guidelines.schema.parse import parse_document
from tests.guidelines.operations.by_hand import cells, keyed

STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale")}


def labels(*found: dict[str, Any]) -> dict[str, Any]:
    drawn = [{"geometry": "box", **label} for label in found]
    return {"input": "image", "fields": [{"key": "cells", "type": "regions", "labels": drawn}]}


def fields(*found: dict[str, Any]) -> dict[str, Any]:
    return {"input": "image", "fields": list(found)}


def between(before: dict[str, Any], after: dict[str, Any]) -> tuple[Difference, ...]:
    return differences(parse_document(before), parse_document(after))


def operations(before: dict[str, Any], after: dict[str, Any], **decisions: str) -> list[dict[str, Any]]:
    """What leads from one to the other, which is checked; decisions by the end of the path, `rbc_removed="ask"`."""
    found = between(before, after)
    chosen = {
        each.id: decisions[short]
        for each in found
        if (short := each.id.split("/", 1)[-1].replace("/", "_")) in decisions
    }
    plan = make_plan(parse_document(before), operations_of(found, chosen))
    require_arrival(plan, parse_document(after))
    return [write_operation(operation) for operation in plan.operations]


def test_what_only_people_see_is_no_difference() -> None:
    seen = labels({"key": "wbc", "colour": "#ff0000", "titles": {"ko": "백혈구"}, "shortcut": "w"})

    assert between(labels({"key": "wbc"}), seen) == ()


def test_a_new_label_is_decided() -> None:
    (found,) = between(labels({"key": "wbc"}), labels({"key": "wbc"}, {"key": "rbc"}))

    assert (found.id, found.words, found.needs_decision) == (
        "cells/rbc/added",
        "The label rbc of cells is new",
        False,
    )


def test_another_name_under_the_same_key_is_a_rename() -> None:
    done = operations(labels({"key": "wbc"}), labels({"key": "wbc", "name": "White cell"}))

    assert [each["kind"] for each in done] == ["rename_label/1"]


def test_another_key_is_asked_and_never_guessed() -> None:
    before = labels({"key": "wbc", "name": "white cell"}, {"key": "dust"})
    after = labels({"key": "white_cell", "name": "white cells"}, {"key": "dust"})

    gone = between(before, after)[1]

    assert gone.id == "cells/wbc/removed"
    assert gone.needs_decision
    assert [choice.key for choice in gone.choices] == ["into:white_cell", "ask", "into:dust", "drop"]
    assert 0.8 < gone.choices[0].confidence < 1


def test_titles_in_the_same_language_make_two_keys_alike() -> None:
    before = labels({"key": "wbc", "titles": {"ko": "백혈구"}}, {"key": "x"})
    after = labels({"key": "leuko", "titles": {"ko": "백혈구"}}, {"key": "x"})

    gone = between(before, after)[1]

    assert (gone.choices[0].key, gone.choices[0].confidence) == ("into:leuko", 0.95)


def test_a_label_that_is_gone_may_have_been_split_into_the_new_ones() -> None:
    before, after = labels({"key": "cell"}), labels({"key": "rbc"}, {"key": "wbc"})

    done = operations(before, after, cell_removed="split")

    assert done[-1] == {"kind": "split_label/1", "field": "cells", "label": "cell", "targets": ["rbc", "wbc"]}


def test_a_new_label_can_take_the_name_of_one_that_is_gone() -> None:
    before, after = (
        labels({"key": "wbc", "name": "cell"}, {"key": "x"}),
        labels({"key": "cell"}, {"key": "x"}),
    )

    done = operations(before, after, wbc_removed="into:cell")

    kinds = [each["kind"] for each in done]
    assert kinds == ["add_label/1", "merge_labels/1", "rename_label/1", "reorder/1"]


def test_two_labels_can_swap_their_names() -> None:
    before = labels({"key": "a", "name": "One"}, {"key": "b", "name": "Two"})
    after = labels({"key": "a", "name": "Two"}, {"key": "b", "name": "One"})

    done = operations(before, after)

    assert [(each["label"], each["name"]) for each in done] == [("a", "a 1"), ("b", "One"), ("a", "Two")]


def test_names_that_differ_only_in_unicode_form_are_the_same_on_the_way() -> None:
    before = labels({"key": "a", "name": "caf\u00e9"}, {"key": "b", "name": "Two"})
    after = labels({"key": "a", "name": "Two"}, {"key": "b", "name": "cafe\u0301"})

    assert len(operations(before, after)) == 3


def test_an_option_that_is_gone_is_asked_about_in_fields_and_in_attributes() -> None:
    less = {**STAIN, "options": keyed("dark")}

    (in_field,) = between(fields(STAIN), fields(less))
    (in_attribute,) = between(cells(STAIN), cells(less))

    assert (in_field.id, in_field.decided) == ("stain/options/pale/removed", None)
    assert (in_attribute.id, in_attribute.decided) == ("cells/wbc/stain/options/pale/removed", None)


@pytest.mark.parametrize(
    ("before", "after", "is_decided"),
    [
        ({"required": True}, {}, True),
        ({}, {"required": True}, False),
    ],
)
def test_required_to_optional_is_decided_and_the_other_way_asked(
    before: dict[str, Any], after: dict[str, Any], is_decided: bool
) -> None:
    in_field = between(fields(STAIN | before), fields(STAIN | after))
    in_attribute = between(cells(STAIN | before), cells(STAIN | after))

    assert [each.needs_decision for each in in_field + in_attribute] == [not is_decided] * 2


def test_a_new_required_field_may_have_any_of_its_options_so_far() -> None:
    after = fields(STAIN | {"required": True})

    (found,) = between(fields(), after)

    assert [choice.key for choice in found.choices] == ["ask", "default:dark", "default:pale"]
    assert found.needs_decision


def test_another_unit_is_asked_because_the_numbers_stay() -> None:
    size = {"key": "size", "type": "number"}

    (found,) = between(fields({**size, "unit": "mm"}), fields({**size, "unit": "cm"}))

    assert found.needs_decision


def test_options_that_must_be_there_stay_until_fewer_must_be_chosen() -> None:
    several = {"key": "signs", "type": "choices", "options": keyed("a", "b", "c"), "min_selected": 3}
    fewer = {**several, "options": keyed("a"), "min_selected": 1}

    done = operations(fields(several), fields(fewer), options_b_removed="into:a", options_c_removed="drop")

    assert [each["kind"] for each in done] == ["configure_field/1", "merge_options/1", "remove_option/1"]


def test_a_field_of_a_type_that_nothing_leads_to_starts_over_and_is_asked_about() -> None:
    (found,) = between(fields(STAIN), fields({"key": "stain", "type": "text"}))

    assert (found.id, found.needs_decision) == ("stain/replaced", True)


def test_a_choice_that_lets_several_be_chosen_is_decided() -> None:
    (found,) = between(fields(STAIN), fields({**STAIN, "type": "choices"}))
    (back,) = between(fields({**STAIN, "type": "choices"}), fields(STAIN))

    assert (found.decided, back.decided) == ("apply", None)


def test_an_attribute_of_another_type_that_holds_it_all_is_decided() -> None:
    (found,) = between(cells(STAIN), cells({"key": "stain", "type": "text"}))
    (back,) = between(cells({"key": "stain", "type": "text"}), cells(STAIN))

    assert (found.decided, [choice.key for choice in back.choices]) == ("apply", ["convert", "anew"])


def test_labels_that_became_options_of_a_new_one_are_one_question() -> None:
    age = {"key": "age", "type": "number"}
    kind = {"key": "kind", "type": "choice", "options": keyed("cat", "hound")}
    before = labels({"key": "cat", "attributes": [age]}, {"key": "dog", "name": "hound", "attributes": [age]})
    after = labels({"key": "animal", "attributes": [kind, {**age, "required": True}]})

    leapt, *rest = between(before, after)
    done = operations(before, after, animal_folded="one", animal_age_configured="ask")

    assert (leapt.id, [choice.key for choice in leapt.choices]) == (
        "cells/animal/folded",
        ["one", "ask", "drop"],
    )
    assert [each.id for each in rest] == ["cells/animal/age/configured", "cells/animal/reordered"]
    assert (done[0]["kind"], done[0]["options"]) == ("fold_labels/1", {"dog": "hound"})


def test_labels_that_became_part_of_another_which_says_so_are_one_question() -> None:
    before = labels({"key": "cell"}, {"key": "old"}, {"key": "older"})
    was = {"key": "was", "name": "Was", "type": "choice", "options": keyed("old", "older")}
    after = labels({"key": "cell", "attributes": [was]})

    leapt, *_ = between(before, after)
    merge, *rest = operations(before, after, cell_was_merged="one")

    assert (leapt.id, [choice.key for choice in leapt.choices]) == (
        "cells/cell/was/merged",
        ["one", "ask", "drop"],
    )
    assert (merge["kind"], merge["sources"], merge["origin"]) == ("merge_labels/1", ["old", "older"], "was")
    assert [each["kind"] for each in rest] == ["rename_attribute/1"]


def test_options_that_became_labels_are_one_question() -> None:
    kind = {"key": "kind", "type": "choice", "options": keyed("round", "flat")}
    before, after = labels({"key": "cell", "attributes": [kind]}), labels({"key": "round"}, {"key": "flat"})

    (leapt,) = between(before, after)

    assert leapt.id == "cells/cell/kind/unfolded"
    assert [each["kind"] for each in operations(before, after, cell_kind_unfolded="one")] == [
        "unfold_attribute/1"
    ]
    assert operations(before, after, cell_kind_unfolded="drop")[-1]["kind"] == "remove_label/1"


def test_an_attribute_that_is_asked_of_the_whole_item_now_is_one_question_and_so_is_the_way_back() -> None:
    inside = cells(STAIN)
    outside = {"input": "image", "fields": [*cells()["fields"], STAIN]}

    (out,) = between(inside, outside)
    (back,) = between(outside, inside)

    assert (out.id, out.choices[0].operations[0].kind) == ("cells/wbc/stain/moved", "attribute_to_item/1")
    assert (back.id, back.choices[0].operations[0].kind) == ("stain/moved", "item_to_attribute/1")
    assert [out.needs_decision, back.needs_decision] == [True, True]


def test_what_is_undecided_or_unknown_is_named_all_at_once() -> None:
    found = between(fields(STAIN, {"key": "note", "type": "text"}), fields())

    with pytest.raises(PlanErrors) as caught:
        operations_of(found, {"note/removed": "keep", "more/removed": "drop"})

    pointers = [fault.pointer for fault in caught.value.errors]
    assert pointers == ["/decisions/stain~1removed", "/decisions/note~1removed", "/decisions/more~1removed"]


def test_schemas_for_different_inputs_are_not_compared() -> None:
    with pytest.raises(PlanErrors):
        between(fields(), {"input": "text", "fields": []})
