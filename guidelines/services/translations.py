"""A guideline draft in other languages, section by section."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from guidelines.markdown.difference import BEGINNING, parts
from guidelines.markdown.render import sections, with_section_keys
from guidelines.models import GuidelineTranslation, GuidelineVersion, VersionState
from guidelines.queries.projects import require
from guidelines.services.pictures import note_pictures
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, NotFound, Stale, Words

LONGEST_SECTION = 50_000  # characters


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section as a translator writes it; `source` is the hash of the text that they had before them."""

    language: str
    section: str
    title: str
    body: str
    source: str


def _held(draft: GuidelineVersion) -> GuidelineVersion:
    found = GuidelineVersion.objects.select_for_update().filter(pk=draft.pk, state=VersionState.DRAFT).first()
    if found is None:
        raise NotFound
    return found


def write_in(draft: GuidelineVersion, language: str, *, by: Principal) -> GuidelineVersion:
    """The draft's source is in this language. Translations into it are kept and not shown while that is so."""
    require(by, draft.project, Can.EDIT_SCHEMA)
    with transaction.atomic():
        held = _held(draft)
        held.language = language
        held.save(update_fields=["language"])
    return held


def translate_section(
    draft: GuidelineVersion, text: SectionText, *, by: Principal, expected: int
) -> GuidelineTranslation | None:
    """The section reads so in the language; None where it is empty and so no longer translated. `expected` is 0 for a new one.

    Raises `Invalid` for a section that is not there, a heading in its text, or the language of the source; `Stale`.
    """
    require(by, draft.project, Can.EDIT_SCHEMA)
    with transaction.atomic():
        held = _held(draft)
        _require_fitting(held, text)
        rows = GuidelineTranslation.objects.filter(version=held, language=text.language, section=text.section)
        there = rows.first()
        if (there.revision if there else 0) != expected:
            raise Stale(
                "Somebody else translated this section meanwhile.",
                current=there.revision if there else 0,
                title_there=there.title if there else "",
                body_there=there.body if there else "",
            )
        if not text.title.strip() and not text.body.strip():
            rows.delete()
            return None
        row = there or GuidelineTranslation(version=held, language=text.language, section=text.section)
        row.title, row.body, row.source_hash = text.title.strip(), text.body.strip(), text.source
        row.revision, row.translated_by, row.translated_at = expected + 1, by.user, now()
        row.save()
        note_pictures(held, row.body, by=by)
    return row


def _require_fitting(draft: GuidelineVersion, text: SectionText) -> None:
    there = parts(with_section_keys(draft.markdown))
    known = {code for code, _ in settings.LANGUAGES}
    faults = []
    if text.language == draft.source_language or text.language not in known:
        faults.append(Fault("/language", "Name another language than that of the source."))
    if text.section not in there:
        faults.append(Fault("/section", Words("There is no section {key} here.", key=text.section)))
    if sections(text.body):
        faults.append(Fault("/body", "Headings are those of the source; leave them out here."))
    if "\n" in text.title or (text.section == BEGINNING and text.title):
        faults.append(Fault("/title", "The heading is one line, and what stands before the first has none."))
    if faults:
        raise Invalid(errors=faults)


def copy_translations(current: GuidelineVersion, draft: GuidelineVersion) -> None:
    """The draft begins with what the published version reads in other languages, as far as its sections are still there."""
    there = parts(with_section_keys(draft.markdown))
    rows = list(current.translations.all())
    for row in rows:
        row.pk, row.version = None, draft
    GuidelineTranslation.objects.bulk_create(row for row in rows if row.section in there)


def translations_differ(current: GuidelineVersion, draft: GuidelineVersion) -> bool:
    """Whether the draft reads otherwise in another language than the published version does."""
    return current.source_language != draft.source_language or _texts(current) != _texts(draft)


def _texts(version: GuidelineVersion) -> set[tuple[str, ...]]:
    return set(version.translations.values_list("language", "section", "title", "body", "source_hash"))
