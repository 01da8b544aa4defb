"""Reading imports and exports. Every function begins with who asks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from datasets.evaluation.queries import RunTouches, run_touches, version_counts
from datasets.queries.versions import published_version_for, versions_for
from exports.errors import ExportNotReady
from exports.models import Export, Import, ImportProblem
from guidelines.queries.projects import project_for, projects_for, require
from guidelines.queries.versions import current_schema
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound, Words


def imports_of(who: Principal, project_id: UUID) -> QuerySet[Import]:
    """The imports of a project, for those who see its jobs."""
    project = project_for(who, project_id, Can.SEE_JOBS)
    return _rows().filter(project=project)


def import_for(who: Principal, import_id: UUID, can: Can = Can.SEE_JOBS) -> Import:
    """An import, for somebody who may do `can` in its project. Raises `NotFound`, `Forbidden`."""
    found = _rows().filter(pk=import_id, project__in=projects_for(who, Can.SEE_JOBS)).first()
    if found is None:
        raise NotFound
    require(who, found.project, can)
    return found


def problems_of(source: Import, *, severity: str = "", code: str = "") -> QuerySet[ImportProblem]:
    """What was refused or not taken whole; in the order in which it was found by id."""
    problems = ImportProblem.objects.filter(source=source)
    if severity:
        problems = problems.filter(severity=severity)
    return problems.filter(code=code) if code else problems


def exports_of(who: Principal, version_id: UUID) -> QuerySet[Export]:
    """The exports of a published version, for those who may pull it."""
    version = published_version_for(who, version_id)
    return Export.objects.filter(version=version).select_related("job")


def export_for(who: Principal, export_id: UUID) -> Export:
    """An export of a version that the person may pull. Raises `NotFound`."""
    versions = versions_for(who).order_by().values("pk")
    found = Export.objects.filter(pk=export_id, version__in=versions).select_related("job", "version").first()
    if found is None:
        raise NotFound
    return found


def ready_export_for(who: Principal, export_id: UUID) -> Export:
    """As `export_for`, and its file is there. Raises `ExportNotReady`."""
    found = export_for(who, export_id)
    if found.state != Export.State.READY:
        raise ExportNotReady(Words("It is {state}. Ask again when its job has ended.", state=found.state))
    return found


@dataclass(frozen=True, slots=True)
class Downstream:
    """What was made of the labels of a project and stays as it is when its schema changes."""

    versions: int
    lenses: int
    exports: int
    model_runs: RunTouches


def downstream_of(who: Principal, project_id: UUID) -> Downstream:
    """For those who see drafts, and so what a change of the schema will do. Raises `NotFound`, `Forbidden`."""
    project = project_for(who, project_id, Can.SEE_DRAFTS)
    counts = version_counts(project)
    written = Export.objects.filter(version__dataset__project=project).count()
    return Downstream(
        versions=counts["versions"],
        lenses=counts["lenses"],
        exports=written,
        model_runs=run_touches(project, current_schema(project)),
    )


def _rows() -> QuerySet[Import]:
    return Import.objects.select_related("project__organisation", "job", "created_by").annotate(
        files_count=Count("files"), files_bytes=Coalesce(Sum("files__size"), 0)
    )
