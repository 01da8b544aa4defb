"""Trainings: batches of items with a gold answer, where each answer is measured at once.

What is submitted there is no annotation. It is a `TrainingAnswer` of a round: so no dataset version, no figure of agreement
and no schema migration has to know of it. A round is over with its last item; who reached the pass mark has passed for good,
and who did not may begin another round, for which their tasks are open once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Avg, Count

from annotation.agreement.compare import Unit, compare, units_of
from annotation.errors import NotInTraining
from annotation.models import (
    Batch,
    BatchAnnotator,
    BatchState,
    GoldAnswer,
    GoldState,
    Task,
    TaskState,
    TrainingAnswer,
    TrainingRound,
)
from annotation.queries.handing_out import DONE
from annotation.queries.in_scope import material_of
from annotation.queries.training import Standing, my_training, standings_in
from annotation.queries.versions import published_schema
from annotation.services.gold_scores import carried_value
from annotation.services.revisions import Checked
from guidelines.values.value import Value, dump_value
from labelwright.accounts.models import User
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.errors import Conflict


@dataclass(frozen=True, slots=True)
class Feedback:
    """What became of one answer: `own` and `gold` under one schema version, and what differs. Without `gold` it did not count."""

    schema_version: UUID
    own: dict[str, Any]
    gold: dict[str, Any] | None
    units: list[Unit]
    score: float | None
    standing: Standing


def answer_in_training(
    task: Task, checked: Checked, *, user: User, instant: datetime, client_key: str
) -> TrainingAnswer:
    """The answer is kept, with its score; with the last one of the round that is over, and perhaps passed. `task` is locked."""
    batch = task.batch
    row = _open_round(batch, user, instant)
    gold = GoldAnswer.objects.filter(item=task.item_id, state=GoldState.CURRENT).first()
    score = None if gold is None else _score(task, checked, gold)
    answer = TrainingAnswer.objects.create(
        round=row,
        user=user,
        item=task.item,
        gold=gold if score is not None else None,
        value=checked.value,
        schema_version_id=checked.save.schema_version,
        guideline_version_id=checked.save.guideline_version,
        seconds=checked.save.seconds,
        score=score,
        client_key=client_key,
    )
    _close_when_done(row, batch, instant)
    return answer


def _open_round(batch: Batch, user: User, instant: datetime) -> TrainingRound:
    """The round that the person is in, locked: who submits two items at once finishes it once."""
    rounds = TrainingRound.objects.filter(batch=batch, user=user)
    if not rounds.exists():
        TrainingRound.objects.get_or_create(
            batch=batch, user=user, number=1, defaults={"started_at": instant}
        )
    row = rounds.select_for_update().order_by("-number")[0]
    if row.finished_at is not None:
        raise Conflict("This round of the training is over.")
    return row


def _score(task: Task, checked: Checked, gold: GoldAnswer) -> float | None:
    pair = _pair(task.item, gold, checked.value, checked.save.schema_version)
    return None if pair is None else compare(pair.gold, pair.own, pair.schema).score


@dataclass(frozen=True, slots=True)
class _Pair:
    own: Value
    gold: Value
    schema: Any
    version: UUID


def _pair(item: Any, gold: GoldAnswer, value: object, version: UUID) -> _Pair | None:
    """Answer and gold answer under the project's current schema version; None where either does not come there without loss."""
    current = gold.project.current_schema_version_id
    if current is None:
        return None
    schema, material = published_schema(gold.project_id, current), material_of(item)
    own = carried_value(value, version, current, schema, material)
    true = carried_value(gold.value, gold.schema_version_id, current, schema, material)
    return None if own is None or true is None else _Pair(own, true, schema, current)


def _close_when_done(row: TrainingRound, batch: Batch, instant: datetime) -> None:
    told = row.answers.aggregate(n=Count("pk"), mean=Avg("score"))
    if told["n"] < batch.size:
        return
    row.finished_at, row.score = instant, told["mean"]
    row.is_passed = told["mean"] is not None and _reaches(told["mean"], batch.pass_mark or 100)
    row.save(update_fields=["finished_at", "score", "is_passed"])


def _reaches(score: float, pass_mark: int) -> bool:
    """Whether the mean of the scores is the pass mark or more; a hair's breadth of rounding is nobody's fault."""
    return score * 100 >= pass_mark - 1e-9


def feedback_on(answer: TrainingAnswer, batch: Batch) -> Feedback:
    """What the person is told about their own answer."""
    standing = standings_in(answer.user_id, [batch])[batch.pk]
    pair = None
    if answer.gold is not None and answer.score is not None:
        pair = _pair(answer.item, answer.gold, answer.value, answer.schema_version_id)
    if pair is None:
        return Feedback(answer.schema_version_id, answer.value, None, [], answer.score, standing)
    return Feedback(
        pair.version,
        dump_value(pair.own),
        dump_value(pair.gold),
        units_of(pair.gold, pair.own, pair.schema),
        answer.score,
        standing,
    )


def answered_before(user: User, client_key: str | None) -> TrainingAnswer | None:
    """The answer that this very save made when it was sent before."""
    if not client_key:
        return None
    rows = TrainingAnswer.objects.filter(user=user, client_key=client_key)
    return rows.select_related("item__asset", "gold__project").first()


def begin_round(batch_id: UUID, *, by: Principal) -> Standing:
    """Another round: all items of the training are open to the person again. Raises `NotInTraining` while the last one is not
    over, and after it was passed.
    """
    batch, _ = my_training(by, batch_id)
    with transaction.atomic():
        # One at a time, and not while tasks are handed out to the same person.
        BatchAnnotator.objects.select_for_update().get(batch=batch, user=by.user)
        standing = standings_in(by.user.pk, [batch])[batch.pk]
        if not standing.may_go_again or batch.state != BatchState.OPEN:
            raise NotInTraining("Another round begins when one is over that was not passed.")
        TrainingRound.objects.create(batch=batch, user=by.user, number=standing.round + 1, started_at=now())
        mine = Task.objects.filter(batch=batch, annotator=by.user, state__in=DONE)
        mine.update(state=TaskState.OPEN, annotator=None, changed_at=now())
        return standings_in(by.user.pk, [batch])[batch.pk]


def slots_needed(batch: Batch) -> int:
    """As many as people have a seat or have done something: everybody does every item once."""
    seats = set(BatchAnnotator.objects.filter(batch=batch).values_list("user", flat=True))
    holders = Task.objects.filter(batch=batch, annotator__isnull=False)
    return max(1, len(seats | set(holders.values_list("annotator", flat=True))))
