"""The job that reads a file of predictions into its run, some hundred lines a step.

Another format is first rewritten to lines (`formats`). What was read belongs to the file until the end: where a line is
bad and the sender did not ask to keep the good ones, or where the job is cancelled, all of it is taken out again.
"""

from __future__ import annotations

import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import IO, Any, Final
from uuid import UUID

import msgspec
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Length
from msgspec import Struct, field

from annotation.models import Item
from datasets.evaluation.lines import LONGEST, Line, Problem, RewrittenLine, Unreadable, read_line
from datasets.evaluation.models import ModelRun, Prediction, PredictionFile
from datasets.evaluation.queries import images_of
from datasets.evaluation.services.formats import rewriter
from datasets.models import DatasetVersion
from datasets.queries.contents import item_rows_of
from guidelines.schema.context import ItemContext
from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import validate_value
from guidelines.values.errors import ValueErrors
from guidelines.values.value import Value, dump_value, parse_value
from labelwright import files
from labelwright.errors import Words
from labelwright.jobs.errors import JobFailed
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job

KIND: Final = "evaluation.read_predictions"
STEP_LINES: Final = 500
STEP_BYTES: Final = 4 * 1024 * 1024
STEP_SECONDS: Final = 1.0
PROBLEMS_TOLD: Final = 200
FAULTS_TOLD: Final = 3  # of one line


class Cursor(Struct):
    """How far the job is in the file. `phase`: rewrite, read, or end."""

    phase: str = "rewrite"
    offset: int = 0
    line: int = 0


class Taken(Struct):
    """A line that fits, and where it stands."""

    line: int
    at: str
    item: UUID
    value: dict[str, Any]
    scores: dict[str, float]


class Batch(Struct):
    """What a step takes, found out before its transaction."""

    after: Cursor
    size: int = 0
    taken: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@register
class ReadPredictions(Handler):
    """Params: `prediction_file`."""

    kind = KIND
    retryable = False  # its bytes are gone

    def __init__(self) -> None:
        self._batches: dict[UUID, Batch] = {}

    def total(self, job: Job) -> int | None:
        return _file(job).size

    def prepare(self, job: Job, cursor: Any) -> None:
        state = msgspec.convert(cursor or {}, Cursor)
        file = _file(job)
        try:
            if state.phase == "rewrite":
                self._batches[job.pk] = _rewrite(file, state)
            elif state.phase == "read":
                self._batches[job.pk] = _read(file, state)
        except FileNotFoundError as error:
            raise JobFailed("file-lost", "The file is no longer in the storage. Send it again.") from error

    def step(self, job: Job, cursor: Any) -> Step:
        state = msgspec.convert(cursor or {}, Cursor)
        if state.phase == "end":
            _judge(_file(job))
            return Step(cursor, finished=True)
        batch = self._batches.pop(job.pk)
        _take(_file(job), batch)
        return Step(msgspec.to_builtins(batch.after), done=batch.size)

    def finish(self, job: Job) -> dict[str, Any]:
        file = _file(job)
        PredictionFile.objects.filter(pk=file.pk).update(state=PredictionFile.State.READ)
        ModelRun.objects.filter(pk=file.run_id).update(predictions_count=F("predictions_count") + file.taken)
        _forget(file)
        return {"run": str(file.run_id), "taken": file.taken, "refused": file.refused}

    def abandon(self, job: Job) -> None:
        self._batches.pop(job.pk, None)
        file = _file(job)
        Prediction.objects.filter(file=file).delete()
        PredictionFile.objects.filter(pk=file.pk).update(state=PredictionFile.State.FAILED, taken=0)
        _forget(file)


def _file(job: Job) -> PredictionFile:
    related = ("run__version__dataset__project", "run__schema_version")
    return PredictionFile.objects.select_related(*related).get(pk=job.params["prediction_file"])


def _forget(file: PredictionFile) -> None:
    """The bytes go once it is certain that nobody needs them again."""

    def remove() -> None:
        for name in (file.storage_name, file.lines_name):
            with suppress(FileNotFoundError):
                default_storage.delete(name)

    transaction.on_commit(remove, robust=True)


# Rewriting


