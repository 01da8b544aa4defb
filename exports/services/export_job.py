"""The job that writes an export. The same version, format and options give the same bytes, whoever writes them."""

from __future__ import annotations

import hashlib
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import suppress
from typing import IO, Any, BinaryIO, Final, cast
from uuid import UUID

from django.core.files.storage import default_storage

from datasets.models import DatasetFile
from datasets.queries.lenses import Lens, lens_on
from exports.formats.items import WriteReport
from exports.formats.registry import FORMATS, write_rows
from exports.models import Export
from exports.services.export_rows import VersionRows
from labelwright import files
from labelwright.jobs import services as jobs
from labelwright.jobs.errors import JobFailed
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job

KIND: Final = "exports.write"
AS_SCHEMA: Final = "as_schema"  # the option that is there only where it is not the version's own
TELL_SECONDS: Final = 1.0
DATA_NAME: Final = {"coco": "annotations.json", "jsonl": "items.jsonl", "csv": "items.csv"}
# The beginning of time in a ZIP: nothing of the day of writing may be in the bytes.
ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)


class _Cancelled(Exception):
    """Somebody asked the job to stop while the file was being written."""


class _Teller:
    """Tells the job how far it is, at most once a second, and stops the writing when it was cancelled or lost."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._told = time.monotonic()

    def __call__(self, done: int) -> None:
        if time.monotonic() - self._told < TELL_SECONDS:
            return
        self._told = time.monotonic()
        if not jobs.tell(self._job, done=done):
            raise _Cancelled


@register
class ExportHandler(Handler):
    """One step: the file is written and stored by `prepare`, and made visible at the end."""

    kind = KIND

    def __init__(self) -> None:
        self._made: dict[UUID, dict[str, Any] | None] = {}

    def total(self, job: Job) -> int | None:
        items: int | None = _export(job).version.counts.get("items")
        return items

    def prepare(self, job: Job, cursor: Any) -> None:
        export = _export(job)
        try:
            self._made[job.pk] = _write(export, _Teller(job))
        except _Cancelled:
            self._made[job.pk] = None
        except FileNotFoundError as error:
            words = "A file of the version is missing in the storage. Verify the version."
            raise JobFailed("file-lost", words) from error

    def step(self, job: Job, cursor: Any) -> Step:
        made = self._made.pop(job.pk)
        if made is None:
            return Step(cursor)
        left = max(0, (job.total or 0) - Job.objects.values_list("done", flat=True).get(pk=job.pk))
        return Step(made, done=left, finished=True)

    def finish(self, job: Job) -> dict[str, Any]:
        made: dict[str, Any] = dict(job.cursor or {})
        report = made.pop("report")
        Export.objects.filter(pk=job.params["export"]).update(state=Export.State.READY, **made)
        return {**report, "export": job.params["export"], "size": made["size"]}

    def abandon(self, job: Job) -> None:
        self._made.pop(job.pk, None)
        export = _export(job)
        Export.objects.filter(pk=export.pk).update(state=Export.State.FAILED)
        with suppress(FileNotFoundError):
            default_storage.delete(storage_name(export))

    def begin_again(self, job: Job) -> None:
        # Not that of an export which was asked for anew meanwhile, and has another job.
        failed = Export.objects.filter(pk=job.params["export"], job=job, state=Export.State.FAILED)
        failed.update(state=Export.State.WRITING)


def storage_name(export: Export) -> str:
    """Where the written file is in the storage."""
    return f"exports/{export.pk.hex}"


def _export(job: Job) -> Export:
    related = ("version__dataset__project", "version__schema_version")
    return Export.objects.select_related(*related).get(pk=job.params["export"])


def _write(export: Export, tell: _Teller) -> dict[str, Any]:
    format = FORMATS[export.format]
    with tempfile.TemporaryFile() as data, tempfile.TemporaryFile() as whole:
        written = _write_data(export, cast(BinaryIO, data), tell)
        ready: IO[bytes] = data
        ending, media_type = format.ending, format.media_type
        if export.options["media"]:
            ready, ending, media_type = whole, ".zip", "application/zip"
            _pack(export, data, cast(BinaryIO, whole), tell)
        sha256 = _sha256(ready)
        size = files.put(storage_name(export), ready, sha256=sha256)
    version = export.version
    split = f"-{export.options['split']}" if export.options.get("split") else ""
    lens = f"-as-{export.options[AS_SCHEMA]}" if AS_SCHEMA in export.options else ""
    return {
        "sha256": sha256,
        "size": size,
        "media_type": media_type,
        "file_name": f"{version.dataset.project.slug}-{version.number}-{export.format}{split}{lens}{ending}",
        "report": {
            "items": written.items,
            "answers": written.answers,
            "left_out": dict(written.left_out),
        },
    }


def _write_data(export: Export, out: BinaryIO, tell: _Teller) -> WriteReport:
    own = ("media", "annotations", AS_SCHEMA)
    options = {name: value for name, value in export.options.items() if name not in own}
    lens = _lens(export)
    rows = VersionRows(
        export.version,
        all_annotations=export.options["annotations"] == "all",
        progress=tell,
        plan=None if lens is None else lens.plan,
    )
    schema = export.version.schema_version if lens is None else lens.target
    written = write_rows(export.format, out, schema.document, rows, options)
    return WriteReport(written.items, written.answers, Counter(written.left_out) + Counter(rows.left_out))


def _lens(export: Export) -> Lens | None:
    number = export.options.get(AS_SCHEMA)
    return None if number is None else lens_on(export.version, number)


def _pack(export: Export, data: IO[bytes], out: BinaryIO, tell: _Teller) -> None:
    """A ZIP with the data and the images under the names that the data uses. Stored, not packed: images are already."""
    name = DATA_NAME.get(export.format, f"items{FORMATS[export.format].ending}")
    data.seek(0)
    media = DatasetFile.objects.filter(version=export.version, path__startswith="media/").order_by("path")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        _add(archive, name, data)
        for row in media.iterator(chunk_size=1000):
            row.version = export.version
            tell(0)
            with default_storage.open(row.storage_name, "rb") as content:
                _add(archive, row.path, content)


def _add(archive: zipfile.ZipFile, path: str, content: Any) -> None:
    entry = zipfile.ZipInfo(path, ZIP_DATE)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    with archive.open(entry, "w", force_zip64=True) as out:
        for piece in files.chunks_of(content):
            out.write(piece)


def _sha256(content: IO[bytes]) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    for piece in files.chunks_of(content):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
