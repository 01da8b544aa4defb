"""An import is collected file by file, looked at, and started. The rest is the job's (`import_job`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import IO, Any, Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Max, Q, Sum

from annotation.services.media import delete_unused_assets
from exports.archives import check_name
from exports.errors import (
    ImportKept,
    NotCollecting,
    NothingToImport,
    StillReading,
    UploadCutOff,
    UploadTooLarge,
)
from exports.formats.items import Read, ReadFault, ReadItem
from exports.formats.registry import FORMATS, Guess, guess_formats, parse_options, read_source
from exports.models import Import, ImportFile
from exports.services.import_job import KIND
from exports.services.uploads import kept_folders, open_uploads, remove_files
from guidelines.models import Project
from guidelines.queries.versions import current_schema
from labelwright import files
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Words
from labelwright.ids import new_id
from labelwright.jobs.models import Job
from labelwright.jobs.services import start_job

FILE_BYTES: Final = 4 * 1024**3
TOTAL_BYTES: Final = 20 * 1024**3
MOST_FILES: Final = 50_000
ABANDONED_AFTER: Final = timedelta(hours=24)
READABLE: Final = tuple(each.key for each in FORMATS.values() if each.reads)
SAMPLE: Final = 5


def create_import(
    project: Project,
    *,
    by: Principal,
    format: str = "auto",
    options: Mapping[str, Any] | None = None,
    model: str = "",
) -> Import:
    """An import that collects files; with `model`, its labels are that model's predictions. Raises `Invalid` for an unknown format or options that it does not have."""
    options = dict(options or {})
    _check_options(format, options)
    return Import.objects.create(
        project=project, format=format, options=options, model=model, created_by=by.user
    )


def _check_options(format: str, options: Mapping[str, Any]) -> None:
    if format == "auto":
        if options:
            words = "Options belong to a format. Name the format, or leave the options out."
            raise Invalid(words, errors=[Fault("/options", words)])
        return
    kind = FORMATS[format].read_options if format in READABLE else None
    if kind is None:
        words = Words(
            "“{format}” cannot be imported. Known are: auto, {known}.",
            format=format,
            known=", ".join(READABLE),
        )
        raise Invalid(words, errors=[Fault("/format", words)])
    parse_options(kind, options)


def add_file(
    source: Import, content: IO[bytes], *, path: str, size: int | None, sha256: str | None = None
) -> ImportFile:
    """The file is part of the import; one that was sent under the same path before is replaced.

    `size` is what was announced, None if less than that came; with `sha256`, other bytes are refused.
    Raises `NotCollecting`, `UploadTooLarge`, `UploadCutOff`, and `ArchiveRefused` for a path that could do harm.
    """
    path = check_name(path)
    if len(path) > 500:
        raise Invalid("A path has 500 characters at most.", errors=[Fault("/path", "Shorten it.")])
    if size is not None and size > FILE_BYTES:
        raise UploadTooLarge(
            Words("A file may have {most} bytes at most.", most=FILE_BYTES), limit=FILE_BYTES
        )
    if source.state != Import.State.COLLECTING:
        raise NotCollecting
    row = ImportFile(id=new_id(), source=source, path=path)
    row.sha256, row.size = _measured(content)
    if row.size != size:
        raise UploadCutOff(Words("Only {size} bytes came. Send the file again.", size=row.size))
    if sha256 is not None and row.sha256 != sha256:
        raise UploadCutOff("The bytes that came have another hash. Send the file again.")
    files.put(row.storage_name, content, sha256=row.sha256)
    try:
        _enter(row)
    except BaseException:
        default_storage.delete(row.storage_name)
        raise
    return row


def _enter(row: ImportFile) -> None:
    with transaction.atomic():
        source = Import.objects.select_for_update().get(pk=row.source_id)
        if source.state != Import.State.COLLECTING:
            raise NotCollecting
        others = source.files.exclude(path=row.path).aggregate(count=Count("*"), size=Sum("size"))
        if others["count"] >= MOST_FILES:
            raise UploadTooLarge(
                Words("An import takes {most} files at most. Pack them into a ZIP.", most=MOST_FILES)
            )
        if (others["size"] or 0) + row.size > TOTAL_BYTES:
            raise UploadTooLarge(
                Words("An import takes {most} bytes at most.", most=TOTAL_BYTES), limit=TOTAL_BYTES
            )
        for old in source.files.filter(path=row.path):
            transaction.on_commit(partial(default_storage.delete, old.storage_name), robust=True)
            old.delete()
        row.save(force_insert=True)