def _rewrite(file: PredictionFile, state: Cursor) -> Batch:
    """The file as lines is in the storage; writing it again changes nothing."""
    batch = Batch(Cursor("read"))
    rewrite = rewriter(file.format)
    if rewrite is None:
        return batch
    run = file.run

    def images() -> Iterator[Any]:
        return images_of(run.version, run.split)

    with default_storage.open(file.storage_name) as sent, tempfile.TemporaryFile() as lines:
        for each in rewrite(sent, run.schema_version.document, images, file.options):
            if isinstance(each, Problem):
                batch.problems.append(each)
            else:
                lines.write(msgspec.json.encode(each) + b"\n")
        lines.seek(0)
        files.put(file.lines_name, lines)
    return batch


# Reading


def _read(file: PredictionFile, state: Cursor) -> Batch:
    """The next lines of the file, each checked against the schema of the run and the size of its item."""
    is_rewritten = rewriter(file.format) is not None
    batch = Batch(Cursor("read", state.offset, state.line))
    found: list[tuple[int, Line]] = []
    started = time.monotonic()
    with default_storage.open(file.lines_name if is_rewritten else file.storage_name) as stream:
        stream.seek(state.offset)
        while len(found) < STEP_LINES and batch.size < STEP_BYTES:
            source = _next(stream, batch)
            if source is None:
                batch.after.phase = "end"
                break
            number = batch.after.line
            if number == 1:
                source = source.removeprefix(b"\xef\xbb\xbf")
            if source.strip():
                try:
                    found.append((number, read_line(source, is_rewritten=is_rewritten)))
                except Unreadable as problem:
                    batch.problems.append(Problem(problem.words, number))
            if time.monotonic() - started > STEP_SECONDS:
                break
    _check(file, found, batch)
    if is_rewritten:  # its lines are nobody's but ours, and its size is another
        batch.size = 0
    return batch


def _next(stream: IO[bytes], batch: Batch) -> bytes | None:
    """The next line; an empty one in place of one that is too long, with a problem noted. None at the end."""
    source = stream.readline(LONGEST + 1)
    if not source:
        return None
    batch.after.line += 1
    size = len(source)
    if size > LONGEST:
        ends = source.endswith(b"\n")
        while not ends and (rest := stream.readline(LONGEST)):
            size += len(rest)
            ends = rest.endswith(b"\n")
        words = Words("The line is longer than {most} bytes.", most=LONGEST)
        batch.problems.append(Problem(words, batch.after.line))
        source = b""  # there is nothing more to be said of it
    batch.size += size
    batch.after.offset += size
    return source


def _check(file: PredictionFile, found: list[tuple[int, Line]], batch: Batch) -> None:
    schema = parse_document(file.run.schema_version.document)
    items = _items(file.run, [line for _, line in found])
    for number, line in found:
        at = line.at if isinstance(line, RewrittenLine) else ""
        name = line.item if line.item is not None else line.external_id
        item = items.get((line.item is not None, str(name)))
        if item is None:
            where = file.run.split or file.run.version.number
            words = Words(
                "“{name}” is no item of {where} of this version.", name=str(name)[:200], where=where
            )
            batch.problems.append(_problem(words, number, at))
            continue
        read = _fitting(line, schema, item[1])
        if isinstance(read, str):
            batch.problems.append(_problem(read, number, at))
        else:
            batch.taken.append(Taken(number, at, item[0], dump_value(read), dict(line.scores)))


def _problem(detail: str, line: int, at: str) -> Problem:
    return Problem(detail, None, at) if at else Problem(detail, line)


def _fitting(line: Line, schema: Schema, context: ItemContext) -> Value | str:
    """The value that the line holds, or what is wrong with it."""
    try:
        value = parse_value(bytes(line.value), schema)
        faults = validate_value(schema, value, context=context, complete=False)
    except ValueErrors as error:
        faults = list(error.errors)
    except RecursionError:
        return Words("The line is nested too deeply.")
    if faults:
        told = [f"/value{fault.pointer}: {fault.detail}" for fault in faults[:FAULTS_TOLD]]
        return " ".join(told)
    known = {part.id for answer in value.answers.values() for part in answer.located} | value.answers.keys()
    strange = sorted(line.scores.keys() - known)
    if strange:
        return Words(
            "/scores: Expected ids of regions or spans, or keys of answered fields, found {found}.",
            found=strange[0][:100],
        )
    return value


