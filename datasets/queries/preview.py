"""What a version would hold if it were published now. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from annotation.models import AnnotationRevision, LabelUse
from annotation.queries.chosen import chosen_revisions
from annotation.queries.covered import how_many_left_behind
from datasets.contents.tally import Tally
from datasets.models import Dataset, DatasetVersion
from datasets.queries.versions import newest_version_number, running_publication
from datasets.splits import SplitRule, ordered
from guidelines.models import GuidelineVersion, Project, SchemaVersion
from guidelines.queries.projects import project_for
from guidelines.queries.versions import current_guideline, current_schema
from guidelines.schema.parse import parse_document
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can


@dataclass(frozen=True, slots=True)
class Preview:
    """`counts` is None without a schema. `other_schema` annotations are not under the current schema: a person still has to
    say what becomes of them, or they are not valid, or no operations lead here. Those that do not fit will be left out."""

    number: int
    schema_version: SchemaVersion | None
    guideline_version: GuidelineVersion | None
    splits: tuple[tuple[str, float], ...]
    counts: dict[str, Any] | None
    other_schema: int
    running: DatasetVersion | None


def salt_of(project: Project) -> str:
    """The salt of the project's splits: known before the first version, the same in all of them."""
    fixed = Dataset.objects.filter(project=project).values_list("split_salt", flat=True).first()
    return fixed or project.pk.hex


def preview_for(who: Principal, project_id: UUID, *, source: str, splits: Mapping[str, float]) -> Preview:
    """Counts by split and label, for somebody who may publish. Raises `NotFound`, `Forbidden`."""
    project = project_for(who, project_id, Can.PUBLISH_DATASETS)
    schema = current_schema(project)
    rule = SplitRule(salt_of(project), ordered(splits))
    chosen = chosen_revisions(project.pk, source)
    return Preview(
        number=newest_version_number(project) + 1,
        schema_version=schema,
        guideline_version=current_guideline(project),
        splits=rule.shares,
        counts=_counts(project, schema, rule, source) if schema else None,
        other_schema=_under_another(project, chosen, schema) if schema else 0,
        running=running_publication(project),
    )


def _under_another(project: Project, chosen: QuerySet[AnnotationRevision], schema: SchemaVersion) -> int:
    """How many are not under the schema. What a schema migration left as it was is, though its revision names an older one."""
    older = chosen.order_by().exclude(schema_version__identity=schema.identity)
    by_version = older.values_list("schema_version").annotate(count=Count("pk"))
    return sum(
        how_many_left_behind(
            project.pk, older.filter(schema_version=version), version, schema.pk, total=count
        )
        for version, count in by_version
    )


def _counts(project: Project, schema: SchemaVersion, rule: SplitRule, source: str) -> dict[str, Any]:
    tally = Tally()
    chosen = chosen_revisions(project.pk, source)
    items = chosen.order_by("annotation__item").values_list(
        "annotation__item", "annotation__item__group_key", "annotation__item__content_hash"
    )
    before = None
    for item, group_key, content_hash in items.iterator(chunk_size=2000):
        split = rule.split_of(group_key=group_key, content_hash=content_hash)
        tally.annotations[split] = tally.annotations.get(split, 0) + 1
        if item != before:
            tally.add_item(split)
        before = item
    uses = (
        LabelUse.objects.filter(annotation__in=chosen.values("annotation"))
        .exclude(label="")
        .values_list(
            "annotation__item__group_key", "annotation__item__content_hash", "field", "label", "count"
        )
    )
    for group_key, content_hash, field, label, count in uses.iterator(chunk_size=2000):
        split = rule.split_of(group_key=group_key, content_hash=content_hash)
        tally.add_labels(split, {(field, label): count})
    return tally.counts(parse_document(schema.document), [name for name, _ in rule.shares])