def _measured(content: IO[bytes]) -> tuple[str, int]:
    """Hash and size of the bytes; the file stands at its start afterwards."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    for piece in files.chunks_of(content):
        digest.update(piece)
        size += len(piece)
    content.seek(0)
    return digest.hexdigest(), size


@dataclass(frozen=True, slots=True)
class Preview:
    """What the files look like: the format, what else they may be, and the first items and faults."""

    format: str
    guesses: tuple[Guess, ...]
    files: int
    items: list[ReadItem]
    faults: list[ReadFault]


def preview(source: Import, *, format: str = "auto", options: Mapping[str, Any] | None = None) -> Preview:
    """The first items as the import would read them, without writing anything. Raises as the import would fail."""
    options = dict(options or {})
    _check_options(format, options)
    if not source.files.exists():
        raise NothingToImport
    with open_uploads(source) as opened:
        guesses = guess_formats(opened)
        chosen = format if format != "auto" else (guesses[0].key if guesses else "")
        reads: Iterator[Read] = read_source(chosen, opened, options) if chosen else iter(())
        found = list(islice(reads, 4 * SAMPLE))
        return Preview(
            chosen,
            guesses,
            len(opened.paths()),
            [each for each in found if isinstance(each, ReadItem)][:SAMPLE],
            [each for each in found if isinstance(each, ReadFault)][:SAMPLE],
        )


def start_import(
    source: Import,
    *,
    by: Principal,
    format: str | None = None,
    options: Mapping[str, Any] | None = None,
    model: str | None = None,
) -> Job:
    """The job that reads the files is queued; labels will be those of the schema version that is published now.

    What is given here stands in the place of what the import was made with.

    Raises `NotCollecting` when it was started before, `NothingToImport` without files.
    """
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).select_related("project").get(pk=source.pk)
        if locked.state != Import.State.COLLECTING:
            raise NotCollecting
        if not locked.files.exists():
            raise NothingToImport
        if format is not None:
            locked.format, locked.options = format, dict(options or {})
            _check_options(format, locked.options)
        if model is not None:
            locked.model = model
        schema = current_schema(locked.project)
        locked.job = start_job(
            KIND,
            by=by,
            organisation=locked.project.organisation_id,
            project_id=locked.project_id,
            params={"import": str(locked.pk), "schema_version": str(schema.pk) if schema else None},
        )
        locked.state = Import.State.READING
        locked.save(update_fields=["format", "options", "model", "job", "state"])
        audit.record(
            by,
            "import.started",
            locked,
            organisation=locked.project.organisation_id,
            project_id=locked.project_id,
            format=locked.format,
        )
        return locked.job


def discard_import(source: Import) -> None:
    """The import and its files are gone. Raises `StillReading`, and `ImportKept` when items came from it."""
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=source.pk)
        if locked.state == Import.State.READING:
            raise StillReading("Cancel its job first.")
        if locked.taken or locked.labelled:
            raise ImportKept("Its record says where they came from.")
        locked.delete()
        transaction.on_commit(lambda: remove_files(source.pk), robust=True)


def sweep() -> int:
    """Imports that nobody started for a day are gone, and files that belong to none; gives how many imports went."""
    before = now() - ABANDONED_AFTER
    waiting = Import.objects.filter(state=Import.State.COLLECTING, created_at__lt=before)
    old = list(waiting.annotate(last=Max("files__added_at")).filter(Q(last=None) | Q(last__lt=before)))
    for source in old:
        discard_import(source)
    live = (Import.State.COLLECTING, Import.State.READING)
    for import_id in kept_folders():
        if not Import.objects.filter(pk=import_id, state__in=live).exists():
            remove_files(import_id)
    reading = Import.objects.filter(state=Import.State.READING).values("project__organisation")
    delete_unused_assets(before=before, except_of=reading)
    return len(old)
