"""The job that writes a version under another schema: shard by shard, then card and manifest.

The bytes depend on the version's own files, the operations and the schema asked for, and on nothing of the day of writing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.core.files.storage import default_storage
from django.db.models import BigIntegerField, Q, Sum
from msgspec import Struct, field

from datasets.contents import decisions, shards
from datasets.contents.card import card
from datasets.contents.losses import Losses
from datasets.contents.tally import Tally
from datasets.manifest import GUIDELINE_PAGE, PICTURES, canonical, pieces
from datasets.models import DatasetFile, DatasetLens, LensFile
from datasets.queries.contents import StoredItem, head_of_manifest, shard_of
from datasets.queries.lenses import Lens, lens_entries, with_plan
from datasets.services.lens.look import Look
from guidelines.operations.registry import write_operation
from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document
from guidelines.values.usage import labels_used
from guidelines.values.value import parse_value
from labelwright import files
from labelwright.jobs.errors import JobFailed
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job

KIND = "datasets.lens"
PATHS_AT_ONCE = 500
WRITING, READY, FAILED = DatasetLens.State


class Cursor(Struct):
    """How far the job is: the next shard of the version, the next of the lens, and what was counted so far."""

    source: int = 0
    shard: int = 0
    tally: Tally = field(default_factory=Tally)
    losses: Losses = field(default_factory=Losses)
    manifest: str = ""
    manifest_size: int = 0


class Written(Struct):
    """A shard that is in the storage and not yet in the database; without `entries` there was no such shard."""

    state: Cursor
    seen: int
    entries: list[tuple[str, str, int]]  # path, hash, size
    media: list[str]


@register
class WriteLens(Handler):
    """Params: `lens`. One step writes each shard of the version, the last the rest."""

    kind = KIND
    retryable = False  # what failed is gone; asking again gives the same bytes

    def __init__(self) -> None:
        self._made: dict[UUID, Written | None] = {}

    def total(self, job: Job) -> int | None:
        annotations: int | None = _lens(job).version.counts.get("annotations")
        return annotations

    def prepare(self, job: Job, cursor: Any) -> None:
        state = _state(cursor)
        if state.manifest:
            return
        try:
            self._made[job.pk] = write_shard(_lens(job), state)
        except FileNotFoundError as error:
            words = "A file of the version is missing in the storage. Verify the version."
            raise JobFailed("file-lost", words) from error

    def step(self, job: Job, cursor: Any) -> Step:
        state = _state(cursor)
        if state.manifest:
            return Step(cursor, finished=True)
        lens, made = _lens(job), self._made.pop(job.pk)
        if made is None:
            write_the_rest(lens, state)
            return Step(msgspec.to_builtins(state), finished=True)
        _note(lens, made)
        return Step(msgspec.to_builtins(made.state), done=made.seen)

    def finish(self, job: Job) -> dict[str, Any]:
        return _show(_lens(job), msgspec.convert(job.cursor, Cursor))

    def abandon(self, job: Job) -> None:
        self._made.pop(job.pk, None)
        lens = DatasetLens.objects.get(pk=job.params["lens"])
        ours = lens.files.exclude(path__startswith="media/").values_list("sha256", flat=True)
        for sha256 in ours:
            default_storage.delete(lens.storage_name(sha256))
        lens.files.all().delete()
        DatasetLens.objects.filter(pk=lens.pk, state=WRITING).update(state=FAILED)


def _state(cursor: Any) -> Cursor:
    return msgspec.convert(cursor or {}, Cursor)


def _lens(job: Job) -> DatasetLens:
    related = ("version__dataset__project", "version__schema_version", "schema_version")
    return DatasetLens.objects.select_related(*related).get(pk=job.params["lens"])


def write_shard(lens: DatasetLens, state: Cursor) -> Written | None:
    """The next shard of the version is in the storage as it is under the schema; None if there is no further one."""
    source = shard_of(lens.version, state.source)
    if source is None:
        return None
    shown = with_plan(lens)
    look, schema = Look(shown.plan, state.losses), parse_document(shown.target.document)
    items, said, seen = list[shards.ItemRow](), list[shards.AnnotationRow](), 0
    for stored in source:
        seen += len(stored.annotations)
        kept = look.item(stored)
        if kept is not None:
            _collect(kept, schema, state.tally, items, said)
    state.source += 1
    if not items:
        return Written(state, seen, [], [])
    entries = [
        (path, *_put(lens, content))
        for path, content in (
            (shards.items_path(state.shard), shards.items_file(items)),
            (shards.annotations_path(state.shard), shards.annotations_file(said)),
        )
    ]
    state.shard += 1
    return Written(state, seen, entries, [row.media for row in items if row.media is not None])


def _collect(
    kept: StoredItem,
    schema: Schema,
    tally: Tally,
    items: list[shards.ItemRow],
    said: list[shards.AnnotationRow],
) -> None:
    item = shards.ItemRow(**kept.item)
    items.append(item)
    tally.add_item(item.split)
    for each in kept.annotations:
        row = shards.AnnotationRow(**each)
        said.append(row)
        tally.add_annotation(
            row.split,
            labels_used(parse_value(row.value.encode(), schema)),
            state=row.state,
            cause=row.cause,
            schema_version=row.schema_version,
            guideline_version=row.guideline_version,
            annotator=row.annotator,
        )


def _put(lens: DatasetLens, content: bytes) -> tuple[str, int]:
    sha256 = hashlib.sha256(content).hexdigest()
    files.put(lens.storage_name(sha256), content, sha256=sha256)
    return sha256, len(content)


def _note(lens: DatasetLens, made: Written) -> None:
    """The files of a shard are in the database, the media that it names too."""
    LensFile.objects.bulk_create(
        LensFile(lens=lens, path=path, sha256=sha256, size=size, media_type=shards.MEDIA_TYPE)
        for path, sha256, size in made.entries
    )
    for start in range(0, len(made.media), PATHS_AT_ONCE):
        _note_media(lens, made.media[start : start + PATHS_AT_ONCE])


def _note_media(lens: DatasetLens, paths: Sequence[str]) -> None:
    rows = DatasetFile.objects.filter(version=lens.version, path__in=paths)
    LensFile.objects.bulk_create(
        (
            LensFile(lens=lens, path=path, sha256=sha256, size=size, media_type=media_type)
            for path, sha256, size, media_type in rows.values_list("path", "sha256", "size", "media_type")
        ),
        ignore_conflicts=True,  # two items may have the same bytes
    )


def write_the_rest(lens: DatasetLens, state: Cursor) -> None:
    """Schema, guideline, decisions, card and manifest are written; `state` knows the manifest's hash."""
    if not state.shard:
        raise JobFailed(
            "nothing-fits", f"Nothing of the version can be said under schema {lens.schema_version.number}."
        )
    head = head_of(with_plan(lens), state)
    _add(lens, "schema.json", canonical(lens.schema_version.document), "application/json")
    _add_from_version(lens, ("guideline.md", GUIDELINE_PAGE, decisions.NAME))
    _add(lens, "README.md", card(head).encode(), "text/markdown")
    state.manifest, state.manifest_size = files.put_pieces(
        pieces(head, lens_entries(lens)), name_of=lens.storage_name
    )


