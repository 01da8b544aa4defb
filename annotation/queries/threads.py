"""Reading questions. Whoever asked, their vendor's people and the curators see one; published answers everybody."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    FloatField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from annotation.models import (
    Batch,
    GuidelineAnswer,
    Mention,
    Message,
    Thread,
    ThreadRead,
    ThreadState,
    ThreadTerm,
)
from annotation.naming import without_people
from annotation.queries.people import Person, members_who, people
from annotation.terms import terms_of
from guidelines.models import Project
from guidelines.queries.projects import may, project_for
from labelwright.accounts.models import Membership, User, Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Fault, Forbidden, Invalid, NotFound, Words

# Each sees the questions of their own vendor, whatever they do there; the questions of all are `Can.SEE_THREADS`.
WORKING = frozenset({Can.ANNOTATE, Can.REVIEW, Can.SEE_VENDOR_PROGRESS, Can.ANSWER_THREADS})
SETTLED = (ThreadState.ANSWERED, ThreadState.RESOLVED)
CURATORS, HOUSE, ALL = "curators", "house", "all"
WAITING = "waiting:"  # before the audience of what has no answer yet
RAREST, SIMILAR = 12, 5  # terms that a comparison looks at, and what it gives
MOST_TERMS = 8  # of a search; more narrow it down no further


@dataclass(frozen=True, slots=True)
class Reader:
    """What of a project's questions a person sees: everything, or those of one vendor (None: in house)."""

    who: Principal
    project: Project
    everything: bool
    vendor: UUID | None
    answers: bool
    speaks: bool  # asks and replies
    batches: bool  # knows all of them
    leads: bool  # the people of the own vendor
    names: bool  # of everybody
    colleagues: bool  # of the people of the own vendor


def reader_in(who: Principal, project: Project) -> Reader:
    """How the person reads here. Raises `Forbidden` for those who have nothing to do with the work."""
    allowed = may(who, project)
    everything = Can.SEE_THREADS in allowed
    if not everything and not allowed & WORKING:
        raise Forbidden(
            Words("Your roles in {project} do not allow this.", project=project.name),
            needs=Can.ANNOTATE.value,
        )
    vendor = (
        Membership.objects.filter(user=who.user, organisation=project.organisation_id, is_active=True)
        .values_list("vendor", flat=True)
        .first()
    )
    leads = Can.SEE_VENDOR_PROGRESS in allowed
    return Reader(
        who,
        project,
        everything,
        vendor,
        answers=Can.ANSWER_THREADS in allowed,
        # Who only watches over the work of all neither asks nor replies; a vendor's lead does.
        speaks=bool(allowed & (WORKING - {Can.SEE_VENDOR_PROGRESS})) or (leads and not everything),
        batches=Can.SEE_BATCHES in allowed,
        leads=leads,
        names=everything and Can.MANAGE_MEMBERS in allowed,
        colleagues=leads and vendor is not None,
    )


def reader_for(who: Principal, project_id: UUID) -> Reader:
    """As `reader_in`. Raises `NotFound` for a project that the person may not know of."""
    return reader_in(who, project_for(who, project_id))


def require_speaker(reader: Reader) -> None:
    """Nothing, or `Forbidden` for those who only read here."""
    if not reader.speaks:
        raise Forbidden(
            Words("Your roles in {project} do not allow this.", project=reader.project.name),
            needs=Can.ANNOTATE.value,
        )


def visible(reader: Reader) -> QuerySet[Thread]:
    """The questions that the person may read, with `unread`. Duplicates only to those who see none of the others."""
    threads = Thread.objects.filter(project=reader.project)
    threads = threads.filter(merged_into=None) if reader.everything else threads.filter(vendor=reader.vendor)
    return with_unread(reader.who, threads)


