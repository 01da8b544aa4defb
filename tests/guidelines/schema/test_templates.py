import pytest

from guidelines.schema.parse import parse_document
from guidelines.schema.templates import TEMPLATES


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_is_a_valid_schema_with_titles_in_every_language(key: str) -> None:
    template = TEMPLATES[key]

    assert parse_document(template.document)
    assert template.key == key
    assert set(template.titles) == set(template.descriptions) == {"en", "ko", "ja"}
