"""What every step of a thread does: say something, find it later, tell those who wait, write it down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from annotation.models import Mention, Message, MessagePicture, Thread, ThreadRead, ThreadState, ThreadTerm
from annotation.naming import mentioned_in, without_people
from annotation.queries.mentions import mentionable
from annotation.queries.threads import ALL, CURATORS, SETTLED, WAITING, audience_of, bodies_of
from annotation.services.leases import wake_tasks
from annotation.terms import terms_of
from guidelines.markdown.pictures import in_words
from guidelines.models import Picture
from labelwright.accounts import audit
from labelwright.accounts.models import Membership, User
from labelwright.accounts.principal import Principal
from labelwright.errors import Fault, Invalid, Words


def goal(instant: datetime) -> datetime:
    """By when a question that is asked now should have an answer."""
    return instant + timedelta(hours=settings.ANSWER_HOURS)


def locked(thread_id: UUID) -> Thread:
    """The thread, locked. Threads are locked before assignments, and several in the order of their ids."""
    return Thread.objects.select_for_update(of=("self",)).select_related("project").get(pk=thread_id)


def say(
    thread: Thread,
    author: User,
    body: str,
    *,
    kind: str,
    instant: datetime,
    by_curator: bool = False,
    marks: list[dict[str, Any]] | None = None,
    pictures: Iterable[Picture] = (),
) -> Message:
    """The message is in the thread, whose row the caller saves, and its author has read up to it.

    It shows `pictures`, which the caller knows that its readers may see: from now on they can.

    Whom it mentions is told, if they may read the thread and the author may know of them. Raises `Invalid` for a curator,
    who knows everybody, and names somebody who may not read it; what others write of strangers stays plain text, because
    a refusal would tell who there is.
    """
    message = Message.objects.create(
        thread=thread,
        author=author,
        by_curator=by_curator,
        kind=kind,
        body=body,
        marks=marks or [],
        created_at=instant,
    )
    MessagePicture.objects.bulk_create(MessagePicture(message=message, picture=each) for each in pictures)
    _mention(message, thread)
    thread.last_at, thread.last_by = instant, author
    ThreadRead.objects.update_or_create(thread=thread, user=author, defaults={"read_at": instant})
    return message


def _mention(message: Message, thread: Thread) -> None:
    pseudonyms = mentioned_in(message.body)
    if not pseudonyms:
        return
    known = mentionable(thread.project, thread.vendor_id, by=message.author, everything=message.by_curator)
    users = {user.pseudonym: user for user in known.filter(pseudonym__in=pseudonyms)}
    Mention.objects.bulk_create(Mention(message=message, thread=thread, user=user) for user in users.values())
    if message.by_curator:
        _refuse_strangers(thread, set(pseudonyms) - users.keys() - {message.author.pseudonym})


def _refuse_strangers(thread: Thread, pseudonyms: set[str]) -> None:
    there = Membership.objects.filter(
        organisation=thread.project.organisation_id, user__pseudonym__in=pseudonyms
    )
    faults = [
        Fault("/body", Words("{person} may not read this question, so nobody is named so here.", person=name))
        for name in there.order_by("user__pseudonym").values_list("user__pseudonym", flat=True)
    ]
    if faults:
        raise Invalid(errors=faults)


def settle(thread: Thread, instant: datetime, *, resolution: str = "") -> None:
    """The thread has an answer, with `resolution` what follows from it too; whoever waits for it can go on."""
    thread.answered_at = thread.answered_at or instant
    if resolution:
        thread.state, thread.resolution, thread.resolved_at = ThreadState.RESOLVED, resolution, instant
    elif thread.state != ThreadState.RESOLVED:
        thread.state = ThreadState.ANSWERED
    keep(thread)
    index(thread)
    wake_tasks(thread, instant)


def unsettle(thread: Thread, instant: datetime) -> None:
    """The thread waits for a curator again, on its own."""
    thread.state, thread.resolution, thread.resolved_at = ThreadState.OPEN, "", None
    thread.answered_at, thread.merged_into, thread.due_at = None, None, goal(instant)
    keep(thread)
    index(thread)


def keep(thread: Thread) -> None:
    thread.version += 1
    thread.save()


def index(thread: Thread) -> None:
    """The thread is found by what is said in it now, by those who may read it; as an answer only where it has one."""
    terms = terms_of(*(without_people(in_words(body)) for body in bodies_of(thread)))
    waiting = "" if thread.state in SETTLED else WAITING
    # A duplicate repeats what the other has: only its own people need to find it.
    audiences = [audience_of(thread.vendor_id), *([] if thread.merged_into_id else [CURATORS])]
    ThreadTerm.objects.filter(thread=thread).exclude(audience=ALL).delete()
    _add_terms(thread, terms, [waiting + audience for audience in audiences])


def index_published(thread: Thread) -> None:
    """Everybody finds the thread by what was published of it."""
    ThreadTerm.objects.filter(thread=thread, audience=ALL).delete()
    _add_terms(thread, terms_of(in_words(thread.public_question), in_words(thread.public_answer)), [ALL])


def _add_terms(thread: Thread, terms: list[str], audiences: list[str]) -> None:
    ThreadTerm.objects.bulk_create(
        ThreadTerm(project_id=thread.project_id, audience=audience, term=term, thread=thread)
        for audience in audiences
        for term in terms
    )


def audited(by: Principal, action: str, thread: Thread, **data: Any) -> None:
    audit.record(
        by,
        action,
        thread,
        organisation=thread.project.organisation_id,
        project_id=thread.project_id,
        **data,
    )
