"""Labels and predictions of one item, carried to the same schema version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from annotation.services.schema_migration.carrying import fate_of
from datasets.contents.losses import Losses
from datasets.evaluation.metrics.scoring import Side
from datasets.evaluation.models import Prediction, RunScore
from datasets.evaluation.queries import prediction_of, ways_to
from datasets.queries.contents import Row, StoredItem, stored_item
from guidelines.operations.base import Material
from guidelines.operations.outcome import Carried, Migrated
from guidelines.operations.plan import Plan
from guidelines.values.value import Value
from labelwright.errors import NotFound


def material_of(item: Row) -> Material:
    """What carrying a value needs to know of a stored item."""
    return Material(
        width=item["width"], height=item["height"], text=item["text"], duration=item.get("duration")
    )


def chosen(stored: StoredItem) -> Row:
    """The annotation of the item that counts: the first that was accepted, else the first."""
    accepted = (each for each in stored.annotations if each["state"] == "accepted")
    return next(accepted, stored.annotations[0])


def labels_of(plan: Plan, stored: StoredItem, losses: Losses) -> Value | None:
    """The labels of the item under the plan's last schema; None where the lens leaves them out, which is in `losses`."""
    return _carried(plan, chosen(stored)["value"].encode(), material_of(stored.item), losses)[0]


def prediction_side(plan: Plan, prediction: Prediction, item: Row, losses: Losses) -> Side | None:
    """As `labels_of`, for a prediction. What one region became is as sure as it was."""
    value, carried = _carried(plan, prediction.value, material_of(item), losses)
    if value is None or carried is None:
        return None
    return Side(value, _scores(prediction.scores, carried))


def _carried(
    plan: Plan, source: bytes | Mapping[str, Any], material: Material, losses: Losses
) -> tuple[Value | None, Carried | None]:
    carried = fate_of(plan, source, material).carried
    if carried is None:
        losses.refused += 1
        return None, None
    return (carried.value if losses.count(carried) else None), carried


def _scores(scores: Mapping[str, float], carried: Carried) -> dict[str, float]:
    found = dict(scores)
    for change in carried.changes:
        score = found.get(change.subject.id or change.subject.field)
        if score is None or not isinstance(change.outcome, Migrated):
            continue
        for part in change.outcome.parts:
            made = getattr(part, "id", "")
            if made:
                found.setdefault(made, score)
    return found


@dataclass(frozen=True, slots=True)
class Both:
    """An item with what people said of it and what the model says, as the score compares them; None for what is not there."""

    item: Row
    labels: Value | None
    prediction: Side | None


def both_sides(score: RunScore, item_id: UUID) -> Both:
    """Both sides of an item under the schema of the score. Raises `NotFound` for an item that the run is not about."""
    run = score.run
    stored = stored_item(run.version, item_id)
    if stored is None or (run.split and stored.item["split"] != run.split):
        raise NotFound
    ways = ways_to(run, score.schema_version)
    prediction = prediction_of(run, item_id)
    return Both(
        stored.item,
        labels_of(ways.labels, stored, Losses()),
        None if prediction is None else prediction_side(ways.predictions, prediction, stored.item, Losses()),
    )
