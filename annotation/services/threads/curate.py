"""What curators do with questions beside answering them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from annotation.errors import StaleThread, WrongThreadState
from annotation.models import (
    GuidelineAnswer,
    ItemProblem,
    Message,
    PublishedPicture,
    Thread,
    ThreadRead,
    ThreadState,
)
from annotation.naming import names_somebody, without_people
from annotation.queries.pictures import pictures_to_use, that_cross
from annotation.queries.threads import (
    SETTLED,
    Reader,
    answerers_of,
    duplicates_of,
    last_answer,
)
from annotation.services.threads.ask import post_message
from annotation.services.threads.writing import (
    audited,
    index,
    index_published,
    keep,
    locked,
    say,
    settle,
    unsettle,
)
from guidelines.markdown.pictures import in_words
from guidelines.markdown.quoting import with_quote
from guidelines.models import Picture
from guidelines.services.guidelines import draft_to_write, save_guideline_draft
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.errors import Fault, Forbidden, Invalid
from labelwright.ids import new_id

Resolution = Thread.Resolution


@dataclass(frozen=True, slots=True)
class Decision:
    """How a question is resolved; `section` where the guideline says or is to say it, `body` a last answer."""

    resolution: str
    section: str = ""
    body: str = ""


def resolve_thread(thread_id: UUID, *, reader: Reader, decision: Decision) -> Thread:
    """The question is resolved, with its duplicates. What follows is begun: a guideline draft, a flag on the item.

    Raises `Invalid` where an answer, a section or an item is missing, `WrongThreadState` if it is resolved already.
    """
    by = reader.who
    with transaction.atomic():
        thread = locked(thread_id)
        if thread.state == ThreadState.RESOLVED:
            raise WrongThreadState("It is resolved already; reopen it first.", state=thread.state)
        _require_whole(thread, decision)
        if decision.body:
            post_message(thread_id, reader=reader, body=decision.body, answer=True)
            thread = locked(thread_id)
        thread.section = decision.section or thread.section
        instant = now()
        for each in (thread, *duplicates_of(thread).select_for_update(of=("self",))):
            settle(each, instant, resolution=decision.resolution)
        if decision.resolution == Resolution.CLARIFY_GUIDELINE:
            _quote(thread, by)
        if decision.resolution == Resolution.DATA_PROBLEM:
            ItemProblem.objects.get_or_create(
                item=thread.item, defaults={"thread": thread, "flagged_by": by.user, "created_at": instant}
            )
        audited(by, "thread.resolved", thread, resolution=decision.resolution)
    return thread


def _require_whole(thread: Thread, decision: Decision) -> None:
    faults = []
    if not decision.body and last_answer(thread) is None:
        faults.append(Fault("/body", "Say something to who asked: there is no answer yet."))
    needs_section = decision.resolution in (Resolution.AS_WRITTEN, Resolution.CLARIFY_GUIDELINE)
    if needs_section and not (decision.section or thread.section):
        faults.append(Fault("/section", "Name the section of the guideline."))
    if decision.resolution == Resolution.DATA_PROBLEM and thread.item_id is None:
        faults.append(Fault("/resolution", "The question is about no item."))
    if faults:
        raise Invalid(errors=faults)


def _quote(thread: Thread, by: Principal) -> None:
    """The guideline's draft quotes the answer in the section, and is known to answer the thread."""
    draft = draft_to_write(thread.project, by=by)
    answer = last_answer(thread)
    already = GuidelineAnswer.objects.filter(thread=thread, guideline_version=draft).exists()
    if answer is None or already:
        return
    save_guideline_draft(
        draft,
        by=by,
        expected=draft.version,
        markdown=with_quote(draft.markdown, thread.section, without_people(answer.body)),
    )
    GuidelineAnswer.objects.create(
        thread=thread, guideline_version=draft, section=thread.section, created_at=now()
    )


def reopen_thread(thread_id: UUID, *, reader: Reader) -> Thread:
    """The question waits for a curator again, and its item is no longer flagged for it. By curators, and by who asked it. Raises `WrongThreadState`, `Forbidden`."""
    with transaction.atomic():
        thread = locked(thread_id)
        if not reader.answers and thread.asked_by_id != reader.who.user.pk:
            raise Forbidden("Who asked the question reopens it, or a curator.")
        if thread.state not in SETTLED:
            raise WrongThreadState("It waits for an answer already.", state=thread.state)
        unsettle(thread, now())
        ItemProblem.objects.filter(thread=thread).delete()
        audited(reader.who, "thread.reopened", thread)
    return thread


