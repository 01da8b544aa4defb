"""A guideline version in the languages that it is told in."""

from __future__ import annotations

from dataclasses import dataclass

from guidelines.markdown.difference import parts
from guidelines.markdown.languages import Standing, Translated, in_language, source_hash, standing
from guidelines.markdown.render import Section, sections
from guidelines.models import GuidelineTranslation, GuidelineVersion


def translated(version: GuidelineVersion, language: str) -> dict[str, Translated]:
    """What the version's sections read in the language, by section key; nothing in that of its source."""
    if language == version.source_language:
        return {}
    rows = GuidelineTranslation.objects.filter(version=version, language=language)
    return {
        key: Translated(title, body, source)
        for key, title, body, source in rows.values_list("section", "title", "body", "source_hash")
    }


@dataclass(frozen=True, slots=True)
class Told:
    """A guideline version as it reads in a language. `languages` are those that something of it can be read in."""

    language: str
    languages: list[str]
    markdown: str
    sections: list[Section]
    standings: dict[str, Standing]


def told_in(version: GuidelineVersion, language: str | None) -> Told:
    """The version in the language; sections that are not translated, and all of it without `language`, in that of the source."""
    others = version.translations.exclude(language=version.source_language)
    languages = [version.source_language, *sorted(set(others.values_list("language", flat=True)))]
    if language is None or language not in languages:
        language = version.source_language
    translations = translated(version, language)
    if language == version.source_language:
        there = sections(version.markdown)
        told = {each.key: Standing.SOURCE for each in there}
        return Told(language, languages, version.markdown, there, told)
    markdown = in_language(version.markdown, translations)
    standings = {key: standing(part, translations.get(key)) for key, part in parts(version.markdown).items()}
    return Told(language, languages, markdown, sections(markdown), standings)


@dataclass(frozen=True, slots=True)
class Beside:
    """A section of a draft beside what it reads in another language; `made_from` is the source of an outdated translation."""

    key: str
    level: int
    title: str
    body: str
    hash: str
    standing: Standing
    translated_title: str
    translated_body: str
    revision: int
    made_from: str | None


def beside(draft: GuidelineVersion, language: str) -> list[Beside]:
    """The sections of the draft, in the order of the text, each with its translation."""
    rows = {row.section: row for row in draft.translations.filter(language=language)}
    levels = {section.key: section.level for section in sections(draft.markdown)}
    earlier = parts(draft.parent.markdown) if draft.parent else {}
    found = []
    for key, part in parts(draft.markdown).items():
        row, now_hash, was = rows.get(key), source_hash(part), earlier.get(key)
        made = Translated(row.title, row.body, row.source_hash) if row else None
        stands = standing(part, made)
        is_known = stands is Standing.OUTDATED and was is not None and source_hash(was) == made.source  # type: ignore[union-attr]
        found.append(
            Beside(
                key,
                levels.get(key, 0),
                part.title,
                part.body,
                now_hash,
                stands,
                row.title if row else "",
                row.body if row else "",
                row.revision if row else 0,
                was.body if is_known and was else None,
            )
        )
    return found
