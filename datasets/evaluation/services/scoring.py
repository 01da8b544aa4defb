"""The job that scores a run: shard by shard of its version, then the report.

The report depends on the version's own files, the run, the operations between their schemas, and the threshold; it says
so by the hash of all of them. What average precision needs of every prediction (a score and some bits) waits in a piece
per shard until the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Final
from uuid import UUID

import msgspec
import numpy as np
from django.core.files.storage import default_storage
from django.db import transaction
from msgspec import Struct, field

from datasets.contents.losses import Losses
from datasets.evaluation.metrics.average_precision import Matches, average_precision, together
from datasets.evaluation.metrics.scoring import ItemResult, score_item
from datasets.evaluation.metrics.tally import Precisions, Tally, report
from datasets.evaluation.models import ItemScore, ModelRun, Prediction, RunScore
from datasets.evaluation.queries import Ways, ways_to
from datasets.evaluation.services.sides import labels_of, prediction_side
from datasets.queries.contents import StoredItem, shard_of
from guidelines.schema.parse import parse_document
from labelwright import files
from labelwright.jobs.errors import JobFailed
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job

KIND: Final = "evaluation.score"
METHOD: Final = 1  # counts up when the same inputs would give another report
ITEMS_AT_ONCE: Final = 250
COUNTING, READY, FAILED = RunScore.State

Piece = dict[str, tuple[bytes, bytes, bytes, int]]  # field|label → the columns of `Matches`


class Cursor(Struct):
    """How far the job is: the next shard, and what was counted so far. `digest` chains the predictions."""

    shard: int = 0
    done: bool = False
    tally: Tally = field(default_factory=Tally)
    labels: Losses = field(default_factory=Losses)
    predictions: Losses = field(default_factory=Losses)
    left_out: int = 0
    digest: str = ""


class Counted(Struct):
    """What a step writes; with `report` it is the last."""

    state: Cursor
    seen: int = 0
    items: list[tuple[UUID, ItemResult]] = field(default_factory=list)
    report: dict[str, Any] | None = None


@register
class ScoreRun(Handler):
    """Params: `run_score`. One step counts each shard of the version, the last makes the report."""

    kind = KIND
    retryable = False  # asking again counts again

    def __init__(self) -> None:
        self._made: dict[UUID, Counted] = {}

    def total(self, job: Job) -> int | None:
        run = _score(job).run
        counts = run.version.counts
        by_split = {each["name"]: each["items"] for each in counts.get("splits", [])}
        total: int | None = by_split.get(run.split) if run.split else counts.get("items")
        return total

    def prepare(self, job: Job, cursor: Any) -> None:
        state = msgspec.convert(cursor or {}, Cursor)
        if state.done:
            return
        score = _score(job)
        ways = ways_to(score.run, score.schema_version)
        try:
            source = shard_of(score.run.version, state.shard)
            made = _conclude(score, ways, state) if source is None else _count(score, ways, state, source)
        except FileNotFoundError as error:
            words = "A file of the version is missing in the storage. Verify the version."
            raise JobFailed("file-lost", words) from error
        self._made[job.pk] = made

    def step(self, job: Job, cursor: Any) -> Step:
        if cursor is not None and msgspec.convert(cursor, Cursor).done:
            return Step(cursor, finished=True)
        score, made = _score(job), self._made.pop(job.pk)
        if made.report is not None:
            score.report, score.inputs_sha256 = made.report, made.report["inputs_sha256"]
            score.figures = figures(made.report)
            score.save(update_fields=["report", "inputs_sha256", "figures"])
            return Step(msgspec.to_builtins(made.state), finished=True)
        ItemScore.objects.bulk_create(
            (
                ItemScore(
                    score=score,
                    item_id=item,
                    errors=found.errors,
                    right=found.right,
                    missed=found.missed,
                    extra=found.extra,
                    confused=found.confused,
                )
                for item, found in made.items
            ),
            batch_size=500,
        )
        return Step(msgspec.to_builtins(made.state), done=made.seen)

    def finish(self, job: Job) -> dict[str, Any]:
        score = _score(job)
        RunScore.objects.filter(pk=score.pk).update(state=READY)
        _remove_pieces(score)
        return {"run": str(score.run_id), "score": str(score.pk), "figures": score.figures}

    def abandon(self, job: Job) -> None:
        self._made.pop(job.pk, None)
        score = _score(job)
        ItemScore.objects.filter(score=score).delete()
        RunScore.objects.filter(pk=score.pk, state=COUNTING).update(state=FAILED)
        _remove_pieces(score)


def figures(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The first figure of each field, for lists."""
    return [
        {
            "field": each["field"],
            "name": each["name"],
            "metric": each["headline"],
            "value": each["figures"].get(each["headline"]),
        }
        for each in told["fields"]
    ]


def _score(job: Job) -> RunScore:
    related = (
        "run__project",
        "run__version__dataset__project",
        "run__version__schema_version",
        "run__schema_version",
        "schema_version",
    )
    return RunScore.objects.select_related(*related).get(pk=job.params["run_score"])