def _items(run: ModelRun, lines: list[Line]) -> dict[tuple[bool, str], tuple[UUID, ItemContext]]:
    """The items that the lines name and that the run is about, by (whether it is an id, name)."""
    ids, names = set[UUID](), set[str]()
    for line in lines:
        if line.item is not None:
            with suppress(ValueError):
                ids.add(UUID(line.item))
        elif line.external_id is not None and "\0" not in line.external_id:
            names.add(line.external_id)
    rows = Item.objects.filter(project=run.project_id)
    within = _members(run.version_id, run.split)
    found: dict[tuple[bool, str], tuple[UUID, ItemContext]] = {}
    for by_id, chosen in ((True, rows.filter(pk__in=ids)), (False, rows.filter(external_id__in=names))):
        fields = chosen.annotate(length=Length("text")).values_list(
            "pk", "external_id", "asset__width", "asset__height", "asset__duration", "length"
        )
        for pk, external_id, width, height, duration, length in fields:
            if pk in within:
                context = ItemContext(
                    width=width, height=height, text_length=length or None, duration=duration
                )
                found[by_id, str(pk) if by_id else str(external_id)] = (pk, context)
    return found


class Members:
    """The ids of many items, sixteen bytes each."""

    def __init__(self, ids: Iterator[UUID]) -> None:
        self._packed = b"".join(sorted(each.bytes for each in ids))

    def __len__(self) -> int:
        return len(self._packed) // 16

    def __getitem__(self, place: int) -> bytes:
        return self._packed[16 * place : 16 * place + 16]

    def __contains__(self, item: UUID) -> bool:
        place = bisect_left(self, item.bytes)
        return place < len(self) and self[place] == item.bytes


@lru_cache(maxsize=4)
def _members(version_id: UUID, split: str) -> Members:
    """The items of a split of a published version, which never change."""
    version = DatasetVersion.objects.select_related("dataset__project").get(pk=version_id)
    rows = item_rows_of(version)
    return Members(UUID(row["item_id"]) for row in rows if not split or row["split"] == split)


# Taking


def _take(file: PredictionFile, batch: Batch) -> None:
    wanted = [each.item for each in batch.taken]
    seen = set(Prediction.objects.filter(run=file.run, item__in=wanted).values_list("item_id", flat=True))
    rows: list[Prediction] = []
    problems = list(batch.problems)
    for each in batch.taken:
        if each.item in seen:
            words = Words("The item was predicted before, in this file or another. One line for each item.")
            problems.append(_problem(words, each.line, each.at))
            continue
        seen.add(each.item)
        rows.append(
            Prediction(run=file.run, item_id=each.item, file=file, value=each.value, scores=each.scores)
        )
    Prediction.objects.bulk_create(rows, batch_size=STEP_LINES)
    if not rows and not problems:
        return
    problems.sort(key=lambda each: each.line or 0)
    room = max(0, PROBLEMS_TOLD - len(file.problems))
    file.problems = [*file.problems, *(_told(each) for each in problems[:room])]
    file.taken, file.refused = file.taken + len(rows), file.refused + len(problems)
    file.save(update_fields=["problems", "taken", "refused"])


def _told(problem: Problem) -> dict[str, Any]:
    """As it is stored: what it quotes may hold signs that no database does."""
    detail = str(problem.detail)[:1000].replace("\0", "\ufffd").encode(errors="replace").decode()
    return {"line": problem.line, "pointer": problem.pointer[:200], "detail": detail}


def _judge(file: PredictionFile) -> None:
    """Nothing, or `JobFailed` where the file is refused as a whole."""
    if file.refused and not file.keep_good:
        first = file.problems[0]
        where = f"line {first['line']}" if first["line"] else first["pointer"]
        raise JobFailed(
            "predictions-refused",
            f"{file.refused} of its predictions do not fit, so none was taken. "
            f"{file.name}, {where}: {first['detail']}",
        )
    if not file.taken:
        raise JobFailed("predictions-refused", f"There is no prediction in {file.name} that could be taken.")
