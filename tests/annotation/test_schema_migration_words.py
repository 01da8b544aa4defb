"""What a schema migration says to people is in their language, also what was stored when it ran."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
from django.utils import translation

from annotation.models import RelabelQuestion
from annotation.reasons import kept_reason, read_reason
from guidelines.models import SchemaVersion
from guidelines.services import schemas
from labelwright.config import messages
from labelwright.errors import Words
from labelwright.rest.language import translated
from tests.annotation.test_schema_migration import MERGE, NEW_LABELS, SPLIT, Cells, region, value
from tests.factories.guidelines import CELLS
from tests.http import Browser

pytestmark = pytest.mark.django_db(transaction=True)

NOT_SAID = ("document", "yaml", "before", "after", "item", "hash", "id", "decided", "key")


def _english(language: str) -> re.Pattern[str]:
    """Anything that holds an English sentence with at least two words of its own that `language` says otherwise."""
    found = []
    for sentence, said in messages.catalogue(language).items():
        own = " ".join(text for text, *_ in Formatter().parse(sentence))
        if sentence != said and len(re.findall(r"[A-Za-z]{2,}", own)) > 1:
            found.append(
                "".join(
                    re.escape(text) + (".+" if name is not None else "")
                    for text, name, *_ in Formatter().parse(sentence)
                )
            )
    return re.compile("|".join(found))


def said_in(body: Any) -> Iterator[str]:
    """Every text of the answer but data."""
    if isinstance(body, dict):
        for name, part in body.items():
            if name not in NOT_SAID:
                yield from said_in(part)
    elif isinstance(body, list):
        for part in body:
            yield from said_in(part)
    elif isinstance(body, str):
        yield body


def english_in(body: Any, language: str = "ko") -> list[str]:
    pattern = _english(language)
    return [text for text in said_in(body) if pattern.search(text)]


def changed(cells: Cells) -> SchemaVersion:
    """A draft in which labels, attributes and fields came, went and changed."""
    fields = [
        {
            **CELLS["fields"][0],
            "labels": [
                {"key": "rbc", "name": "rbc", "geometry": "polygon"},
                {
                    "key": "leucocyte",
                    "name": "leucocyte",
                    "geometry": "box",
                    "attributes": [{"key": "size", "type": "number", "required": True}],
                },
            ],
        },
        {"key": "stain", "type": "choice", "required": True, "options": [{"key": "a"}, {"key": "b"}]},
    ]
    draft = schemas.start_schema_draft(cells.project, by=cells.curator)
    draft, _ = schemas.save_schema_draft(
        draft, by=cells.curator, expected=1, document={"input": "image", "fields": fields}
    )
    return draft


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_what_may_have_been_meant_is_said_in_the_readers_language(language: str):
    cells = Cells()
    changed(cells)
    browser = Browser(cells.curator.user)
    path = f"/projects/{cells.project.pk}/schema-draft/differences"

    told = browser.get(path, Accept_Language=language).json()
    english = browser.get(path).json()

    assert english_in(told, language) == []
    assert len(english_in(english, language)) > 10
    assert [each["id"] for each in told["differences"]] == [each["id"] for each in english["differences"]]


def test_a_plan_and_a_rehearsal_are_told_in_korean():
    cells = Cells()
    cells.says(region("a", "platelet"), region("b", "wbc", lobes="one"), region("c", "wbc"))
    cells.says({**region("d", "wbc"), "geometry": {"type": "point", "point": [1.0, 1.0]}})
    draft = cells.draft(MERGE, *NEW_LABELS, SPLIT)
    rehearsal = cells.rehearse(draft)
    browser = Browser(cells.curator.user)
    paths = [
        f"/projects/{cells.project.pk}/schema-draft",
        f"/rehearsals/{rehearsal.pk}",
        f"/rehearsals/{rehearsal.pk}/samples",
    ]

    told = [browser.get(path, Accept_Language="ko").json() for path in paths]
    english = [browser.get(path).json() for path in paths]

    assert english_in(told) == []
    assert all(english_in(each) for each in english)
    reasons = {change["reason"] for sample in told[2]["results"] for change in sample["changes"]}
    assert "platelet이었습니다" in reasons
    assert "wbc이(가) single, lobed(으)로 나뉘었습니다" in reasons


def test_a_question_that_was_stored_is_asked_in_the_language_of_who_reads_it():
    cells = Cells()
    cells.says(region("a", "wbc"))
    cells.apply(*NEW_LABELS, SPLIT)
    browser = Browser(cells.curator.user)
    path = f"/projects/{cells.project.pk}/relabel/next"

    korean = browser.post(path, {"count": 5}, Accept_Language="ko").json()
    english = browser.post(path, {"count": 5}).json()

    assert [each["reason"] for each in korean["results"]] == ["wbc이(가) single, lobed(으)로 나뉘었습니다"]
    assert [each["reason"] for each in english["results"]] == ["wbc was split into single, lobed"]
    assert english_in(korean) == []


def test_a_reason_from_before_reads_as_it_was_stored():
    cells = Cells()
    cells.says(region("a", "wbc"))
    cells.apply(*NEW_LABELS, SPLIT)
    RelabelQuestion.objects.update(reason="wbc was split into single, lobed")

    told = (
        Browser(cells.curator.user)
        .post(f"/projects/{cells.project.pk}/relabel/next", {"count": 5}, Accept_Language="ko")
        .json()
    )

    assert [each["reason"] for each in told["results"]] == ["wbc was split into single, lobed"]


def test_unfinished_work_is_carried_with_reasons_in_korean():
    cells = Cells()
    item = cells.says(region("a", "platelet")).item
    cells.apply(MERGE)

    told = (
        Browser(cells.curator.user)
        .post(
            f"/projects/{cells.project.pk}/carry",
            {
                "item": str(item.pk),
                "schema_version": str(cells.version.pk),
                "value": value(region("a", "platelet")),
            },
            Accept_Language="ko",
        )
        .json()
    )

    assert [change["reason"] for change in told["changes"]] == ["platelet이었습니다"]


@pytest.mark.parametrize(
    "reason",
    [
        Words("{label} was removed", label="rbc"),
        Words("smoothed by up to {tolerance:g} pixels", tolerance=0.5),
        Words("{one}; {other}", one=Words("its angle is gone"), other=Words("was {label}", label="{x}")),
        "as it stands",
        '{"said":"looks like one"}',
        '{"said":',
    ],
)
def test_a_reason_is_read_as_it_was_kept(reason: str):
    read = read_reason(kept_reason(reason, longest=1000))

    assert read == reason
    assert isinstance(read, Words) == isinstance(reason, Words)
    with translation.override("ja"):
        assert translated(read) == translated(reason)


def test_a_reason_that_is_too_long_with_its_parts_is_kept_in_english():
    reason = Words("{label} was removed", label="x" * 90)

    kept = kept_reason(reason, longest=100)

    assert kept == str(reason)[:100]
    assert read_reason(kept) == kept
