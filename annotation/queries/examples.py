"""Reading the examples of guidelines: who may read a version sees those that it shows, and nothing else of their items."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotation.models import Annotation, CheckQuestion, ExampleUse, GuidelineExample, Item, Task
from annotation.queries.versions import published_schema
from guidelines.markdown.examples import Example
from guidelines.markdown.render import examples
from guidelines.models import GuidelineVersion, Project
from guidelines.queries.projects import project_for, projects_for
from guidelines.queries.versions import guideline_versions_for
from guidelines.schema.fields.located import LocatedField
from guidelines.schema.labels import Label
from guidelines.values.answer import located_name
from guidelines.values.geometries import Geometry
from guidelines.values.regions import Region
from guidelines.values.segments import Segment
from guidelines.values.spans import Span
from guidelines.values.value import parse_value
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound


@dataclass(frozen=True)
class Resolved:
    """An example with what it shows; `told` is what a text says about it, None apart from a text."""

    row: GuidelineExample
    told: Example | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the item was deleted, so that there is nothing to see any more."""
        return self.row.item is None

    @cached_property
    def label(self) -> Label | None:
        row = self.row
        if row.schema_version_id is None or not row.label:
            return None
        field = published_schema(row.project_id, row.schema_version_id).fields_by_key.get(row.field)
        return field.labels_by_key.get(row.label) if isinstance(field, LocatedField) else None

    @cached_property
    def geometry(self) -> Geometry | None:
        """Of a region of an image, in pixels."""
        part = self._part
        return part.geometry if isinstance(part, Region) else None

    @cached_property
    def _part(self) -> Any:
        row = self.row
        if row.region is None or row.schema_version_id is None:
            return None
        schema = published_schema(row.project_id, row.schema_version_id)
        parts = located_name(schema.answer_types[row.field])
        return parse_value({row.field: {parts: [row.region]}}, schema).answers[row.field].located[0]

    @property
    def segment(self) -> tuple[float, float] | None:
        """Of a segment of a sound, in seconds."""
        part = self._part
        return (part.start, part.end) if isinstance(part, Segment) else None

    @property
    def text(self) -> str | None:
        """What is shown of a text; None of an image and when the item is gone."""
        if self.row.item is None or self.row.item.text is None:
            return None
        start, end = self.row.window
        return self.row.item.text[start:end]

    @property
    def span(self) -> tuple[int, int] | None:
        """Where in `text` the span is, in code points."""
        part = self._part
        if not isinstance(part, Span):
            return None
        start = self.row.window[0]
        return part.start - start, part.end - start


def examples_of(
    who: Principal, project_id: UUID, *, keys: Collection[str] = ()
) -> QuerySet[GuidelineExample]:
    """What was ever picked in the project, for those who see its drafts; with `keys` only these."""
    project = project_for(who, project_id, Can.SEE_DRAFTS)
    rows = _rows().filter(project=project)
    return rows.filter(key__in=keys) if keys else rows


def shown_in(version: GuidelineVersion) -> list[Resolved]:
    """The examples that the text names, in its order; each once, and only those that are there."""
    named = {each.key: each for each in reversed(examples(version.markdown))}
    rows = _rows().filter(project=version.project_id, key__in=named)
    found = {row.key: Resolved(row, named[row.key]) for row in rows}
    return [found[key] for key in reversed(named) if key in found]


def example_for(who: Principal, example_id: UUID) -> Resolved:
    """An example that a guideline version shows which the person may read, or any to those who see drafts. Raises `NotFound`."""
    readable = ExampleUse.objects.filter(example=OuterRef("pk"), version__in=guideline_versions_for(who))
    drafts = Q(project__in=projects_for(who, Can.SEE_DRAFTS))
    row = _rows().filter(drafts | Exists(readable), pk=example_id).first()
    if row is None:
        raise NotFound
    return Resolved(row)


def missing_keys(project: Project, keys: Collection[str]) -> list[str]:
    """Those of `keys` that no example of the project has."""
    there = set(GuidelineExample.objects.filter(project=project, key__in=keys).values_list("key", flat=True))
    return [key for key in keys if key not in there]


def items_that_stay(ids: Collection[UUID]) -> set[UUID]:
    """Those of the items that nobody can delete any more: there is work about them, or a check question."""
    used = (Exists(rows.objects.filter(item=OuterRef("pk"))) for rows in (Task, Annotation, CheckQuestion))
    return set(Item.objects.filter(reduce(or_, used), pk__in=ids).values_list("pk", flat=True))


def is_example(item_id: UUID) -> bool:
    return GuidelineExample.objects.filter(item=item_id).exists()


def _rows() -> QuerySet[GuidelineExample]:
    return GuidelineExample.objects.select_related("item__asset")
