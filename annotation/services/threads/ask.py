"""Asking, and saying more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from annotation.models import Assignment, Batch, Item, Message, Thread, ThreadRead, ThreadState
from annotation.models.thread import EXCERPT
from annotation.naming import without_people
from annotation.queries.items import item_for
from annotation.queries.pictures import pictures_to_use, that_cross
from annotation.queries.threads import Reader, duplicates_of, reader_in, require_speaker
from annotation.queries.topics import askable_batches, published_sections
from annotation.queries.versions import published_schema
from annotation.services.leases import own_assignment, park_task
from annotation.services.regions import copied_region
from annotation.services.threads.writing import (
    audited,
    goal,
    index,
    keep,
    locked,
    say,
    settle,
    unsettle,
)
from guidelines.markdown.pictures import in_words
from guidelines.models import Picture, Project
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.database.locks import share
from labelwright.errors import Fault, Forbidden, Invalid, NotFound, Words


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and about what. With an assignment the item, task and batch are its own."""

    body: str
    marks: list[dict[str, Any]] = field(default_factory=list)
    assignment: UUID | None = None
    item: UUID | None = None
    batch: UUID | None = None
    field: str = ""
    label: str = ""
    section: str = ""
    region: dict[str, Any] | None = None
    schema_version: UUID | None = None
    park: bool = False


def ask_question(project: Project, *, by: Principal, question: Question) -> Thread:
    """The question waits for a curator. With `park` the task is put aside until there is an answer.

    Region and draft are kept as they are now. What it is about are things that the asker may know of: of others it says
    the same as of what is not there. Raises `Invalid`, `LeaseEnded`, `TooManyParked`, `Forbidden`.
    """
    reader = reader_in(by, project)
    require_speaker(reader)
    if question.park and question.assignment is None:
        raise Invalid(errors=[Fault("/park", "Only a task that you hold can be put aside.")])
    label, region = _region(project, question)
    pictures = pictures_to_use(by, project, question.body)
    with transaction.atomic():
        _require_section(project, question.section)
        assignment = _assignment(project, by, question.assignment)
        item = assignment.task.item if assignment else _item(project, by, question.item)
        batch = _batch(reader, assignment, question.batch)
        instant = now()
        thread = Thread(
            project=project,
            item=item,
            task=assignment.task if assignment else None,
            batch=batch,
            assignment=assignment,
            field=question.field,
            label=label,
            section=question.section,
            region_id=region["id"] if region else "",
            region=region,
            draft=assignment.draft if assignment else None,
            schema_version_id=question.schema_version,
            asked_by=by.user,
            vendor_id=reader.vendor,
            asked_at=instant,
            excerpt=" ".join(without_people(in_words(question.body)).split())[:EXCERPT],
            due_at=goal(instant),
            last_at=instant,
            last_by=by.user,
        )
        thread.save(force_insert=True)
        say(
            thread,
            by.user,
            question.body,
            kind=Message.Kind.QUESTION,
            instant=instant,
            marks=question.marks,
            pictures=pictures,
        )
        index(thread)
        if assignment is not None and question.park:
            park_task(assignment, thread)
        audited(by, "thread.asked", thread, parked=question.park)
    return thread


def _region(project: Project, question: Question) -> tuple[str, dict[str, Any] | None]:
    """The label that is asked about, and the region as the schema version reads it."""
    if question.region is None:
        if question.schema_version is not None:
            published_schema(project.pk, question.schema_version)
        return question.label, None
    _, region = copied_region(
        project, field=question.field, region=question.region, schema_version=question.schema_version
    )
    return region["label"], region


def _require_section(project: Project, section: str) -> None:
    """Nothing, or `Invalid` where the published guideline has no such section; it has it until the transaction ends.

    Publishing asks where the questions about a section go that it takes out, and must not miss one.
    """
    if not section:
        return
    share(Project, project.pk, "id", strength="KEY SHARE")
    if section not in published_sections(project):
        message = Words("The published guideline has no section {section}.", section=section)
        raise Invalid(errors=[Fault("/section", message)])