def with_unread(who: Principal, threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """The threads, with `unread` and with `mentions_me`."""
    return threads.annotate(
        unread=Case(
            When(is_new_to(who), then=Value(True)), default=Value(False), output_field=BooleanField()
        ),
        mentions_me=mentions(who),
    )


def mentions(who: Principal) -> Exists:
    """Whether the person was mentioned in the thread (the outer query's): from then on it concerns them."""
    return Exists(Mention.objects.filter(thread=OuterRef("pk"), user=who.user))


def is_new_to(who: Principal) -> Q:
    """Whether somebody else has said something that the person has not read."""
    me = who.user
    read = ThreadRead.objects.filter(thread=OuterRef("pk"), user=me, read_at__gte=OuterRef("last_at"))
    return ~Q(last_by=me) & ~Q(Exists(read))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions a list shows; None for no matter. `text`: those in which all its words are said."""

    text: str = ""
    state: str | None = None
    field: str | None = None
    label: str | None = None
    section: str | None = None
    batch: UUID | None = None
    vendor: UUID | None = None
    item: UUID | None = None
    mine: bool = False
    mentioned: bool = False
    unread: bool = False
    overdue: bool = False


def threads_of(reader: Reader, wanted: Wanted) -> QuerySet[Thread]:
    """The questions that the person may read and that are wanted, with what a row shows."""
    threads = visible(reader)
    for name in ("state", "field", "label", "section", "batch", "vendor", "item"):
        value = getattr(wanted, name)
        if value is not None:
            threads = threads.filter(**{name: value})
    if wanted.text.strip():
        threads = _saying(reader, threads, wanted.text)
    if wanted.item is not None and not reader.everything:
        threads = threads.filter(asked_by=reader.who.user)  # an item of others is none of theirs
    if wanted.mine:
        me = reader.who.user
        threads = threads.filter(Q(asked_by=me) | Q(assigned_to=me) if reader.answers else Q(asked_by=me))
    if wanted.mentioned:
        threads = threads.filter(mentions(reader.who))
    if wanted.unread:
        threads = threads.filter(is_new_to(reader.who))
    if wanted.overdue:
        threads = threads.filter(state=ThreadState.OPEN, due_at__lt=now())
    return threads.select_related("batch")


def _saying(reader: Reader, threads: QuerySet[Thread], text: str) -> QuerySet[Thread]:
    """Those of `threads` with every term of `text`; one character of Korean or Japanese is looked for in the beginning."""
    terms = terms_of(text)[:MOST_TERMS]
    if not any(len(term) > 1 for term in terms):
        return threads.filter(excerpt__icontains=text.strip())
    audience = CURATORS if reader.everything else audience_of(reader.vendor)
    index = ThreadTerm.objects.filter(
        project=reader.project, audience__in=(audience, WAITING + audience)
    ).order_by()
    # Counted in one go: with a condition for each, PostgreSQL takes them for independent and joins row by row what all of them have.
    wanted = [term for term in terms if len(term) > 1]
    counted = index.filter(term__in=wanted).values("thread").annotate(n=Count("term", distinct=True))
    return threads.filter(pk__in=counted.filter(n=len(wanted)).values("thread"))


@dataclass(frozen=True, slots=True)
class Facets:
    """By what a list of questions can be narrowed, and who can be asked to answer. Vendors and people only for who may see them."""

    batches: list[Batch]
    vendors: list[Vendor]
    answerers: list[User]


def facets_of(reader: Reader) -> Facets:
    """Only what occurs in questions that the person sees. Three queries at most."""
    threads = Thread.objects.filter(project=reader.project).order_by()
    if not reader.everything:
        threads = threads.filter(vendor=reader.vendor)
    batches = Batch.objects.filter(Exists(threads.filter(batch=OuterRef("pk"))), project=reader.project)
    asking = Vendor.objects.filter(
        Exists(threads.filter(vendor=OuterRef("pk"))), organisation=reader.project.organisation_id
    )
    return Facets(
        batches=list(batches.only("id", "name").order_by("name", "pk")),
        vendors=list(asking.order_by("name")) if reader.everything else [],
        answerers=list(answerers_of(reader.project).order_by("name", "pk"))
        if reader.everything and reader.answers
        else [],
    )


def thread_for(who: Principal, thread_id: UUID, can: Can | None = None) -> tuple[Reader, Thread]:
    """A question that the person may read, with how they read it; `can` is needed beside. Raises `NotFound`, `Forbidden`."""
    found = Thread.objects.filter(pk=thread_id).values_list("project", flat=True).first()
    if found is None:
        raise NotFound
    project = project_for(who, found)
    try:
        reader = reader_in(who, project)
    except Forbidden as error:
        raise NotFound from error
    mine = Thread.objects.filter(pk=thread_id)
    if not reader.everything:
        mine = mine.filter(vendor=reader.vendor)
    thread = (
        with_unread(who, mine)
        .select_related("project", "batch", "item__asset", "assignment")
        .prefetch_related(
            Prefetch(
                "guideline_answers",
                queryset=GuidelineAnswer.objects.select_related("guideline_version").order_by("pk"),
            )
        )
        .first()
    )
    if thread is None:
        raise NotFound
    if can is not None:
        project_for(who, found, can)
    return reader, thread


def fellow_thread(who: Principal, thread_id: UUID, other_id: UUID) -> None:
    """Nothing, or `Invalid` at `/into` when the person sees no such other question in the same project."""
    other = None
    with suppress(NotFound):
        _, other = thread_for(who, other_id)
    same = other is not None and Thread.objects.filter(pk=thread_id, project=other.project_id).exists()
    if not same:
        raise Invalid(errors=[Fault("/into", "There is no such question in this project.")])


def messages_of(thread: Thread) -> QuerySet[Message]:
    return thread.messages.all()


def sees_work(reader: Reader, thread: Thread) -> bool:
    """Whether the person may see the item and region: they are the asker's own work, which colleagues do not see."""
    return reader.everything or thread.asked_by_id == reader.who.user.pk


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody in a thread, as the reader may know them. `part` is all that everybody is told."""

    part: str  # me, colleague, annotator, curator
    person: Person | None


class Cast:
    """Who took part in some threads, in the eyes of one reader: two queries for all of them."""

    def __init__(self, reader: Reader, ids: Iterable[UUID | None], curators: Iterable[UUID | None]) -> None:
        self._reader = reader
        self.instant = now()  # once for all of them: on PostgreSQL it is a query
        organisation, answering = reader.project.organisation_id, {each for each in curators if each}
        asking = {each for each in ids if each} - answering
        self._asking = people(organisation, asking, names=reader.names or reader.colleagues) if asking else {}
        self._answering = (
            people(organisation, answering, names=True) if answering and reader.everything else {}
        )

    def author(self, user: UUID, *, by_curator: bool) -> Author:
        if user == self._reader.who.user.pk:
            return Author("me", None)
        if by_curator:
            return Author("curator", self._answering.get(user))
        return Author(
            "annotator" if self._reader.everything else "colleague",
            self._asking.get(user) or self._answering.get(user)
            if self._reader.everything
            else self._asking.get(user),
        )


def cast_of_threads(reader: Reader, threads: Sequence[Thread]) -> Cast:
    return Cast(reader, [t.asked_by_id for t in threads], [t.assigned_to_id for t in threads])


def cast_of_messages(reader: Reader, messages: Sequence[Message]) -> Cast:
    return Cast(
        reader,
        [m.author_id for m in messages if not m.by_curator],
        [m.author_id for m in messages if m.by_curator],
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Questions of the person's that wait for a curator, those of them too long, and what is new to the person."""

    open: int
    overdue: int
    unread: int


def counts_for(reader: Reader) -> Counts:
    """As the person sees them. New to those who answer is whatever is not resolved; to others, what concerns them:
    what they asked, and where they were mentioned."""
    threads = visible(reader)
    waiting = threads.filter(state=ThreadState.OPEN)
    told = waiting.order_by().aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now())))
    new = threads.filter(is_new_to(reader.who))
    theirs = Q(mentions(reader.who))
    theirs |= ~Q(state=ThreadState.RESOLVED) if reader.answers else Q(asked_by=reader.who.user)
    new = new.filter(theirs)
    return Counts(told["open"], told["overdue"], new.order_by().count())


