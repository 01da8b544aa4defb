import pytest

from guidelines.schema.document import Schema
from guidelines.schema.fields.regions import RegionsField
from guidelines.schema.identity import canonical_json, identity
from guidelines.schema.parse import parse_document
from tests.guidelines.schema.test_parse import CELLS


def cells() -> tuple[Schema, RegionsField]:
    schema = parse_document(CELLS)
    field = schema.field("cells")
    assert isinstance(field, RegionsField)
    return schema, field


def test_a_field_is_found_by_its_key() -> None:
    schema, field = cells()

    assert schema.field("cells") is field
    with pytest.raises(KeyError):
        schema.field("other")


def test_a_label_is_taken_out_of_a_new_schema_only() -> None:
    schema, field = cells()

    smaller = schema.with_field(field.without(["rbc"]))

    assert [label.key for label in smaller.fields[0].all_labels] == ["wbc"]
    assert [label.key for label in schema.fields[0].all_labels] == ["rbc", "wbc"]


def test_lookups_follow_the_changed_field() -> None:
    _, field = cells()
    assert field.label("rbc").name == "RBC"

    smaller = field.without(["rbc"])

    assert smaller.missing(["rbc", "wbc"]) == ("rbc",)
    assert field.missing(["rbc", "wbc"]) == ()


def test_the_canonical_json_holds_what_counts_and_nothing_else() -> None:
    schema, _ = cells()

    assert canonical_json(schema) == (
        b'{"fields":[{"key":"cells","labels":[{"geometry":"box","key":"rbc","name":"RBC"},'
        b'{"geometry":"box","key":"wbc"}],"type":"regions"}],"input":"image"}'
    )


def test_the_identity_of_a_schema_stays_what_it_was() -> None:
    schema, _ = cells()

    assert identity(schema) == "cc8b232a7a1aad785bafb98e59d563e884703a36335443be97c097f083775812"
