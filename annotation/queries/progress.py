"""How a project's work goes: for those who run it, and for a vendor's lead about their own people."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from annotation.models import Annotation, AnnotationRevision, Cause, Item, Review, Task
from annotation.queries.items import items_to_batch
from annotation.queries.people import Person, colleagues, people
from guidelines.queries.projects import may, project_for
from labelwright.accounts.models import Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now

DAYS = 14
SAVES_LOOKED_AT = 5000  # for the median: the newest ones; more would not change it


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    submitted: int
    reviewed: int
    returned: int


@dataclass(frozen=True, slots=True)
class AnnotatorProgress:
    person: Person
    submitted: int
    accepted: int
    returned: int
    seconds: float | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """`seconds` are medians of the work on one save. `items` and `unbatched` are None for a vendor's lead."""

    items: int | None
    unbatched: int | None
    tasks: Counter[str]
    days: list[Day]
    seconds: float | None
    returned_open: int
    annotators: list[AnnotatorProgress]


def progress_of(who: Principal, project_id: UUID, *, instant: datetime | None = None) -> Progress:
    """Counts over the whole project, the last fourteen days (UTC), and each annotator."""
    project = project_for(who, project_id, Can.SEE_VENDOR_PROGRESS)
    allowed = may(who, project)
    everything = Can.SEE_BATCHES in allowed
    by_author, by_holder, by_reviewed = Q(), Q(), Q()
    if not everything:
        mine = Membership.objects.get(user=who.user, organisation=project.organisation_id)
        team = colleagues(project.organisation_id, mine.vendor_id).values("user")
        by_author, by_holder, by_reviewed = (
            Q(author__in=team),
            Q(annotator__in=team),
            Q(annotation__author__in=team),
        )
    work = Annotation.objects.filter(by_author, project=project, task__isnull=False).order_by()
    # What people practise on is no work of the project.
    tasks = Task.objects.filter(by_holder, batch__project=project, batch__pass_mark=None).order_by()
    counts = Counter(dict(tasks.values_list("state").annotate(n=Count("*"))))
    seconds = _seconds(project.pk, by_author)
    today = (instant or now()).date()
    rows: dict[UUID, dict[str, int]] = defaultdict(dict)
    last: dict[UUID, datetime] = {}
    for author, state, n, at in work.values_list("author", "state").annotate(
        n=Count("*"), at=Max("created_at")
    ):
        rows[author][state] = n
        last[author] = max(at, last.get(author, at))
    known = people(project.organisation_id, rows, names=not everything or Can.MANAGE_MEMBERS in allowed)
    annotators = [
        AnnotatorProgress(
            known[author],
            submitted=sum(states.values()),
            accepted=states.get("accepted", 0),
            returned=states.get("returned", 0),
            seconds=median(seconds[author]) if author in seconds else None,
            last_at=last[author],
        )
        for author, states in rows.items()
        if author in known
    ]
    every = [value for values in seconds.values() for value in values]
    return Progress(
        items=Item.objects.filter(project=project).count() if everything else None,
        unbatched=items_to_batch(project, {"unbatched": True}).count() if everything else None,
        tasks=counts,
        days=_days(project.pk, today, by_author, by_reviewed),
        seconds=median(every) if every else None,
        returned_open=counts["returned"],
        annotators=sorted(annotators, key=lambda a: (-a.submitted, a.person.pseudonym)),
    )


def _seconds(project_id: UUID, by_author: Q) -> dict[UUID, list[int]]:
    saves = AnnotationRevision.objects.filter(
        by_author, annotation__project=project_id, cause=Cause.HUMAN, seconds__gt=0, author__isnull=False
    )
    found: dict[UUID, list[int]] = defaultdict(list)
    for author, seconds in saves.order_by("-id").values_list("author", "seconds")[:SAVES_LOOKED_AT]:
        found[author].append(seconds)
    return found


def _days(project_id: UUID, today: date, by_author: Q, by_reviewed: Q) -> list[Day]:
    dates = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    submitted = dict(
        Annotation.objects.filter(
            by_author, project=project_id, task__isnull=False, created_at__date__gte=dates[0]
        )
        .order_by()
        .values_list(TruncDate("created_at"))
        .annotate(n=Count("*"))
    )
    decided: dict[date, Counter[str]] = defaultdict(Counter)
    for on, decision, n in (
        Review.objects.filter(by_reviewed, annotation__project=project_id, created_at__date__gte=dates[0])
        .order_by()
        .values_list(TruncDate("created_at"), "decision")
        .annotate(n=Count("*"))
    ):
        decided[on][decision] = n
    return [
        Day(day, submitted.get(day, 0), sum(decided[day].values()), decided[day]["returned"]) for day in dates
    ]
