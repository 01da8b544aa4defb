"""A guideline version as a file to take along: a web page or a PDF, with the pictures of its examples inside."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.translation import override

from annotation.errors import GuidelineTooLong
from annotation.queries.examples import Resolved, items_that_stay, shown_in
from annotation.services.examples.pdf import pdf_of
from annotation.services.examples.pictures import PICTURE_TYPE, picture_of
from guidelines.markdown.examples import Verdict
from guidelines.markdown.page import (
    example_pieces,
    page_pieces,
    picture_pieces,
    with_anchors,
    with_examples,
    with_pictures,
    with_pictures_behind,
)
from guidelines.markdown.render import render
from guidelines.models import GuidelineVersion
from guidelines.models import Picture as PictureRow
from labelwright.errors import NotFound, Words
from labelwright.rest.language import translated

PAGE: Final = (480, 640)  # what a picture has on a page of a PDF: points in width and height
LONGEST_PDF: Final = 60_000  # characters: five seconds on one core
SIGNS: Final = {Verdict.RIGHT: "✓", Verdict.WRONG: "×", Verdict.BORDERLINE: "≈"}


@dataclass(frozen=True, slots=True)
class Telling:
    """In which language a file is, and how a sentence is put into it."""

    language: str
    say: Callable[[str], str]


def html_handout(version: GuidelineVersion, *, telling: Telling) -> bytes:
    """The version as one page that loads and runs nothing."""
    found = shown_in(version)
    return b"".join(_page(version, found, version.project.name, telling))


def kept_page(version: GuidelineVersion) -> Iterator[bytes]:
    """The same page to be kept for good, piece by piece: the same version gives the same bytes whoever asks and whenever.

    It is in the language that the guideline is written in, and called by what never changes: the project's slug. What can still
    be deleted is not shown in it, because it would stay there.
    """
    language = version.source_language

    def say(text: str) -> str:
        with override(language):
            return translated(text)

    found = shown_in(version)
    stay = items_that_stay({each.row.item_id for each in found if each.row.item_id})
    return _page(version, found, version.project.slug, Telling(language, say), stay=stay)


def _page(
    version: GuidelineVersion,
    examples: Collection[Resolved],
    name: str,
    telling: Telling,
    *,
    stay: Collection[UUID] | None = None,
) -> Iterator[bytes]:
    """With `stay`, of other items than these there is only a sentence."""
    found = {each.row.key: each for each in examples}

    def figure(key: str, verdict: str, caption: str) -> str:
        example = found.get(key)
        if example and not example.is_gone and stay is not None and example.row.item_id not in stay:
            shown = f'<p class="gone">{escape(_passing(telling))}</p>'
        else:
            shown = _picture(example) or _sentence(example) or f'<p class="gone">{escape(_gone(telling))}</p>'
        why = f"<br>{caption}" if caption else ""
        return (
            f'<figure>{shown}<figcaption><b class="{verdict}">{SIGNS[Verdict(verdict)]} '
            f"{escape(_verdict(verdict, telling))}</b>{_swatch(example)}{escape(_label(example, telling))}{why}"
            "</figcaption></figure>"
        )

    shown = example_pieces(with_anchors(render(version.markdown)), figure)
    body = picture_pieces(shown, _pictures(version, telling))
    title, *lines = _facts(version, name, telling)
    for piece in page_pieces(language=telling.language, title=title, lines=lines, body=body):
        yield piece.encode()


def pdf_handout(version: GuidelineVersion, *, telling: Telling) -> bytes:
    """The version as a PDF. Raises `GuidelineTooLong`, `PdfBusy`."""
    if len(version.markdown) > LONGEST_PDF:
        raise GuidelineTooLong(
            Words(
                "It has {count} characters; a PDF takes {most}. Save it as a web page and print that.",
                count=len(version.markdown),
                most=LONGEST_PDF,
            )
        )
    found = {each.row.key: each for each in shown_in(version)}

    def figure(key: str, verdict: str, caption: str) -> str:
        example = found.get(key)
        shown = _picture(example) or _sentence(example) or f"<p>{escape(_gone(telling))}</p>"
        facts = [_verdict(verdict, telling), _label(example, telling)]
        words = escape(" · ".join(fact for fact in facts if fact))
        return f"{shown}<p><strong>{words}</strong>{f'<br>{caption}' if caption else ''}</p>"

    title, *lines = _facts(version, version.project.name, telling)
    html = with_pictures_behind(render(version.markdown))
    shown = with_pictures(html, _pictures(version, telling, within=PAGE))
    return pdf_of(title, lines, with_examples(shown, figure), language=telling.language)


def _pictures(
    version: GuidelineVersion, telling: Telling, *, within: tuple[int, int] | None = None
) -> Callable[[str, str], str]:
    """What stands in the place of a picture: the picture itself, or in a sentence that it is not there."""
    rows = {row.key: row for row in PictureRow.objects.filter(uses__version=version)}

    def picture(key: str, shows: str) -> str:
        row = rows.get(key)
        if row is None:
            return f"<em>{escape(telling.say(Words('This picture is not there.')))} {shows}</em>"
        with default_storage.open(row.storage_name, "rb") as file:
            data = base64.b64encode(file.read()).decode()
        width = _printed(row, *within) if within else row.width
        return f'<img src="data:{PICTURE_TYPE};base64,{data}" alt="{shows}" width="{width}">'

    return picture


def _printed(row: PictureRow, width: int, height: int) -> int:
    """How wide the picture is on paper. Screens are sharp: it has about twice the pixels that it is shown with."""
    return max(1, min(row.width // 2, width, height * row.width // row.height))


def _facts(version: GuidelineVersion, name: str, telling: Telling) -> list[str]:
    """Title, version with its date and kind, summary."""
    kinds = {
        GuidelineVersion.ChangeKind.EDITORIAL: Words("Editorial"),
        GuidelineVersion.ChangeKind.CLARIFICATION: Words("Clarification"),
        GuidelineVersion.ChangeKind.RULE_CHANGE: Words("Rule change"),
    }
    assert version.published_at is not None, "what is published has a date"
    title = telling.say(Words("{project}: guideline", project=name))
    number = telling.say(Words("Version {number}", number=version.number))
    kind = telling.say(kinds[GuidelineVersion.ChangeKind(version.change_kind)])
    return [title, f"{number} · {version.published_at.date().isoformat()} · {kind}", version.summary]


def _verdict(verdict: str, telling: Telling) -> str:
    words = {
        Verdict.RIGHT: Words("Right"),
        Verdict.WRONG: Words("Wrong"),
        Verdict.BORDERLINE: Words("Borderline"),
    }
    return telling.say(words[Verdict(verdict)])


def _gone(telling: Telling) -> str:
    return telling.say(Words("The item of this example was deleted."))


def _passing(telling: Telling) -> str:
    return telling.say(Words("The item of this example can still be deleted, so it is not kept here."))


def _label(example: Resolved | None, telling: Telling) -> str:
    label = example.label if example else None
    if label is None:
        return ""
    return label.titles.get(telling.language) or label.titles.get("en") or label.name


def _swatch(example: Resolved | None) -> str:
    colour = example.label.colour if example and example.label else None
    if colour is None:
        return ""
    return f'<svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2" fill="{escape(colour)}"/></svg>'


def _picture(example: Resolved | None) -> str:
    if example is None or example.is_gone or example.row.kind == "text":
        return ""
    try:
        data = base64.b64encode(picture_of(example)).decode()
    except (NotFound, FileNotFoundError):  # deleted since it was looked up
        return ""
    return f'<img src="data:{PICTURE_TYPE};base64,{data}" alt="" width="320">'


def _sentence(example: Resolved | None) -> str:
    if example is None or example.text is None:
        return ""
    start, end = example.span or (0, 0)
    text = example.text
    marked = f"<mark>{escape(text[start:end])}</mark>" if end > start else ""
    return f"<blockquote>{escape(text[:start])}{marked}{escape(text[end:])}</blockquote>"
