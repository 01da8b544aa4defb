import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from guidelines.schema.colours import assign_colours
from guidelines.schema.document import Field, Schema
from guidelines.schema.errors import SchemaErrors
from guidelines.schema.identity import canonical_json, identity
from guidelines.schema.parse import parse_document, parse_yaml, to_document, to_yaml
from tests.laws.strategies import ANSWERS, FIELD_PARTS, colours, documents, prose, schemas, titles

LOCATED = ("regions", "spans", "segments")


@given(schemas())
def test_a_document_is_read_back_to_the_same_schema(schema: Schema) -> None:
    assert parse_document(to_document(schema)) == schema


@given(schemas())
def test_yaml_is_read_back_to_the_same_schema(schema: Schema) -> None:
    assert parse_yaml(to_yaml(schema)) == schema


@given(schemas())
def test_what_is_written_is_written_the_same_again(schema: Schema) -> None:
    document = to_document(schema)

    assert to_document(parse_document(document)) == document


@given(documents(min_fields=1), st.data())
def test_the_identity_is_blind_to_what_only_people_see(document: dict[str, Any], data: st.DataObject) -> None:
    changed = copy.deepcopy(document)
    changed["fields"][0] |= {"titles": data.draw(titles), "help": data.draw(prose)}
    things = changed["fields"][0].get("labels", []) + changed["fields"][0].get("options", [])
    for thing in things:
        thing |= {"titles": data.draw(titles), "colour": data.draw(colours)}
        thing.pop("shortcut", None)

    assert identity(parse_document(changed)) == identity(parse_document(document))


@given(schemas())
def test_the_identity_is_blind_to_assigned_colours(schema: Schema) -> None:
    assert identity(assign_colours(schema)) == identity(schema)


@given(schemas(min_fields=1))
def test_the_identity_is_blind_to_spelled_out_defaults(schema: Schema) -> None:
    document = to_document(schema)
    for field in document["fields"]:
        field.setdefault("name", field["key"])
        field.setdefault("required", False)

    assert canonical_json(parse_document(document)) == canonical_json(schema)


@given(schemas(min_fields=1))
def test_the_identity_sees_a_new_name(schema: Schema) -> None:
    renamed = replace(schema.fields[0], name=schema.fields[0].name + "!")

    assert identity(schema.with_field(renamed)) != identity(schema)


@given(schemas(min_fields=1, kinds=LOCATED))
def test_the_identity_sees_the_order_of_labels(schema: Schema) -> None:
    field: Any = schema.fields[0]
    turned: Field = field.with_labels(field.all_labels[::-1])

    assert (identity(schema.with_field(turned)) != identity(schema)) == (len(field.all_labels) > 1)


@given(schemas(min_fields=1))
def test_the_identity_sees_what_is_required(schema: Schema) -> None:
    turned = replace(schema.fields[0], required=not schema.fields[0].required)

    assert identity(schema.with_field(turned)) != identity(schema)


MUTATIONS = {
    "a second field with the same key": lambda d: d["fields"].append(
        {"key": d["fields"][0]["key"], "type": "text"}
    ),
    "an unknown part": lambda d: d["fields"][0].update(tpye="text"),
    "an unknown type": lambda d: d["fields"][0].update(type="hologram"),
    "a key with a capital": lambda d: d["fields"][0].update(key="Cells"),
    "a name with a line break": lambda d: d["fields"][0].update(name="a\nb"),
    "an unknown input": lambda d: d.update(input="smell"),
    "fields that are no list": lambda d: d.update(fields={}),
    "a title with half a surrogate": lambda d: d["fields"][0].update(titles={"en": "\ud800"}),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
@settings(max_examples=20)
@given(document=documents(min_fields=1))
def test_a_spoiled_document_is_refused(mutation: str, document: dict[str, Any]) -> None:
    MUTATIONS[mutation](document)

    with pytest.raises(SchemaErrors):
        parse_document(document)


WORDS = [
    "input",
    "fields",
    "key",
    "name",
    "type",
    "labels",
    "options",
    "titles",
    "regions",
    "attributes",
    "x",
]
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@given(json_like)
def test_random_data_is_refused_in_words(found: object) -> None:
    with pytest.raises(SchemaErrors) as refusal:
        parse_document(found)

    assert all(fault.detail for fault in refusal.value.errors)


@given(st.text(max_size=80) | st.text("-:[]{}&*!|>?'\"#, \nab", max_size=40))
def test_random_text_is_refused_with_a_place(text: str) -> None:
    with pytest.raises(SchemaErrors) as refusal:
        parse_yaml(text)

    assert all(fault.line and fault.column for fault in refusal.value.errors)


def test_every_field_type_has_its_strategies() -> None:
    kinds = {str(kind.__struct_config__.tag) for kind in Field.__args__}

    assert kinds == set(FIELD_PARTS) == set(ANSWERS)