def published_answers(
    reader: Reader, *, field: str | None, label: str | None, section: str | None
) -> QuerySet[Thread]:
    """Answers that were published to everybody in the project."""
    threads = Thread.objects.filter(project=reader.project, published_at__isnull=False)
    for name, value in (("field", field), ("label", label), ("section", section)):
        if value is not None:
            threads = threads.filter(**{name: value})
    return threads


@dataclass(frozen=True, slots=True)
class Similar:
    """An answered question that looks like a text. `thread` only where the person may read all of it."""

    thread: UUID | None
    public_id: UUID | None
    question: str
    answer: str
    field: str
    label: str


def audience_of(vendor: UUID | None) -> str:
    """How the index calls the people of a vendor, or those in house."""
    return str(vendor) if vendor else HOUSE


def similar_answers(reader: Reader, text: str) -> list[Similar]:
    """Answered questions like `text`, the most alike first: those that the person may read, and published ones.

    Alike is who shares rare terms: each counts by how few of the questions that this person may read have it.
    """
    terms = terms_of(text)
    audiences = [CURATORS] if reader.everything else [audience_of(reader.vendor), ALL]
    index = ThreadTerm.objects.filter(
        project=reader.project, audience__in=audiences, term__in=terms
    ).order_by()
    if not terms:
        return []
    seen = dict(index.values_list("term").annotate(n=Count("pk")))
    if not seen:
        return []
    rarest = sorted(seen, key=lambda term: (seen[term], term))[:RAREST]
    most = max(seen.values()) + 1
    weight = Case(
        *(When(term=term, then=Value(math.log(1 + most / seen[term]))) for term in rarest),
        output_field=FloatField(),
    )
    enough = max(1, len(terms) // 4) if len(terms) > 3 else 1
    best = (
        index.filter(term__in=rarest)
        .values("thread", "audience")
        .annotate(score=Sum(weight), shared=Count("pk"))
        .filter(shared__gte=min(enough, 3))
        .order_by("-score", "-thread")[: SIMILAR * 2]
    )
    rows = [(row["thread"], row["audience"]) for row in best]
    return _told(rows)


def _told(rows: list[tuple[UUID, str]]) -> list[Similar]:
    """The questions of an index's rows, each once; an own one rather than what was published of it."""
    whole = {thread for thread, audience in rows if audience != ALL}
    order = list(dict.fromkeys(thread for thread, _ in rows))[:SIMILAR]
    answer = Message.objects.filter(thread=OuterRef("pk"), kind=Message.Kind.ANSWER).order_by("-id")
    threads = Thread.objects.filter(pk__in=order).annotate(answer=Subquery(answer.values("body")[:1]))
    found = {thread.pk: thread for thread in threads}
    return [_similar(found[each], each in whole) for each in order]


def _similar(thread: Any, whole: bool) -> Similar:
    return Similar(
        thread.pk if whole else None,
        thread.public_id,
        thread.excerpt if whole else thread.public_question,
        (without_people(thread.answer) if thread.answer else "") if whole else thread.public_answer,
        thread.field,
        thread.label,
    )


def answerers_of(project: Project) -> QuerySet[User]:
    """Active people who may answer questions in the project."""
    return User.objects.filter(pk__in=members_who(project, Can.ANSWER_THREADS).values("user"))


def duplicates_of(thread: Thread) -> QuerySet[Thread]:
    return Thread.objects.filter(merged_into=thread).order_by("pk")


def last_answer(thread: Thread) -> Message | None:
    return thread.messages.filter(kind=Message.Kind.ANSWER).order_by("-id").first()


def bodies_of(thread: Thread) -> list[str]:
    return list(thread.messages.order_by("pk").values_list("body", flat=True))
