"""What the server says to people can be said in each language, completely, and is."""

from __future__ import annotations

from string import Formatter

import pytest
from django.utils import translation

from labelwright.accounts.roles import Role
from labelwright.config import messages
from labelwright.errors import Words
from labelwright.rest.language import translated
from tests.factories.guidelines import ProjectFactory, member
from tests.http import Browser

LANGUAGES = pytest.mark.parametrize("language", messages.LANGUAGES)


def places(sentence: str) -> list[str]:
    """What is put into the sentence, with its format."""
    return sorted(f"{name}{spec}" for _, name, spec, _ in Formatter().parse(sentence) if name is not None)


@LANGUAGES
def test_every_sentence_is_translated_and_no_catalogue_has_more(language: str):
    catalogue = messages.catalogue(language)

    assert messages.said().sentences == {sentence for sentence, words in catalogue.items() if words}, (
        "Run `manage.py write_messages` and translate what is empty."
    )


@LANGUAGES
def test_a_translation_takes_what_the_sentence_takes(language: str):
    wrong = {
        sentence: words
        for sentence, words in messages.catalogue(language).items()
        if places(sentence) != places(words)
    }

    assert wrong == {}


@LANGUAGES
def test_the_compiled_catalogue_is_that_of_the_text(language: str):
    folder = messages.LOCALES / language / "LC_MESSAGES"
    entries = messages.catalogue(language)

    assert (folder / "django.mo").read_bytes() == messages.compiled(entries)
    assert (folder / "django.po").read_text(encoding="utf-8") == messages.portable(entries)


def test_no_sentence_is_put_together_where_nobody_can_translate_it():
    found = messages.said()

    assert found.formatted == [], "Say it with Words(…)."


def test_the_search_finds_sentences_of_every_kind():
    found = messages.said().sentences

    assert {
        "You may not do this",  # a title
        "Somebody saved this draft after you read it.",  # a detail
        "This organisation has no such vendor.",  # a fault
        "There is a vendor called {name} already.",  # one with something put into it
        "Choose exactly one of all, ids, unbatched and gold.",  # of a serializer
        "a title of one line",  # of a type in a schema
        "Expected an end after start {start}, found {end}.",  # of a value
    } <= found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("ko", "이 작업은 할 수 없습니다"),
        ("ja-JP,en;q=0.5", "この操作はできません"),
        ("fr", "You may not do this"),
        ("", "You may not do this"),
    ],
)
def test_a_problem_is_told_in_the_language_of_the_reader(accepted: str, title: str):
    project = ProjectFactory()
    browser = Browser(member(project, Role.ANNOTATOR).user)

    answer = browser.get(f"/projects/{project.pk}/batches", Accept_Language=accepted)

    assert answer.status_code == 403
    assert answer.json()["title"] == title
    assert answer.json()["type"] == "/problems/forbidden"


@pytest.mark.django_db
def test_faults_are_told_in_the_language_of_the_reader_and_what_was_found_stays():
    project = ProjectFactory()
    curator = Browser(member(project, Role.CURATOR).user)

    answer = curator.post(f"/projects/{project.pk}/batches", {"nmae": "x"}, Accept_Language="ko")
    empty = curator.post(f"/projects/{project.pk}/batches", {}, Accept_Language="ko")
    checked = curator.post(
        "/schema-checks", {"document": {"input": "image", "fields": 7}}, Accept_Language="ko"
    )

    told = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
    assert told["/nmae"].startswith("알 수 없는 필드입니다.")
    assert "overlap" in told["/nmae"]
    # Django REST framework has words of its own, in each of our languages.
    assert empty.json()["errors"] == [{"pointer": "/name", "detail": "이 필드는 필수 항목입니다."}]
    assert checked.json()["errors"][0]["detail"] == "목록(100 이하)이어야 하는데 7입니다."


def test_what_was_put_into_a_sentence_is_not_translated():
    with translation.override("ko"):
        said = translated(Words("There is a vendor called {name} already.", name="Sign in first"))

    assert "Sign in first" in said
    assert said != "There is a vendor called Sign in first already."
