"""One guideline in several languages: written in one, translated section by section, frozen with the version."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from guidelines.errors import NothingChanged
from guidelines.markdown.languages import Standing
from guidelines.models import GuidelineTranslation
from guidelines.queries.languages import beside, told_in
from guidelines.queries.reading import reading_of
from guidelines.services import guidelines, translations
from guidelines.services.acknowledgements import acknowledge_guideline
from guidelines.services.translations import SectionText
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid, Stale
from tests.factories.guidelines import ProjectFactory, member

pytestmark = pytest.mark.django_db

TEXT = "# Cells {#cells}\n\nAll.\n\n## Red {#rbc}\n\nRound.\n\n## White {#wbc}\n\nLobed.\n"


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def clara(project):
    return member(project, Role.CURATOR)


@pytest.fixture
def draft(project, clara):
    return saved(guidelines.start_guideline_draft(project, by=clara), clara, TEXT)


def saved(draft, by, markdown):
    return guidelines.save_guideline_draft(draft, by=by, expected=draft.version, markdown=markdown)


def published(draft, by, kind="clarification"):
    return guidelines.publish_guideline_version(
        draft, by=by, expected=draft.version, change_kind=kind, summary="x"
    )


def translate(draft, by, section, title, body, *, expected=0, language="ko"):
    (now,) = [each for each in beside(draft, language) if each.key == section]
    text = SectionText(language, section, title, body, now.hash)
    return translations.translate_section(draft, text, by=by, expected=expected)


def standings(version, language="ko"):
    return {key: str(standing) for key, standing in told_in(version, language).standings.items()}


def test_a_reader_has_what_is_translated_and_the_source_for_the_rest(draft, clara):
    translate(draft, clara, "rbc", "적혈구", "둥글다.")

    told = told_in(draft, "ko")

    assert told.markdown == TEXT.replace("## Red", "## 적혈구").replace("Round.", "둥글다.")
    assert standings(draft) == {"cells": "missing", "rbc": "translated", "wbc": "missing"}
    assert (told.language, told.languages) == ("ko", ["en", "ko"])


def test_a_translation_is_outdated_when_its_source_changes_and_not_when_another_section_does(draft, clara):
    translate(draft, clara, "rbc", "적혈구", "둥글다.")
    translate(draft, clara, "wbc", "백혈구", "분엽.")

    changed = saved(draft, clara, TEXT.replace("Round.", "Round and pale."))

    assert standings(changed) == {"cells": "missing", "rbc": "outdated", "wbc": "translated"}
    assert "둥글다." in told_in(changed, "ko").markdown


def test_saying_that_it_is_still_right_makes_it_so(draft, clara):
    translate(draft, clara, "rbc", "적혈구", "둥글다.")
    changed = saved(draft, clara, TEXT.replace("Round.", "Round!"))

    translate(changed, clara, "rbc", "적혈구", "둥글다.", expected=1)

    assert standings(changed)["rbc"] == "translated"


def test_what_was_translated_from_an_older_text_is_outdated_from_the_start(draft, clara):
    (old,) = [each for each in beside(draft, "ko") if each.key == "rbc"]
    changed = saved(draft, clara, TEXT.replace("Round.", "Round and pale."))

    translations.translate_section(
        changed, SectionText("ko", "rbc", "적혈구", "둥글다.", old.hash), by=clara, expected=0
    )

    assert standings(changed)["rbc"] == "outdated"


def test_a_translation_follows_its_section_when_it_is_moved(draft, clara):
    translate(draft, clara, "rbc", "적혈구", "둥글다.")
    moved = "# Cells {#cells}\n\nAll.\n\n## White {#wbc}\n\nLobed.\n\n### Red {#rbc}\n\nRound.\n"

    changed = saved(draft, clara, moved)

    assert "### 적혈구 {#rbc}" in told_in(changed, "ko").markdown
    assert standings(changed)["rbc"] == "translated"


def test_two_translators_do_not_write_over_each_other(project, draft, clara):
    translate(draft, clara, "rbc", "적혈구", "둥글다.")

    with pytest.raises(Stale) as refusal:
        translate(draft, member(project, Role.CURATOR), "rbc", "빨강", "원형.")

    assert refusal.value.data["body_there"] == "둥글다."
    assert GuidelineTranslation.objects.get().title == "적혈구"


def test_an_empty_translation_is_none(draft, clara):
    translate(draft, clara, "rbc", "적혈구", "둥글다.")

    translate(draft, clara, "rbc", "", " ", expected=1)

    assert not GuidelineTranslation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"language": "en"}, "/language"),
        ({"section": "gone"}, "/section"),
        ({"body": "## Another section"}, "/body"),
        ({"title": "two\nlines"}, "/title"),
    ],
)
def test_a_translation_that_does_not_fit_is_refused(draft, clara, changes, pointer):
    fields = {"language": "ko", "section": "rbc", "title": "적혈구", "body": "둥글다.", "source": "0" * 64}

    with pytest.raises(Invalid) as refusal:
        translations.translate_section(draft, SectionText(**{**fields, **changes}), by=clara, expected=0)

    assert [fault.pointer for fault in refusal.value.errors] == [pointer]


def test_the_draft_can_be_written_in_another_language(draft, clara):
    translate(draft, clara, "rbc", "赤血球", "丸い。", language="ja")

    written = translations.write_in(draft, "ko", by=clara)

    assert told_in(written, None).languages == ["ko", "ja"]
    assert told_in(written, "ko").markdown == TEXT


def test_a_published_version_keeps_its_translations_for_ever(draft, clara):
    row = translate(draft, clara, "rbc", "적혈구", "둥글다.")
    published(draft, clara)

    with pytest.raises(DatabaseError), transaction.atomic():
        GuidelineTranslation.objects.filter(pk=row.pk).update(body="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.pk, row.section = None, "wbc"
        row.save(force_insert=True)


def test_the_next_draft_begins_with_them_and_changing_only_them_can_be_published(project, draft, clara):
    translate(draft, clara, "rbc", "적혈구", "둥글다.")
    first = published(draft, clara)
    following = guidelines.start_guideline_draft(project, by=clara)
    with pytest.raises(NothingChanged):
        published(following, clara)
    assert not guidelines.touched_by(following).translations

    translate(following, clara, "wbc", "백혈구", "분엽.")

    assert guidelines.touched_by(following).translations
    second = published(following, clara, "editorial")
    assert (standings(first)["wbc"], standings(second)["wbc"]) == ("missing", "translated")
    assert second.touched_sections == []


def test_who_is_to_read_a_change_sees_it_in_their_language_if_its_translation_is_up_to_date(
    project, draft, clara
):
    annotator = member(project, Role.ANNOTATOR)
    translate(draft, clara, "rbc", "적혈구", "둥글다.")
    translate(draft, clara, "wbc", "백혈구", "분엽.")
    acknowledge_guideline(published(draft, clara), by=annotator)
    following = guidelines.start_guideline_draft(project, by=clara)
    following = saved(following, clara, TEXT.replace("Round.", "Pale.").replace("Lobed.", "Bent."))
    translate(following, clara, "rbc", "적혈구", "창백하다.", expected=1)
    published(following, clara)

    red, white = reading_of(annotator, project, "ko").sections

    assert (red.before, red.after, red.language) == (
        "## 적혈구 {#rbc}\n\n둥글다.",
        "## 적혈구 {#rbc}\n\n창백하다.",
        "ko",
    )
    # Of what is not up to date the translation would hide the change.
    assert (white.after, white.language) == ("## White {#wbc}\n\nBent.", "en")
    assert next(each.after for each in reading_of(annotator, project).sections) == "## Red {#rbc}\n\nPale."


def test_only_who_may_edit_translates(project, draft):
    reader = member(project, Role.QUALITY_MANAGER)

    with pytest.raises(Forbidden):
        translate(draft, reader, "rbc", "적혈구", "둥글다.")


def test_the_database_has_one_translation_of_a_section(draft, clara):
    row = translate(draft, clara, "rbc", "적혈구", "둥글다.")
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_an_annotator_reads_the_published_version_in_their_language_and_hostile_text_stays_text(
    project, draft, clara, client_of
):
    translate(draft, clara, "rbc", "적혈구", "<script>alert(1)</script> [x](javascript:alert(1))")
    version = published(draft, clara)
    reader = client_of(member(project, Role.ANNOTATOR))

    korean = reader.get(f"/api/v1/guideline-versions/{version.pk}?language=ko").json()
    japanese = reader.get(f"/api/v1/guideline-versions/{version.pk}?language=ja").json()

    assert (korean["language"], japanese["language"]) == ("ko", "en")
    assert [each["standing"] for each in korean["sections"]] == ["missing", "translated", "missing"]
    assert "<script" not in korean["html"]
    assert "href" not in korean["html"]
    assert {each["standing"] for each in japanese["sections"]} == {Standing.SOURCE}


def test_a_section_is_translated_through_the_api_and_what_it_was_made_from_is_shown(
    project, draft, clara, client_of
):
    client = client_of(clara)
    path = f"/api/v1/projects/{project.pk}/guideline-draft/translations"
    rows = client.get(f"{path}?language=ko").json()["sections"]
    body = {
        "language": "ko",
        "section": "rbc",
        "title": "적혈구",
        "body": "둥글다.",
        "source": rows[1]["hash"],
    }
    answer = client.put(path, body, format="json", headers={"If-Match": '"0"'})
    assert (answer.status_code, answer.json()["standing"]) == (200, "translated")
    published(draft, clara)
    following = guidelines.start_guideline_draft(project, by=clara)
    saved(following, clara, TEXT.replace("Round.", "Pale."))

    red = client.get(f"{path}?language=ko").json()["sections"][1]

    assert (red["standing"], red["made_from"], red["body"]) == ("outdated", "Round.", "Pale.")