def _add(lens: DatasetLens, path: str, content: bytes, media_type: str) -> None:
    sha256, size = _put(lens, content)
    LensFile.objects.create(lens=lens, path=path, sha256=sha256, size=size, media_type=media_type)


def _add_from_version(lens: DatasetLens, paths: Sequence[str]) -> None:
    """The rules that people followed and what was decided are those of the version, whatever its labels are called now."""
    there = DatasetFile.objects.filter(version=lens.version)
    for file in there.filter(Q(path__in=paths) | Q(path__startswith=PICTURES)).order_by("path"):
        file.version = lens.version
        with default_storage.open(file.storage_name) as content:
            sha256, size = files.put_pieces(files.chunks_of(content), name_of=lens.storage_name)
        LensFile.objects.create(
            lens=lens, path=file.path, sha256=sha256, size=size, media_type=file.media_type
        )


def head_of(lens: Lens, state: Cursor) -> dict[str, Any]:
    """All of the manifest but the files: that of the version, with another schema, and with what lies between them."""
    head, target = head_of_manifest(lens.version), lens.target
    names = [share["name"] for share in head["splits"]["shares"]]
    base = {name: head["schema"][name] for name in ("number", "identity")}
    return {
        **head,
        "schema": {"number": target.number, "identity": target.identity, "document": target.document},
        "counts": _counts(target.document, state.tally, names),
        "lens": {
            "base": lens.version.manifest_sha256,
            "schema": base,
            "plan": {
                "hash": lens.plan.hash,
                "operations": [write_operation(operation) for operation in lens.plan.operations],
                "words": [str(words) for words in lens.operations],
            },
            "report": state.losses.report(lens.plan),
        },
    }


def _counts(document: dict[str, Any], tally: Tally, splits: Sequence[str]) -> dict[str, Any]:
    return tally.counts(parse_document(document), splits)


def _show(lens: DatasetLens, state: Cursor) -> dict[str, Any]:
    """In the transaction that ends the job: the lens is there for everybody who may pull the version."""
    report = state.losses.report(with_plan(lens).plan)
    names = [name for name, _ in lens.version.shares]
    size = lens.files.aggregate(size=Sum("size", output_field=BigIntegerField()))["size"]
    DatasetLens.objects.filter(pk=lens.pk).update(
        state=READY,
        manifest_sha256=state.manifest,
        manifest_size=state.manifest_size,
        counts=_counts(lens.schema_version.document, state.tally, names),
        report=report,
        file_count=lens.files.count() + 1,
        file_bytes=size + state.manifest_size,
    )
    return {
        "dataset_version": str(lens.version_id),
        "as_schema": lens.schema_version.number,
        "identity": state.manifest,
        **report,
    }
