"""Making an example of an item or a region."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from annotation.errors import GoldExample
from annotation.models import LIVE_GOLD, Annotation, GoldAnswer, GuidelineExample, Item, Thread
from annotation.queries.annotations import annotation_for, newest_revision
from annotation.queries.examples import Resolved
from annotation.queries.items import item_for
from annotation.queries.threads import thread_for
from annotation.queries.versions import published_schema
from annotation.services.gold_rows import lock_items
from annotation.windows import around_box, around_segment, around_span, whole_image, whole_text
from guidelines.markdown.examples import LONGEST_KEY, example_line
from guidelines.markdown.quoting import with_block
from guidelines.models import Project
from guidelines.queries.projects import require
from guidelines.services.guidelines import draft_to_write, save_guideline_draft
from guidelines.services.projects import require_open
from guidelines.values.answer import located_name
from guidelines.values.segments import Segment
from guidelines.values.spans import Span
from guidelines.values.value import parse_value
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, Invalid, LabelwrightError, NotFound

ATTEMPTS: Final = 5  # two curators who pick at once ask for the same key


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be an example: an item; a region of one of its annotations; or what a question is about.

    With `section` the draft of the guideline names it there, with these words; empty for the text before the first heading.
    """

    item: UUID | None = None
    annotation: UUID | None = None
    region: str = ""
    thread: UUID | None = None
    verdict: str = ""
    caption: str = ""
    section: str | None = None


@dataclass(frozen=True, slots=True)
class _Subject:
    """An item with a region of it, as it is or was."""

    item: Item
    field: str = ""
    region: dict[str, Any] | None = None
    schema_version: UUID | None = None


def pick_example(project: Project, *, by: Principal, choice: Choice) -> Resolved:
    """The example, which never changes; everybody in the project may see it once a version with it is published.

    Raises `GoldExample` for an item with a gold answer, `Invalid` for what is not there.
    """
    require(by, project, Can.EDIT_SCHEMA)
    require(
        by, project, Can.SEE_ITEMS
    )  # whoever sees all items knows of gold, so a refusal tells nothing new
    require_open(project)
    subject = _subject(project, by, choice)
    with transaction.atomic():
        item = _free_of_gold(subject.item)
        row = _written(project, item, subject, by)
        if choice.section is not None:
            _name(project, row, choice, by)
        audit.record(
            by,
            "guideline.example_picked",
            row,
            organisation=project.organisation_id,
            project_id=project.pk,
            key=row.key,
        )
    row.item = subject.item
    return Resolved(row)


def _subject(project: Project, by: Principal, choice: Choice) -> _Subject:
    given = [name for name in ("item", "annotation", "thread") if getattr(choice, name) is not None]
    if len(given) != 1:
        raise Invalid(
            errors=[Fault("/item", "Name an item, an annotation or a question, and just one of them.")]
        )
    at = f"/{given[0]}"
    try:
        if choice.thread is not None:
            found = _of_thread(thread_for(by, choice.thread)[1])
        elif choice.annotation is not None:
            found = _of_annotation(annotation_for(by, choice.annotation), choice.region)
        else:
            assert choice.item is not None, "one of the three was given"
            found = _Subject(item_for(by, choice.item))
    except NotFound as error:
        raise Invalid(errors=[Fault(at, "There is no such thing in this project.")]) from error
    if found.item.project_id != project.pk:
        raise Invalid(errors=[Fault(at, "There is no such thing in this project.")])
    return found


def _of_thread(thread: Thread) -> _Subject:
    if thread.item is None:
        raise Invalid(errors=[Fault("/thread", "The question is about no item.")])
    if thread.region is None:
        return _Subject(thread.item)
    return _Subject(thread.item, thread.field, thread.region, thread.schema_version_id)


