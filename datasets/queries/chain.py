"""How one schema version came out of another: what a manifest says of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Min

from annotation.models import AnnotationRevision
from datasets.models import DatasetVersion, FrozenAnnotation
from guidelines.models import SchemaVersion
from guidelines.operations.errors import PlanErrors
from guidelines.operations.registry import read_operations


def oldest_schema(version: DatasetVersion) -> int | None:
    """The number of the oldest schema version under which any of the frozen annotations was ever saved.

    Not only by the newest revisions: those of a schema migration stand under the schema that they were carried to.
    None where no operations lead to the version's schema, so that nothing can have been carried.
    """
    if not chain_to(version.schema_version, since=0):
        return None
    frozen = FrozenAnnotation.objects.filter(version=version).values("annotation")
    revisions = AnnotationRevision.objects.filter(annotation__in=frozen)
    oldest: int | None = revisions.aggregate(oldest=Min("schema_version__number"))["oldest"]
    return oldest


def chain_to(target: SchemaVersion, *, since: int) -> list[dict[str, Any]]:
    """The schema versions behind number `since` that lead to `target`, in order: what their operations do, who, when.

    Empty where none of them has operations.
    """
    rows = SchemaVersion.objects.filter(project=target.project_id, number__lte=target.number)
    versions = {row.pk: row for row in rows.select_related("published_by", "restores")}
    chain: list[dict[str, Any]] = []
    each: SchemaVersion | None = versions[target.pk]
    while each is not None and (each.number or 0) > since:
        chain.insert(0, _link(each))
        each = versions.get(each.parent_id) if each.parent_id else None
    return chain if any(link["operations"] for link in chain) else []


def _link(version: SchemaVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "identity": version.identity,
        "operations": _described(version),
        "restores": version.restores.number if version.restores else None,
        "published_by": version.published_by.pseudonym if version.published_by else None,
        "published_at": version.published_at.isoformat() if version.published_at else None,
    }


def _described(version: SchemaVersion) -> list[str]:
    try:
        return [str(operation.describe()) for operation in read_operations(version.operations)]
    except PlanErrors:  # what cannot be read leads nowhere, and carries nothing
        return []