def assign_thread(thread_id: UUID, *, by: Principal, version: int, to: UUID | None) -> Thread:
    """The question is that person's to answer, and new to them; or nobody's. Raises `StaleThread`, `Invalid`."""
    with transaction.atomic():
        thread = locked(thread_id)
        if thread.version != version:
            raise StaleThread("Read the question again.", current=thread.version)
        person = answerers_of(thread.project).filter(pk=to).first() if to else None
        if to and person is None:
            raise Invalid(errors=[Fault("/assigned_to", "This person does not answer questions here.")])
        thread.assigned_to = person
        if person is not None and person != by.user:
            ThreadRead.objects.filter(thread=thread, user=person).delete()
        keep(thread)
        audited(by, "thread.assigned", thread, to=person.pseudonym if person else None)
    return thread


def merge_thread(duplicate_id: UUID, *, by: Principal, into_id: UUID) -> Thread:
    """The duplicate is answered with the other from now on; if that has an answer, its asker has it at once.

    Nothing that others said crosses over, nor that they asked at all. Raises `WrongThreadState` for two that are one.
    """
    with transaction.atomic():
        ids = sorted({duplicate_id, into_id})
        rows = {each: locked(each) for each in ids}
        duplicate, target = rows[duplicate_id], rows[into_id]
        if duplicate.pk == target.pk or target.merged_into_id or duplicate.merged_into_id:
            raise WrongThreadState("These two are one already.", state=duplicate.state)
        answer = last_answer(target) if target.state in SETTLED else None
        for each in (duplicate, *duplicates_of(duplicate).select_for_update(of=("self",))):
            each.merged_into = target
            _pass_on(answer, each, resolution=target.resolution)
        audited(by, "thread.merged", duplicate, into=str(target.pk))
    return target


def _pass_on(answer: Message | None, duplicate: Thread, *, resolution: str) -> None:
    """The duplicate's asker has the answer too, if there is one."""
    if answer is None:
        keep(duplicate)
        index(duplicate)
        return
    instant = now()
    shown = list(Picture.objects.filter(said__message=answer))
    crossing = that_cross(shown, author=answer.author_id)
    say(
        duplicate,
        answer.author,
        without_people(in_words(answer.body, except_of=crossing)),
        kind=Message.Kind.ANSWER,
        instant=instant,
        by_curator=True,
        marks=answer.marks,
        pictures=[each for each in shown if each.key in crossing],
    )
    settle(duplicate, instant, resolution=resolution)


def publish_thread(thread_id: UUID, *, by: Principal, question: str, answer: str) -> Thread:
    """Everybody in the project reads the answer, in these words, with their pictures and without names. Again changes the words.

    Raises `WrongThreadState` while there is no answer, `Invalid` for words that name a person or a picture that is not there.
    """
    told = (("/question", question), ("/answer", answer))
    faults = [
        Fault(pointer, "Everybody reads this: take out who is mentioned.")
        for pointer, words in told
        if names_somebody(words)
    ]
    if faults:
        raise Invalid(errors=faults)
    with transaction.atomic():
        thread = locked(thread_id)
        if thread.state not in SETTLED:
            raise WrongThreadState("Answer it first.", state=thread.state)
        thread.public_question, thread.public_answer = question, answer
        thread.public_id = thread.public_id or new_id()
        thread.published_at = thread.published_at or now()
        keep(thread)
        shown = {
            picture.pk: picture
            for pointer, words in told
            for picture in pictures_to_use(by, thread.project, words, pointer)
        }
        thread.published_pictures.all().delete()
        PublishedPicture.objects.bulk_create(
            PublishedPicture(thread=thread, picture=picture) for picture in shown.values()
        )
        index_published(thread)
        audited(by, "thread.published", thread)
    return thread


def withdraw_thread(thread_id: UUID, *, by: Principal) -> Thread:
    """What was published is no longer to be read."""
    with transaction.atomic():
        thread = locked(thread_id)
        if thread.public_id is None:
            raise WrongThreadState("It is not published.", state=thread.state)
        thread.public_id = thread.published_at = None
        thread.public_question = thread.public_answer = ""
        keep(thread)
        thread.published_pictures.all().delete()
        index_published(thread)
        audited(by, "thread.withdrawn", thread)
    return thread