def _batch(reader: Reader, assignment: Assignment | None, batch_id: UUID | None) -> Batch | None:
    own = assignment.task.batch if assignment else None
    if batch_id is None or (own is not None and own.pk == batch_id):
        return own
    found = askable_batches(reader).filter(pk=batch_id).first() if own is None else None
    if found is None:
        raise _unknown("/batch")
    return found


def _assignment(project: Project, by: Principal, assignment_id: UUID | None) -> Assignment | None:
    if assignment_id is None:
        return None
    try:
        assignment = own_assignment(by, assignment_id)
    except NotFound as error:
        raise _unknown("/assignment") from error
    if assignment.task.batch.project_id != project.pk:
        raise _unknown("/assignment")
    return assignment


def _item(project: Project, by: Principal, item_id: UUID | None) -> Item | None:
    if item_id is None:
        return None
    try:
        item = item_for(by, item_id)
    except NotFound as error:
        raise _unknown("/item") from error
    if item.project_id != project.pk:
        raise _unknown("/item")
    return item


def _unknown(pointer: str) -> Invalid:
    return Invalid(errors=[Fault(pointer, "There is no such thing here.")])


def post_message(
    thread_id: UUID,
    *,
    reader: Reader,
    body: str,
    marks: list[dict[str, Any]] | None = None,
    answer: bool = False,
) -> Message:
    """The message is there. A curator's answer settles the question, their reply asks back; the asker's reply asks anew.

    What a curator says is said to the askers of duplicates too, who may be another vendor's: without the people in it, and
    with words for pictures that are not theirs to pass on. Raises `Forbidden` for an answer of others, `Invalid` for
    pictures that the person may not see.
    """
    by = reader.who
    require_speaker(reader)
    if answer and not reader.answers:
        raise Forbidden("Curators answer questions.", needs=Can.ANSWER_THREADS.value)
    pictures = pictures_to_use(by, reader.project, body)
    with transaction.atomic():
        thread = locked(thread_id)
        as_curator = reader.answers and (answer or thread.asked_by_id != by.user.pk)
        said = _Said(body, marks or [], pictures, answer=answer, as_curator=as_curator)
        message = _said(thread, by, said)
        if as_curator:
            copy = _copied(said, by)
            for duplicate in duplicates_of(thread).select_for_update(of=("self",)):
                _said(duplicate, by, copy)
        if answer:
            audited(by, "thread.answered", thread)
    return message


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said, and how."""

    body: str
    marks: list[dict[str, Any]]
    pictures: list[Picture]
    answer: bool
    as_curator: bool


def _copied(said: _Said, by: Principal) -> _Said:
    """The same for those who asked elsewhere."""
    crossing = that_cross(said.pictures, author=by.user.pk)
    body = without_people(in_words(said.body, except_of=crossing))
    return replace(said, body=body, pictures=[each for each in said.pictures if each.key in crossing])


def _said(thread: Thread, by: Principal, said: _Said) -> Message:
    kind = Message.Kind.ANSWER if said.answer else Message.Kind.REPLY
    instant = now()
    message = say(
        thread,
        by.user,
        said.body,
        kind=kind,
        instant=instant,
        by_curator=said.as_curator,
        marks=said.marks,
        pictures=said.pictures,
    )
    if said.answer:
        settle(thread, instant)
    elif said.as_curator:
        if thread.state == ThreadState.OPEN:
            thread.state = ThreadState.WAITING
        keep(thread)
        index(thread)
    elif thread.state == ThreadState.WAITING or thread.merged_into_id:
        unsettle(thread, instant)
    else:
        keep(thread)
        index(thread)
    return message


def mark_read(thread: Thread, *, by: Principal) -> None:
    """The person has read what was in the thread when they loaded it; what came since is still new to them."""
    ThreadRead.objects.update_or_create(thread=thread, user=by.user, defaults={"read_at": thread.last_at})
