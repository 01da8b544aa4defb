"""Where the guideline is weak: what people ask about most, wait for longest, and what their questions change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from django.db.models import Count, ExpressionWrapper, F, IntegerField, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from annotation.models import Thread
from annotation.queries.threads import SETTLED
from guidelines.models import Project
from labelwright.database.elapsed import SecondsBetween

MOST: Final = 500  # labels or sections that are told: those with most questions
CHANGING: Final = (Thread.Resolution.CLARIFY_GUIDELINE, Thread.Resolution.CHANGE_SCHEMA)
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeakSpot:
    """The questions about one label (with its field, which may be empty) or about one section.

    `asked_again` counts duplicates of any question, which are no questions of their own; `median_wait` is in seconds until
    an answer; `changed` counts answered questions after which the guideline or the schema changes.
    """

    questions: int
    asked_again: int
    answered: int
    changed: int
    median_wait: float | None
    field: str = ""
    label: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class WeakSpots:
    """Those with most questions first; `nowhere` counts the questions that name neither a label nor a section."""

    labels: list[WeakSpot]
    sections: list[WeakSpot]
    nowhere: int


def weak_spots(project: Project) -> WeakSpots:
    """Of all questions of a project, whoever asked: for those who may see them all (`Can.SEE_THREADS`). Five queries."""
    threads = Thread.objects.filter(project=project).order_by()
    return WeakSpots(
        labels=_spots(threads.exclude(label=""), ("field", "label")),
        sections=_spots(threads.exclude(section=""), ("section",)),
        nowhere=threads.filter(label="", section="", merged_into=None).count(),
    )


def _spots(threads: QuerySet[Thread], names: Key) -> list[WeakSpot]:
    own, settled = Q(merged_into=None), Q(merged_into=None, state__in=SETTLED)
    rows = (
        threads.values(*names)
        .annotate(
            questions=Count("pk", filter=own),
            asked_again=Count("pk", filter=~own),
            answered=Count("pk", filter=settled),
            changed=Count("pk", filter=settled & Q(resolution__in=CHANGING)),
        )
        .order_by("-questions", "-asked_again", *names)[:MOST]
    )
    waits = _medians(threads.filter(settled, answered_at__isnull=False), names)
    return [WeakSpot(**row, median_wait=waits.get(tuple(row[name] for name in names))) for row in rows]


def _medians(threads: QuerySet[Thread], names: Key) -> dict[Key, float]:
    """Seconds that half of the questions of each group waited at most. SQLite has no median: the one or two in the middle are read."""
    groups = [F(name) for name in names]
    middle = threads.annotate(
        waited=SecondsBetween("asked_at", "answered_at"),
        # twice the place from 1, less the number of them: 0 to 2 in the middle
        aside=ExpressionWrapper(
            Window(RowNumber(), partition_by=groups, order_by=[F("waited").asc(), F("pk").asc()]) * 2
            - Window(Count("pk"), partition_by=groups),
            output_field=IntegerField(),
        ),
    ).filter(aside__gte=0, aside__lte=2)
    found: dict[Key, list[float]] = defaultdict(list)
    for *key, waited in middle.values_list(*names, "waited"):
        found[tuple(key)].append(waited)
    return {key: fmean(some) for key, some in found.items()}
