"""A file of predictions is stored, and a job reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any, Final

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from datasets.evaluation.errors import PredictionsCutOff, PredictionsTooLarge
from datasets.evaluation.models import ModelRun, PredictionFile
from datasets.evaluation.services.formats import check_format
from datasets.evaluation.services.reading import KIND
from datasets.evaluation.services.runs import refuse_when_complete, refuse_while_reading
from guidelines.queries.projects import require
from labelwright import files
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, Invalid, Words
from labelwright.ids import new_id
from labelwright.jobs.services import start_job

FILE_BYTES: Final = 4 * 1024**3


def add_predictions(
    run: ModelRun,
    content: IO[bytes],
    *,
    by: Principal,
    name: str,
    size: int | None,
    format: str = "jsonl",
    options: Mapping[str, Any] | None = None,
    keep_good: bool = False,
    sha256: str | None = None,
) -> tuple[PredictionFile, bool]:
    """The file, which a job reads into the run, and whether it is new: the same bytes again are the same file.

    With `keep_good`, bad lines are left out and told; else one bad line refuses the file. `size` is what was announced,
    None if less than that came. Raises `RunComplete`, `PredictionsBeingRead`, `PredictionsTooLarge`, `PredictionsCutOff`.
    """
    require(by, run.project, Can.WRITE_PREDICTIONS)
    options = dict(options or {})
    check_format(format, options)
    if not name.strip() or len(name) > 300 or "\0" in name:
        words = Words("A name has 1 to 300 characters.")
        raise Invalid(words, errors=[Fault("/name", words)])
    if size is not None and size > FILE_BYTES:
        raise PredictionsTooLarge(
            Words("A file may have {most} bytes at most.", most=FILE_BYTES), limit=FILE_BYTES
        )
    refuse_when_complete(run)
    row = PredictionFile(
        id=new_id(),
        run=run,
        name=name,
        format=format,
        options=options,
        keep_good=keep_good,
        created_by=by.user,
    )
    row.sha256, row.size = _measured(content)
    if row.size != size or (sha256 is not None and row.sha256 != sha256):
        raise PredictionsCutOff(
            Words("Only {size} bytes came, or others. Send the file again.", size=row.size)
        )
    known = _known(row)
    if known is not None:
        return known, False
    refuse_while_reading(run)
    files.put(row.storage_name, content, sha256=row.sha256)
    try:
        _enter(row, by)
    except IntegrityError:  # another one came in this moment
        remove_bytes(row)
        known = _known(row)
        if known is not None:
            return known, False
        refuse_while_reading(run)
        raise
    except BaseException:
        remove_bytes(row)
        raise
    return row, True


def _known(row: PredictionFile) -> PredictionFile | None:
    same = PredictionFile.objects.filter(run=row.run, sha256=row.sha256).exclude(
        state=PredictionFile.State.FAILED
    )
    return same.select_related("job", "created_by").first()


def _enter(row: PredictionFile, by: Principal) -> None:
    with transaction.atomic():
        run = ModelRun.objects.select_for_update().get(pk=row.run_id)
        refuse_when_complete(run)
        row.job = start_job(
            KIND,
            by=by,
            organisation=row.run.project.organisation_id,
            project_id=row.run.project_id,
            params={"prediction_file": str(row.pk)},
        )
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


def remove_bytes(row: PredictionFile) -> None:
    """The bytes of the file are not in the storage any more."""
    for name in (row.storage_name, row.lines_name):
        with suppress(FileNotFoundError):
            default_storage.delete(name)
