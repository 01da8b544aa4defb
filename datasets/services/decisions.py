"""The decisions that a version takes along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC
from itertools import chain, islice
from typing import Any
from uuid import UUID

from annotation.models import Thread
from annotation.queries.decided import decided_threads
from datasets.contents import decisions
from datasets.contents.decisions import About, Change, Decision, DecisionTally, Holdings
from datasets.models import DatasetFile, DatasetVersion, FrozenAnnotation
from guidelines.markdown.pictures import in_words
from guidelines.markdown.render import sections
from guidelines.schema.parse import parse_document
from labelwright import files

PICTURE = "picture"  # a line holds words: of a picture what it shows
AT_ONCE = 500  # for each so many the frozen list is read once


def write_decisions(version: DatasetVersion) -> dict[str, Any] | None:
    """The published answers that concern the version are a file of it; gives their summary, None where there are none.

    They are read when everything else of the version is written, not when its list was frozen: what was withdrawn
    until then must not go out. Memory holds a few hundred of them.
    """
    schema, tally = parse_document(version.schema_version.document), DecisionTally()
    guideline = version.guideline_version
    keys = frozenset(each.key for each in sections(guideline.markdown)) if guideline else frozenset()
    lines = _lines(version, Holdings(schema, keys), tally)
    first = next(lines, None)
    if first is None:
        return None
    sha256, size = files.put_pieces(chain([first], lines), name_of=version.dataset.storage_name)
    DatasetFile.objects.create(
        version=version, path=decisions.NAME, sha256=sha256, size=size, media_type=decisions.MEDIA_TYPE
    )
    return tally.summary(schema, sha256=sha256, size=size)


def _lines(version: DatasetVersion, holdings: Holdings, tally: DecisionTally) -> Iterator[bytes]:
    threads = decided_threads(version.dataset.project_id).iterator(chunk_size=AT_ONCE)
    while some := list(islice(threads, AT_ONCE)):
        items = _items_held(version, some)
        for thread in some:
            about = _about(thread, has_item=thread.item_id in items)
            is_of_all = about == About() and thread.item_id is None  # about the project as a whole
            if about.item or is_of_all or holdings.concerned_by(about):
                decision = _decision(thread, about)
                tally.add(decision, holdings.label_of(about))
                yield decisions.line(decision)


def _items_held(version: DatasetVersion, threads: Sequence[Thread]) -> set[UUID]:
    """Which of the items that the questions are about the version holds."""
    asked = {thread.item_id for thread in threads if thread.item_id}
    if not asked:
        return set()
    return set(
        FrozenAnnotation.objects.filter(version=version, item__in=asked).values_list("item", flat=True)
    )


def _about(thread: Thread, *, has_item: bool) -> About:
    """An item that the version does not hold is not named, nor is a region of it."""
    return About(
        item=str(thread.item_id) if has_item else None,
        region=thread.region_id or None if has_item else None,
        field=thread.field or None,
        label=thread.label or None,
        section=thread.section or None,
    )


def _decision(thread: Thread, about: About) -> Decision:
    assert thread.published_at is not None, "only published answers are asked for"
    return Decision(
        id=str(thread.public_id),
        about=about,
        question=in_words(thread.public_question, mark=PICTURE),
        answer=in_words(thread.public_answer, mark=PICTURE),
        outcome=thread.resolution or "answered",
        guideline=tuple(
            Change(version=each.guideline_version.number or 0, section=each.section)
            for each in thread.guideline_answers.all()
        ),
        published_at=thread.published_at.astimezone(UTC).isoformat(timespec="seconds"),
    )
