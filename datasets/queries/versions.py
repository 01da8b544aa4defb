"""Reading datasets and their versions. Who may not publish knows of published versions only."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Collate

from datasets.errors import AmbiguousProject, NotPublished
from datasets.manifest import FileEntry
from datasets.models import Dataset, DatasetFile, DatasetVersion
from guidelines.models import Project
from guidelines.queries.projects import projects_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound
from labelwright.jobs.models import Job

LATEST = "latest"


def versions_for(who: Principal) -> QuerySet[DatasetVersion]:
    """The versions of projects that the person may pull from."""
    pulled = projects_for(who, Can.PULL_DATASETS).order_by().values("pk")
    published_here = projects_for(who, Can.PUBLISH_DATASETS).order_by().values("pk")
    return DatasetVersion.objects.filter(
        Q(state=DatasetVersion.State.PUBLISHED) | Q(dataset__project__in=published_here),
        dataset__project__in=pulled,
    ).select_related("dataset__project", "schema_version", "guideline_version", "created_by")


def version_for(who: Principal, version_id: UUID | str) -> DatasetVersion:
    """A version that the person may see. Raises `NotFound`."""
    version = versions_for(who).filter(pk=version_id).first()
    if version is None:
        raise NotFound
    return version


def published_version_for(who: Principal, version_id: UUID | str) -> DatasetVersion:
    """A published version that the person may pull. Raises `NotFound`, `NotPublished`."""
    version = version_for(who, version_id)
    if version.state != DatasetVersion.State.PUBLISHED:
        raise NotPublished
    return version


def version_by_number(who: Principal, slug: str, number: str, *, organisation: str = "") -> DatasetVersion:
    """The published version `number` (or `latest`) of the project with this slug.

    Raises `NotFound`, and `AmbiguousProject` where the person has such a project in several organisations.
    """
    projects = projects_for(who, Can.PULL_DATASETS).filter(slug=slug)
    if organisation:
        projects = projects.filter(organisation__slug=organisation)
    found = list(projects.order_by("pk").values_list("pk", "organisation__slug")[:20])
    if len(found) > 1:
        names = sorted(name for _, name in found)
        raise AmbiguousProject("Say which: ?organisation=" + " or ".join(names), organisations=names)
    versions = versions_for(who).filter(
        dataset__project__in=[pk for pk, _ in found], state=DatasetVersion.State.PUBLISHED
    )
    if number != LATEST:
        # nine digits at most: more would not fit into the column
        if not (number.isascii() and number.isdigit() and len(number) <= 9):
            raise NotFound
        versions = versions.filter(number=int(number))
    version = versions.order_by("-number").first()
    if version is None:
        raise NotFound
    return version


def file_of(version: DatasetVersion, sha256: str) -> DatasetFile:
    """The file of the version with this hash. Raises `NotFound`."""
    file = DatasetFile.objects.filter(version=version, sha256=sha256).order_by("path").first()
    if file is None:
        raise NotFound
    file.version = version
    return file


def entries_of(version: DatasetVersion) -> Iterator[FileEntry]:
    """The version's files as the manifest lists them: by the bytes of their paths, whatever the database's language."""
    order = Collate("path", "C" if connection.vendor == "postgresql" else "BINARY")
    rows = DatasetFile.objects.filter(version=version).order_by(order)
    for row in rows.values_list("path", "sha256", "size", "media_type").iterator(chunk_size=2000):
        yield FileEntry(*row)


def running_publication(project: Project) -> DatasetVersion | None:
    """The version of the project that is being written now."""
    return DatasetVersion.objects.filter(
        dataset__project=project, state=DatasetVersion.State.BUILDING
    ).first()


def newest_verification(version: DatasetVersion) -> Job | None:
    """The last job that was asked to verify the version."""
    jobs = Job.objects.filter(
        kind="datasets.verify",
        project_id=version.dataset.project_id,
        params__dataset_version=str(version.pk),
    )
    return jobs.order_by("-id").first()


def newest_version_number(project: Project) -> int:
    """The highest number given so far in the project; 0 before the first."""
    dataset = Dataset.objects.filter(project=project).first()
    if dataset is None:
        return 0
    numbered = dataset.versions.exclude(number=None).order_by("-number")
    return numbered.values_list("number", flat=True).first() or 0
