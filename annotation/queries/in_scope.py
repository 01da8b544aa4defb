"""Which annotations a schema operation may touch, found by an index, and what they say. For jobs: nobody asks here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from annotation.models import Annotation, AnnotationRevision, Item, LabelUse
from guidelines.operations.base import Material
from guidelines.operations.scope import ANY, Scope
from guidelines.schema.document import Schema
from labelwright.database.among import Among

WALKED = 24  # uses that are looked up one by one, in the order of annotations; with more, all are read in that order


def annotations_in_scope(
    project_id: UUID, scope: Scope, schema: Schema, *, after: UUID | None, until: UUID | None, limit: int
) -> list[UUID]:
    """The first annotations behind `after` and up to `until` that use what is in `scope`, in the order of their ids."""
    if scope.is_empty:
        return []
    if scope.everything:
        rows = _between(Annotation.objects.filter(project=project_id), "pk", after, until)
        return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    uses = _spelled_out(scope, schema)
    if len(uses) > WALKED:
        rows = _between(
            LabelUse.objects.filter(project=project_id).filter(_any_of(uses)), "annotation", after, until
        )
        found = rows.order_by("annotation").values_list("annotation", flat=True).distinct()
        return list(found[:limit])
    found_ids: set[UUID] = set()
    for field, label in uses:
        one = LabelUse.objects.filter(project=project_id, field=field, label=label)
        ids = (
            _between(one, "annotation", after, until)
            .order_by("annotation")
            .values_list("annotation", flat=True)
        )
        found_ids.update(ids[:limit])
    return sorted(found_ids)[:limit]


def how_many_in_scope(
    project_id: UUID, scope: Scope, schema: Schema, *, after: UUID | None = None, until: UUID | None = None
) -> int:
    """How many annotations `annotations_in_scope` would give in all."""
    if scope.is_empty:
        return 0
    if scope.everything:
        return _between(Annotation.objects.filter(project=project_id), "pk", after, until).count()
    rows = LabelUse.objects.filter(project=project_id).filter(_any_of(_spelled_out(scope, schema)))
    return _between(rows, "annotation", after, until).values("annotation").distinct().count()


def borders(project_id: UUID, scope: Scope, schema: Schema, *, slices: int, least: int) -> list[UUID]:
    """Annotations that cut those in scope into so many parts of about the same size: one fewer than parts.

    None where fewer than `least` are in scope.
    """
    total = how_many_in_scope(project_id, scope, schema)
    if slices < 2 or total < max(least, slices):
        return []
    if scope.everything:
        every = Annotation.objects.filter(project=project_id).order_by("pk").values_list("pk", flat=True)
        return [every[total * number // slices] for number in range(1, slices)]
    rows = LabelUse.objects.filter(project=project_id).filter(_any_of(_spelled_out(scope, schema)))
    ids = rows.order_by("annotation").values_list("annotation", flat=True).distinct()
    return [ids[total * number // slices] for number in range(1, slices)]


def uses_in_scope(project_id: UUID, scope: Scope, schema: Schema) -> QuerySet[LabelUse]:
    """What the project's annotations use of a scope that is not everything."""
    return LabelUse.objects.filter(project=project_id).filter(_any_of(_spelled_out(scope, schema)))


def _spelled_out(scope: Scope, schema: Schema) -> list[tuple[str, str]]:
    """The uses of `scope` with each label in the place of `ANY`."""
    uses: set[tuple[str, str]] = set()
    for name, label in scope.uses:
        uses.add((name, label))
        if label == ANY and name in schema.fields_by_key:
            field = schema.fields_by_key[name]
            uses |= {(name, each.key) for each in (*field.all_labels, *field.all_options)}
    return sorted(uses)


def _any_of(uses: Sequence[tuple[str, str]]) -> Q:
    by_field: dict[str, list[str]] = {}
    for field, label in uses:
        by_field.setdefault(field, []).append(label)
    condition = Q(pk__in=[])
    for field, labels in by_field.items():
        condition |= Q(field=field, label__in=labels)
    return condition


def _between(rows: QuerySet, name: str, after: UUID | None, until: UUID | None) -> QuerySet:  # type: ignore[type-arg]
    if after is not None:
        rows = rows.filter(**{f"{name}__gt": after})
    return rows if until is None else rows.filter(**{f"{name}__lte": until})


def material_of(item: Item) -> Material:
    """What carrying a value needs to know of the item."""
    asset = item.asset
    return Material(
        width=asset.width if asset else None,
        height=asset.height if asset else None,
        text=item.text,
        duration=asset.duration if asset else None,
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """The newest revision of an annotation with what is needed to carry it; `value` is JSON."""

    annotation: UUID
    revision: int
    value: bytes
    schema_version: UUID
    guideline_version: UUID | None
    author: UUID | None
    migration: UUID | None  # that wrote the revision
    material: Material


def stored(ids: Collection[UUID], *, with_text: bool = False) -> list[Stored]:
    """The newest revisions of these annotations, in the order of their ids."""
    rows = (
        AnnotationRevision.objects.filter(Among("annotation", ids), number=F("annotation__revision"))
        .order_by("annotation")
        .annotate(value_text=Cast("value", TextField()))
        .values_list(
            "annotation",
            "number",
            "value_text",
            "schema_version",
            "guideline_version",
            "annotation__author",
            "migration",
            "annotation__item__asset__width",
            "annotation__item__asset__height",
            "annotation__item__asset__duration",
            *(["annotation__item__text"] if with_text else []),
        )
    )
    return [_stored(*row) for row in rows]


def _stored(
    annotation: UUID,
    number: int,
    value: str,
    schema_version: UUID,
    guideline_version: UUID | None,
    author: UUID | None,
    migration: UUID | None,
    width: int | None,
    height: int | None,
    duration: float | None,
    text: str | None = None,
) -> Stored:
    material = Material(width=width, height=height, text=text, duration=duration)
    return Stored(
        annotation, number, value.encode(), schema_version, guideline_version, author, migration, material
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """An older revision of an annotation; `value` is JSON."""

    value: bytes
    schema_version: UUID


def kept_before(rows: Collection[Stored]) -> dict[UUID, Kept]:
    """The revision before the newest of each annotation that has one."""
    found = AnnotationRevision.objects.filter(
        Among("annotation", [row.annotation for row in rows]), number=F("annotation__revision") - 1
    ).annotate(value_text=Cast("value", TextField()))
    return {
        annotation: Kept(value.encode(), version)
        for annotation, value, version in found.values_list("annotation", "value_text", "schema_version")
    }


def spoken_under(version: UUID, *, after: UUID | None, until: UUID | None, limit: int) -> list[UUID]:
    """The first annotations behind `after` and up to `until` of which some revision was made under the schema version.

    In the order of their ids.
    """
    rows = _between(AnnotationRevision.objects.filter(schema_version=version), "annotation", after, until)
    return list(rows.order_by("annotation").values_list("annotation", flat=True).distinct()[:limit])


def spoken_borders(version: UUID, *, slices: int, least: int) -> list[UUID]:
    """Annotations that cut those of `spoken_under` into parts as `borders` does."""
    rows = AnnotationRevision.objects.filter(schema_version=version)
    total = rows.values("annotation").distinct().count()
    if slices < 2 or total < max(least, slices):
        return []
    ids = rows.order_by("annotation").values_list("annotation", flat=True).distinct()
    return [ids[total * number // slices] for number in range(1, slices)]