# Counting


def _count(score: RunScore, ways: Ways, state: Cursor, source: Iterator[StoredItem]) -> Counted:
    """A shard is counted; what average precision needs of it is in the storage."""
    made, run = Counted(state), score.run
    schema = parse_document(score.schema_version.document)
    parts: dict[str, list[Matches]] = {}
    digest = hashlib.sha256(state.digest.encode())
    mine = (each for each in source if not run.split or each.item["split"] == run.split)
    while items := list(islice(mine, ITEMS_AT_ONCE)):
        said = _predictions(run, items)
        made.seen += len(items)
        for stored in items:
            item_id = UUID(stored.item["item_id"])
            prediction = said.get(item_id)
            digest.update(_fingerprint(item_id, prediction))
            labels = labels_of(ways.labels, stored, state.labels)
            side = (
                None
                if prediction is None
                else prediction_side(ways.predictions, prediction, stored.item, state.predictions)
            )
            if labels is None or (prediction is not None and side is None):
                state.left_out += 1
                continue
            state.tally.several += len(stored.annotations) > 1
            width, height = stored.item["width"], stored.item["height"]
            size = (width, height) if width and height else None
            result = score_item(state.tally, schema, labels, side, size, score.threshold)
            for key, matches in result.matches.items():
                parts.setdefault(key, []).append(matches)
            if result.errors:
                made.items.append((item_id, msgspec.structs.replace(result, matches={})))
    _write_piece(score, state.shard, {key: together(each) for key, each in parts.items()})
    state.digest = digest.hexdigest()
    state.shard += 1
    return made


def _predictions(run: ModelRun, items: Sequence[StoredItem]) -> dict[UUID, Prediction]:
    ids = [each.item["item_id"] for each in items]
    return {each.item_id: each for each in Prediction.objects.filter(run=run, item__in=ids)}


def _fingerprint(item_id: UUID, prediction: Prediction | None) -> bytes:
    said = None if prediction is None else [prediction.value, prediction.scores]
    return item_id.bytes + msgspec.json.encode(said, order="sorted") + b"\n"


def _name(score: RunScore, shard: int) -> str:
    return f"{score.folder}/{shard:06d}"


def _write_piece(score: RunScore, shard: int, found: dict[str, Matches]) -> None:
    piece: Piece = {
        key: (each.scores.tobytes(), each.right.tobytes(), each.ignored.tobytes(), each.labelled)
        for key, each in found.items()
    }
    files.put(_name(score, shard), msgspec.msgpack.encode(piece))


def _read_piece(score: RunScore, shard: int) -> dict[str, Matches]:
    with default_storage.open(_name(score, shard)) as stored:
        piece = msgspec.msgpack.decode(stored.read(), type=Piece)
    return {
        key: Matches(
            np.frombuffer(scores),
            np.frombuffer(right, dtype=np.uint16),
            np.frombuffer(ignored, dtype=np.uint16),
            labelled,
        )
        for key, (scores, right, ignored, labelled) in piece.items()
    }


def _remove_pieces(score: RunScore) -> None:
    def remove() -> None:
        with suppress(FileNotFoundError, NotADirectoryError):
            _, names = default_storage.listdir(score.folder)
            for name in names:
                default_storage.delete(f"{score.folder}/{name}")
            default_storage.delete(score.folder)  # on a disk the empty folder too

    transaction.on_commit(remove, robust=True)


# The report


def _conclude(score: RunScore, ways: Ways, state: Cursor) -> Counted:
    state.done = True
    schema, run = parse_document(score.schema_version.document), score.run
    told = report(state.tally, schema, _precisions(score, state.shard))
    inputs = [
        METHOD,
        run.version.manifest_sha256,
        run.split,
        ways.labels.hash,
        ways.predictions.hash,
        state.digest,
        score.threshold,
    ]
    told |= {
        "inputs_sha256": hashlib.sha256(msgspec.json.encode(inputs)).hexdigest(),
        "left_out": state.left_out,
        "lens": {
            "labels": _lens(run.version.schema_version_id, score, ways.labels, state.labels),
            "predictions": _lens(run.schema_version_id, score, ways.predictions, state.predictions),
        },
    }
    return Counted(state, report=told)


def _lens(home: UUID, score: RunScore, plan: Any, losses: Losses) -> dict[str, Any] | None:
    """What carrying did to one side; None where it is under the schema already and lost nothing."""
    if home == score.schema_version_id and not (losses.refused or losses.without_answer):
        return None
    return {"operations": [operation.describe() for operation in plan.operations], **losses.report(plan)}


def _precisions(score: RunScore, shards: int) -> Precisions:
    parts: dict[str, list[Matches]] = {}
    for shard in range(shards):
        for key, matches in _read_piece(score, shard).items():
            parts.setdefault(key, []).append(matches)
    found = {key: average_precision(together(each)) for key, each in parts.items()}
    return {key: [float(part) for part in each] for key, each in found.items() if each is not None}