def _of_annotation(annotation: Annotation, region: str) -> _Subject:
    if not region:
        return _Subject(annotation.item)
    revision = newest_revision(annotation)
    for field, answer in revision.value.items():
        for part in _located(answer):
            if part["id"] == region:
                return _Subject(annotation.item, field, part, revision.schema_version_id)
    raise Invalid(errors=[Fault("/region", "The annotation has no such region any more.")])


def _located(answer: Any) -> Iterable[dict[str, Any]]:
    """The located parts of a stored answer, whatever they are called."""
    found = answer if isinstance(answer, dict) else {}
    return found.get("regions") or found.get("spans") or found.get("segments") or ()


def _free_of_gold(item: Item) -> Item:
    """The item, locked, so that nobody gives it a gold answer meanwhile. Raises `GoldExample`."""
    found = lock_items([item.pk])
    if not found:
        raise Invalid(errors=[Fault("/item", "There is no such thing in this project.")])
    if GoldAnswer.objects.filter(item=item, state__in=LIVE_GOLD).exists():
        raise GoldExample(
            "Everybody in the project would see it, and it could measure nobody any more. Choose another item."
        )
    return found[0]


def _written(project: Project, item: Item, subject: _Subject, by: Principal) -> GuidelineExample:
    region = subject.region or {}
    stem = _stem(region.get("label") or "item")
    for attempt in range(ATTEMPTS):
        row = GuidelineExample(
            project=project,
            key=_next_key(project, stem),
            item=item,
            kind=item.kind,
            window=_window(project, subject),
            region=subject.region,
            field=subject.field,
            label=region.get("label", ""),
            schema_version_id=subject.schema_version,
            created_by=by.user,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            return row
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("the loop returns or raises")


def _stem(label: str) -> str:
    words = re.sub(r"[^a-z0-9_]+", "-", label.lower()).strip("-")
    return (words if words[:1].isalpha() else f"label-{words}")[: LONGEST_KEY - 8]


def _next_key(project: Project, stem: str) -> str:
    """The stem with the next number, so that people can tell `rbc-1` from `rbc-2` in the text."""
    pattern = re.compile(rf"{re.escape(stem)}-(\d{{1,6}})")
    keys = GuidelineExample.objects.filter(project=project, key__startswith=f"{stem}-").values_list(
        "key", flat=True
    )
    numbers = [int(match[1]) for key in keys if (match := pattern.fullmatch(key))]
    return f"{stem}-{max(numbers, default=0) + 1}"


def _window(project: Project, subject: _Subject) -> list[float] | list[int]:
    item, part = subject.item, _part(project, subject)
    if item.asset is None:
        text = item.text or ""
        return list(around_span(text, part.start, part.end) if isinstance(part, Span) else whole_text(text))
    if item.asset.duration is not None:
        whole = (0.0, item.asset.duration)
        return list(around_segment(part.start, part.end, whole[1]) if isinstance(part, Segment) else whole)
    width, height = item.asset.width or 1, item.asset.height or 1
    if part is None:
        return list(whole_image(width, height))
    return list(around_box(part.geometry.bounds(), width, height))


def _part(project: Project, subject: _Subject) -> Any:
    if subject.region is None or subject.schema_version is None:
        return None
    schema = published_schema(project.pk, subject.schema_version)
    try:
        parts = located_name(schema.answer_types[subject.field])
        value = parse_value({subject.field: {parts: [subject.region]}}, schema)
    except (LabelwrightError, KeyError) as error:
        raise Invalid(errors=[Fault("/region", "This region cannot be shown.")]) from error
    return value.answers[subject.field].located[0]


def _name(project: Project, row: GuidelineExample, choice: Choice, by: Principal) -> None:
    """The draft names the example at the end of the section; it is started if there is none."""
    draft = draft_to_write(project, by=by)
    line = example_line(row.key, choice.verdict, choice.caption)
    save_guideline_draft(
        draft,
        by=by,
        expected=draft.version,
        markdown=with_block(draft.markdown, choice.section or "", [line]),
    )
