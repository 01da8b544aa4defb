from typing import Any

import pytest

from guidelines.operations.errors import Irreversible
from tests.guidelines.operations.by_hand import migrated, plan_of, refusals, schema_after

SCHEMA = {"input": "image", "fields": [{"key": "note", "type": "text", "multiline": True}]}
NORMALISE = {"kind": "normalise_text/1", "field": "note"}


@pytest.mark.parametrize(
    ("operation", "before", "after"),
    [
        ({"form": "NFC"}, "cafe\u0301", "caf\u00e9"),
        ({"form": "NFC"}, "\u1100\u1161", "\uac00"),
        ({"form": "NFKC"}, "ＡＢ①", "AB1"),
        ({"trim": True}, "\u3000 a  b\n", "a  b"),
        ({"collapse": True}, "a \t b \r\n\n c", "a b\nc"),
        ({"case": "lower"}, "İstanbul", "i̇stanbul"),
        ({"case": "upper", "trim": True}, " straße ", "STRASSE"),
    ],
)
def test_text_has_one_spelling_and_says_what_it_was(
    operation: dict[str, Any], before: str, after: str
) -> None:
    value, changes = migrated(SCHEMA, {"note": {"text": before}}, NORMALISE | operation)

    assert value == {"note": {"text": after}}
    assert changes[0][:2] == ("note", "migrated")
    assert changes[0][2].startswith("was ")


def test_text_that_is_written_so_already_stays() -> None:
    value = {"note": {"text": "a b"}}

    assert migrated(SCHEMA, value, NORMALISE | {"trim": True, "collapse": True}) == (value, [])


def test_text_that_gets_too_long_is_asked_about() -> None:
    schema = {"input": "image", "fields": [{"key": "note", "type": "text", "max_length": 1}]}

    after, changes = migrated(schema, {"note": {"text": "ß"}}, NORMALISE | {"case": "upper"})

    assert after == {}
    assert changes == [
        ("note", "asks", "note would have 2 characters, 1 are allowed", "as it was", "shortened")
    ]


def test_the_schema_stays_and_nothing_leads_back() -> None:
    assert schema_after(SCHEMA, NORMALISE | {"trim": True}) == SCHEMA
    with pytest.raises(Irreversible):
        plan_of(SCHEMA, NORMALISE | {"trim": True}).reversed()


def test_nothing_to_do_is_refused() -> None:
    assert refusals(SCHEMA, NORMALISE) == ["/0"]
