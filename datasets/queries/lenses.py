"""A published version under another schema version of its project: which there are, and what leads there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Collate

from annotation.errors import UnknownVersion
from datasets.errors import LensNotReady, SchemaNotReachable
from datasets.manifest import FileEntry
from datasets.models import DatasetFile, DatasetLens, DatasetVersion, LensFile
from datasets.queries.versions import file_of, published_version_for
from guidelines.lens import obstacle_between, plan_between
from guidelines.models import SchemaVersion, VersionState
from guidelines.operations.plan import Plan
from labelwright.accounts.principal import Principal
from labelwright.errors import Fault, NotFound, Words


@dataclass(frozen=True, slots=True)
class Lens:
    """How a version is read under `target`. `written` is None where nobody has asked for its files."""

    version: DatasetVersion
    target: SchemaVersion
    plan: Plan
    written: DatasetLens | None

    @property
    def operations(self) -> list[str]:
        return [operation.describe() for operation in self.plan.operations]


def lens_on(version: DatasetVersion, number: int) -> Lens | None:
    """How the version is read under schema version `number`; None if that is its own.

    Raises `UnknownVersion`, `SchemaNotReachable`.
    """
    target = _schema(version, number)
    if target.pk == version.schema_version_id:
        return None
    written = DatasetLens.objects.filter(version=version, schema_version=target).select_related("job").first()
    return Lens(version, target, _plan(version, target), written)


def lenses_of(who: Principal, version_id: UUID) -> tuple[DatasetVersion, QuerySet[DatasetLens]]:
    """A version that the person may pull, and the lenses that somebody has asked for. Raises `NotFound`, `NotPublished`."""
    version = published_version_for(who, version_id)
    rows = DatasetLens.objects.filter(version=version)
    return version, rows.select_related("schema_version", "job", "version__schema_version")


def with_plan(lens: DatasetLens) -> Lens:
    """A lens that there is, with what leads there."""
    return Lens(lens.version, lens.schema_version, _plan(lens.version, lens.schema_version), lens)


def ready_lens(version: DatasetVersion, number: int) -> DatasetLens | None:
    """The lens whose files are there; None if the version is under that schema itself. Raises also `LensNotReady`."""
    lens = lens_on(version, number)
    if lens is None:
        return None
    written = lens.written
    if written is None or written.state != DatasetLens.State.READY:
        state = "not asked for" if written is None else written.state
        raise LensNotReady(
            "Ask for it with POST …/lenses, then wait for its job.",
            state=state,
            job=str(written.job_id) if written is not None and written.job_id else None,
        )
    written.version = version
    return written


def file_shown(shown: DatasetVersion | DatasetLens, sha256: str) -> DatasetFile | LensFile:
    """The file with this hash of a version, or of a version under another schema. Raises `NotFound`."""
    if isinstance(shown, DatasetVersion):
        return file_of(shown, sha256)
    file = LensFile.objects.filter(lens=shown, sha256=sha256).order_by("path").first()
    if file is None:
        raise NotFound
    file.lens = shown
    return file


def lens_entries(lens: DatasetLens) -> Iterator[FileEntry]:
    """The files of the lens as its manifest lists them: by the bytes of their paths."""
    order = Collate("path", "C" if connection.vendor == "postgresql" else "BINARY")
    rows = LensFile.objects.filter(lens=lens).order_by(order)
    for row in rows.values_list("path", "sha256", "size", "media_type").iterator(chunk_size=2000):
        yield FileEntry(*row)


def _schema(version: DatasetVersion, number: int) -> SchemaVersion:
    published = SchemaVersion.objects.filter(
        project=version.dataset.project_id, state=VersionState.PUBLISHED
    ).order_by("number")
    found = published.filter(number=number).first()
    if found is None:
        known = ", ".join(str(each) for each in published.values_list("number", flat=True))
        words = Words(
            "Expected one of the project's schema versions {known}, found {number}.",
            known=known,
            number=number,
        )
        raise UnknownVersion(words, errors=[Fault("/as_schema", words)])
    return found


def _plan(version: DatasetVersion, target: SchemaVersion) -> Plan:
    plan = plan_between(version.schema_version_id, target.pk)
    if plan is not None:
        return plan
    obstacle = obstacle_between(version.schema_version_id, target.pk)
    at_home = version.schema_version.number
    if obstacle.operation:
        words = Words(
            "Between schema versions {target} and {home} stands one that has no reverse: {operation} (of version {number}).",
            target=target.number,
            home=at_home,
            operation=obstacle.operation,
            number=obstacle.number,
        )
    else:
        words = Words(
            "No operations were recorded that lead from schema version {home} to {target}.",
            home=at_home,
            target=target.number,
        )
    raise SchemaNotReachable(
        words,
        operation=obstacle.operation or None,
        kind=obstacle.kind or None,
        schema_version=obstacle.number,
    )
