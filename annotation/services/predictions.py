"""Predictions of items: how they come in, and what is shown of them to the people who label."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from annotation.models import Annotation, AnnotationRevision, Item, ItemPrediction
from annotation.queries.work import Handed
from annotation.services.schema_migration.showing import carry_draft
from guidelines.models import Project, SchemaVersion
from guidelines.values.value import Value, dump_value
from labelwright.database.bulk import insert_new
from labelwright.database.clock import now
from labelwright.ids import new_id


@dataclass(frozen=True, slots=True)
class NewPrediction:
    """What a model says about an item; `value` was validated by who read it, `scores` are from 0 to 1."""

    item_id: UUID
    value: Value
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AddedPredictions:
    new: int
    known: int


def add_predictions(
    predictions: Sequence[NewPrediction],
    *,
    model: str,
    schema_version: SchemaVersion,
    import_id: UUID | None = None,
) -> AddedPredictions:
    """Each item has a prediction of the model afterwards; one that had one keeps it. One query, or two."""
    at = now()
    rows = [
        {
            "id": new_id(),
            "item_id": each.item_id,
            "model": model,
            "schema_version_id": schema_version.pk,
            "value": dump_value(each.value),
            "scores": dict(each.scores),
            "import_id": import_id,
            "created_at": at,
        }
        for each in predictions
    ]
    new = len(insert_new(ItemPrediction, rows))
    return AddedPredictions(new, len(rows) - new)


@dataclass(frozen=True, slots=True)
class ShownPrediction:
    """A prediction as it reads under the schema version that the work is done under."""

    model: str
    value: Mapping[str, Any]
    scores: Mapping[str, float]


def shown_predictions(project: Project, handed: Sequence[Handed]) -> dict[UUID, ShownPrediction]:
    """By item: the newest prediction of each of these tasks, where the batch shows them. No query where none does.

    Work that came back is not predicted: somebody has said already what is there.
    """
    wanted = {
        each.assignment.task.item_id: each
        for each in handed
        if each.assignment.task.batch.shows_predictions and each.annotation is None
    }
    found = {}
    for prediction in newest_predictions(wanted).values():
        work = wanted[prediction.item_id]
        value = _under(project, work.assignment.task.item, prediction, work.schema_version)
        if value is not None:
            found[prediction.item_id] = ShownPrediction(prediction.model, value, prediction.scores)
    return found


def newest_predictions(items: Collection[UUID]) -> dict[UUID, ItemPrediction]:
    """The newest prediction of each of the items; one query, none for no items."""
    if not items:
        return {}
    rows = ItemPrediction.objects.filter(item__in=items).order_by("created_at", "id")
    return {row.item_id: row for row in rows}


def _under(
    project: Project, item: Item, prediction: ItemPrediction, schema_version: UUID | None
) -> Mapping[str, Any] | None:
    """Its value under the schema version; None where no operations lead there from its own."""
    if prediction.schema_version_id == schema_version:
        return prediction.value  # type: ignore[no-any-return]
    carried = carry_draft(project, item, value=prediction.value, schema_version=prediction.schema_version_id)
    return carried.value if carried.schema_version == schema_version else None


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What an annotation has of the prediction that its annotator was shown: regions, spans and segments, counted."""

    model: str
    kept: int  # as the model said it
    changed: int
    turned_down: int
    added: int  # that the model did not say


def prediction_of(annotation: Annotation, revision: AnnotationRevision) -> TakenOver | None:
    """What of `revision` came from the model that its annotator was shown; None where they were shown none.

    A region that was taken over keeps its id. Under another schema version, where labels have other keys, it counts as kept if
    it is in the same place.
    """
    task = annotation.task
    if task is None or not task.batch.shows_predictions:
        return None
    shown = ItemPrediction.objects.filter(item=annotation.item_id, created_at__lte=annotation.created_at)
    prediction = shown.order_by("-created_at", "-id").first()
    if prediction is None:
        return None
    read = _whole if revision.schema_version_id == prediction.schema_version_id else _place
    said, predicted = _parts(revision.value, read), _parts(prediction.value, read)
    both = said.keys() & predicted.keys()
    kept = sum(said[key] == predicted[key] for key in both)
    return TakenOver(
        prediction.model,
        kept=kept,
        changed=len(both) - kept,
        turned_down=len(predicted.keys() - both),
        added=len(said.keys() - both),
    )


def _parts(value: Mapping[str, Any], read: Callable[[Any], object]) -> dict[str, object]:
    return {
        part["id"]: read(part)
        for answer in value.values()
        for kind in ("regions", "spans", "segments")
        for part in answer.get(kind, ())
    }


def _whole(part: Any) -> object:
    return part


def _place(part: Any) -> object:
    return part.get("geometry") or (part.get("start"), part.get("end"))
