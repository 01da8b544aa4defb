"""Reading trainings: one's own way through one, and for those who may see gold answers everybody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Avg, Count, OuterRef, QuerySet

from annotation.models import (
    Batch,
    BatchAnnotator,
    BatchState,
    Item,
    Task,
    TaskState,
    TrainingAnswer,
    TrainingRound,
)
from annotation.queries.batches import batch_for
from annotation.queries.people import Person, people
from guidelines.models import Project
from guidelines.queries.projects import may, project_for, projects_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound

REAL = (Batch.Kind.PILOT, Batch.Kind.PRODUCTION)


def training_tasks(item: OuterRef | UUID) -> QuerySet[Task]:
    """The tasks of an item in trainings: there people are shown its gold answer."""
    return Task.objects.filter(item=item, batch__pass_mark__isnull=False)


def work_left_on(item: OuterRef | UUID) -> QuerySet[Task]:
    """The tasks of an item in pilots and production that may still be done: who knew its gold answer would copy it."""
    return Task.objects.filter(item=item, batch__kind__in=REAL).exclude(state=TaskState.ACCEPTED)


def trainings_of(project: Project) -> QuerySet[Batch]:
    """The trainings of a project."""
    return Batch.objects.filter(project=project, pass_mark__isnull=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands in a training. `score` is that of what is done of the round, from 0 to 1; None before."""

    round: int
    done: int
    total: int
    score: float | None
    pass_mark: int
    is_over: bool
    is_passed: bool
    passed_at: datetime | None
    best: float | None  # of the rounds that are over

    @property
    def may_go_again(self) -> bool:
        """Whether another round can be begun: this one is over and was not enough."""
        return self.is_over and not self.is_passed


def standings_in(user: UUID, trainings: Collection[Batch]) -> dict[UUID, Standing]:
    """How the person stands in each of these trainings, in two queries."""
    rounds: dict[UUID, list[TrainingRound]] = defaultdict(list)
    for row in TrainingRound.objects.filter(user=user, batch__in=trainings).order_by("number"):
        rounds[row.batch_id].append(row)
    newest = [rows[-1] for rows in rounds.values()]
    done = _done(newest)
    return {
        batch.pk: _standing(batch, rounds[batch.pk], done)
        for batch in trainings
        if batch.pass_mark is not None
    }


def _done(rounds: Collection[TrainingRound]) -> dict[UUID, tuple[int, float | None]]:
    """Of each round how many items are answered, and the mean of their scores so far."""
    rows = (
        TrainingAnswer.objects.filter(round__in=rounds).order_by()
        if rounds
        else TrainingAnswer.objects.none()
    )
    found = rows.values_list("round").annotate(n=Count("pk"), mean=Avg("score"))
    return {pk: (n, mean) for pk, n, mean in found}


def _standing(
    batch: Batch, rounds: list[TrainingRound], done: dict[UUID, tuple[int, float | None]]
) -> Standing:
    last = rounds[-1] if rounds else None
    passed = next((row for row in rounds if row.is_passed), None)
    count, mean = done.get(last.pk, (0, None)) if last else (0, None)
    over = [row.score for row in rounds if row.score is not None]
    return Standing(
        round=last.number if last else 1,
        done=count,
        total=batch.size,
        score=mean,
        pass_mark=batch.pass_mark or 0,
        is_over=last is not None and last.finished_at is not None,
        is_passed=passed is not None,
        passed_at=passed.finished_at if passed else None,
        best=max(over, default=None),
    )


def my_training(who: Principal, batch_id: UUID) -> tuple[Batch, Standing]:
    """A training that the person has a seat in, and how they stand. Raises `NotFound`, `Forbidden`."""
    batch = (
        Batch.objects.filter(
            pk=batch_id, pass_mark__isnull=False, annotators__user=who.user, project__in=projects_for(who)
        )
        .exclude(state=BatchState.DRAFT)
        .select_related("project")
        .first()
    )
    if batch is None:
        raise NotFound
    project_for(who, batch.project_id, Can.ANNOTATE)
    return batch, standings_in(who.user.pk, [batch])[batch.pk]


@dataclass(frozen=True, slots=True)
class Trainee:
    """How one person does in a training, for those who run it. `first` is the score of their first round."""

    person: Person
    rounds: int
    done: int
    score: float | None
    first: float | None
    is_over: bool
    is_passed: bool
    passed_at: datetime | None


def trainees_of(who: Principal, batch_id: UUID) -> tuple[Batch, list[Trainee]]:
    """Everybody in a training, those who have not passed first. Raises `NotFound`, and `Forbidden` for whoever may not see gold."""
    batch = batch_for(who, batch_id)
    project_for(who, batch.project_id, Can.SEE_GOLD)
    if not batch.gives_feedback:
        raise NotFound("This batch is no training.")
    rounds: dict[UUID, list[TrainingRound]] = {
        user: [] for user in BatchAnnotator.objects.filter(batch=batch).values_list("user", flat=True)
    }
    for row in TrainingRound.objects.filter(batch=batch).order_by("number"):
        rounds.setdefault(row.user_id, []).append(row)
    done = _done([rows[-1] for rows in rounds.values() if rows])
    names = Can.MANAGE_MEMBERS in may(who, batch.project)
    known = people(batch.project.organisation_id, rounds, names=names)
    found = []
    for user, rows in rounds.items():
        if user not in known:
            continue
        standing = _standing(batch, rows, done)
        found.append(
            Trainee(
                known[user],
                len(rows),
                standing.done,
                standing.score,
                rows[0].score if rows else None,
                standing.is_over,
                standing.is_passed,
                standing.passed_at,
            )
        )
    found.sort(key=lambda row: (row.is_passed, -row.done, row.person.pseudonym))
    return batch, found


def for_training(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items that people can be trained on: with a gold answer that counts, and done wherever else they are."""
    from_gold = items.filter(gold__state="current")
    return from_gold.exclude(pk__in=_still_worked_on(items))


def _still_worked_on(items: QuerySet[Item]) -> QuerySet[Task, UUID]:
    left = Task.objects.filter(batch__kind__in=REAL, item__in=items.values("pk")).exclude(
        state=TaskState.ACCEPTED
    )
    return left.values_list("item", flat=True)


def not_in_training(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items whose gold answer, if they have one, nobody was shown."""
    return items.exclude(pk__in=Task.objects.filter(batch__pass_mark__isnull=False).values("item"))
