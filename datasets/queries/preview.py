"""What a version would hold if it were published now. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from annotation.models import LabelUse
from annotation.queries.chosen import chosen_revisions
from datasets.contents.tally import Tally
from datasets.models import DatasetVersion
from datasets.queries.versions import newest_version_number, running_publication
from datasets.splits import SplitRule, ordered
from guidelines.models import GuidelineVersion, Project, SchemaVersion
from guidelines.queries import current_guideline, current_schema, project_for
from guidelines.schema.parse import parse_document
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can


@dataclass(frozen=True, slots=True)
class Preview:
    """`counts` is None without a schema. `other_schema` annotations were saved under another schema; those of them that
    do not fit the current one will be left out."""

    number: int
    schema_version: SchemaVersion | None
    guideline_version: GuidelineVersion | None
    splits: tuple[tuple[str, float], ...]
    counts: dict[str, Any] | None
    other_schema: int
    running: DatasetVersion | None


def salt_of(project: Project) -> str:
    """The salt of the project's splits: known before the first version, the same in all of them."""
    return project.pk.hex


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
        other_schema=chosen.exclude(schema_version__identity=schema.identity).count() if schema else 0,
        running=running_publication(project),
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
    uses = LabelUse.objects.filter(annotation__in=chosen.values("annotation")).values_list(
        "annotation__item__group_key", "annotation__item__content_hash", "field", "label", "count"
    )
    for group_key, content_hash, field, label, count in uses.iterator(chunk_size=2000):
        split = rule.split_of(group_key=group_key, content_hash=content_hash)
        tally.add_labels(split, {(field, label): count})
    return tally.counts(parse_document(schema.document), [name for name, _ in rule.shares])
