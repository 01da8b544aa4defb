"""Whether a published version still has the bytes that it was published with."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from django.core.files.storage import default_storage
from msgspec import Struct, field

from datasets import manifest
from datasets.models import DatasetFile, DatasetVersion
from datasets.queries.versions import entries_of
from guidelines.queries.projects import require
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Conflict
from labelwright.files import chunks_of
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job
from labelwright.jobs.services import start_job

KIND = "datasets.verify"
BYTES_A_STEP = 32 * 1024 * 1024
FILES_A_STEP = 200
FAULTS_TOLD = 200


def start_verification(version: DatasetVersion, *, by: Principal) -> Job:
    """A job that reads every byte of the version. Raises `Conflict` if it is not published."""
    project = version.dataset.project
    require(by, project, Can.PULL_DATASETS)
    if version.state != DatasetVersion.State.PUBLISHED:
        raise Conflict("Only a published version can be verified.")
    return start_job(
        KIND,
        by=by,
        organisation=project.organisation_id,
        project_id=project.pk,
        params={"dataset_version": str(version.pk)},
    )


class Differs(Struct, frozen=True):
    """A file whose bytes are not those of the manifest; `found` is None where it is gone."""

    path: str
    expected: str
    found: str | None


class Findings(Struct):
    """How far the verification is, and what it found."""

    last: int = 0
    files: int = 0
    bytes: int = 0
    faults: int = 0
    differs: list[Differs] = field(default_factory=list)

    def note(self, path: str, expected: str, found: str | None) -> None:
        self.files += 1
        if found != expected:
            self.faults += 1
            if len(self.differs) < FAULTS_TOLD:
                self.differs.append(Differs(path, expected, found))

    @property
    def report(self) -> dict[str, Any]:
        return {
            "intact": not self.faults,
            "files": self.files,
            "bytes": self.bytes,
            "faults": self.faults,
            "differs": msgspec.to_builtins(self.differs),
        }


@register
class Verify(Handler):
    """Params: `dataset_version`. Files in the order of their rows, then the manifest."""

    kind = KIND

    def total(self, job: Job) -> int:
        return _version(job).file_count

    def step(self, job: Job, cursor: Any) -> Step:
        findings = msgspec.convert(cursor or {}, Findings)
        before = findings.files
        finished = look(_version(job), findings)
        return Step(msgspec.to_builtins(findings), done=findings.files - before, finished=finished)

    def finish(self, job: Job) -> dict[str, Any]:
        return {
            "dataset_version": job.params["dataset_version"],
            **msgspec.convert(job.cursor, Findings).report,
        }


def _version(job: Job) -> DatasetVersion:
    return DatasetVersion.objects.select_related("dataset__project").get(pk=job.params["dataset_version"])


def verify_now(version: DatasetVersion) -> dict[str, Any]:
    """The report of a verification, done at once; for small versions and for tests."""
    findings = Findings()
    while not look(version, findings):
        pass
    return findings.report


def look(version: DatasetVersion, findings: Findings) -> bool:
    """Some more files are hashed; whether those were the last, the manifest among them."""
    rows = DatasetFile.objects.filter(version=version, pk__gt=findings.last).order_by("pk")[:FILES_A_STEP]
    start = findings.bytes
    found_any = False
    for file in rows:
        found_any = True
        file.version = version
        sha256, size = _hash(file.storage_name)
        findings.note(file.path, file.sha256, sha256)
        findings.bytes += size
        findings.last = file.pk
        if findings.bytes - start >= BYTES_A_STEP:
            break
    if found_any:
        return False
    sha256, size = _hash(version.manifest_name)
    if sha256 == version.manifest_sha256 and not _lists_the_files(version):
        sha256 = "lists other files"
    findings.note(manifest.NAME, version.manifest_sha256, sha256)
    findings.bytes += size
    return True


def _hash(name: str) -> tuple[str | None, int]:
    digest, size = hashlib.sha256(), 0
    try:
        with default_storage.open(name, "rb") as file:
            for piece in chunks_of(file):
                digest.update(piece)
                size += len(piece)
    except FileNotFoundError:
        return None, 0
    return digest.hexdigest(), size


def _lists_the_files(version: DatasetVersion) -> bool:
    """Whether the manifest, whose own bytes are right, and our rows name the same files."""
    with default_storage.open(version.manifest_name, "rb") as file:
        _, listed = manifest.read(file.read())
    return listed == list(entries_of(version))
