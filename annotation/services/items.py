"""Items come in, in bulk and at most once each; one that nothing hangs on can go."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from annotation.errors import ItemInUse
from annotation.models import Annotation, AnnotationRevision, AnnotationState, Cause, Item, LabelUse, Task
from guidelines.models import Project, SchemaVersion
from guidelines.values.usage import labels_used
from guidelines.values.value import Value, dump_value
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.database.bulk import insert_many
from labelwright.ids import new_id

TRIES = 3
ITEM_FIELDS = (
    "id",
    "project_id",
    "kind",
    "asset_id",
    "text",
    "content_hash",
    "external_id",
    "group_key",
    "metadata",
    "source",
    "import_id",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be: a text, or an asset (`asset_id` with its `content_hash`, the hash of the asset's bytes)."""

    kind: str
    text: str | None = None
    asset_id: UUID | None = None
    content_hash: str = ""
    external_id: str | None = None
    group_key: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the item at `index` was not taken; `code` is for programs."""

    index: int
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class AddedItems:
    """`ids` are in the order of the input: of the new item, of the one that was there, or None where refused."""

    ids: list[UUID | None]
    new: int
    known: int
    refused: list[Refused]


def content_hash_of(text: str) -> str:
    """The content hash of a text item."""
    return hashlib.sha256(b"text\0" + text.encode()).hexdigest()


def add_items(project: Project, items: Sequence[NewItem], *, import_id: UUID | None = None) -> AddedItems:
    """The items are in the project afterwards, each content once; two queries and a COPY, however many there are.

    An item whose content is there already is `known`, whatever else about it differs: items never change. A new content
    under a taken external id is refused. Call it with 500 to 2,000 items at a time.
    """
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _add(project, items, import_id)
        except IntegrityError:  # another import added some of them since we looked
            if not left:
                raise
    raise AssertionError("unreachable")


def _add(project: Project, items: Sequence[NewItem], import_id: UUID | None) -> AddedItems:
    hashes = [item.content_hash or content_hash_of(item.text or "") for item in items]
    names = [item.external_id for item in items if item.external_id]
    by_hash = dict(
        Item.objects.filter(project=project, content_hash__among=hashes).values_list("content_hash", "id")
    )
    taken = (
        set(Item.objects.filter(project=project, external_id__among=names).values_list("external_id", flat=True))
        if names
        else set()
    )
    ids: list[UUID | None] = []
    rows: list[tuple[Any, ...]] = []
    instant = timezone.now()
    refused: list[Refused] = []
    for index, (item, content_hash) in enumerate(zip(items, hashes, strict=True)):
        known = by_hash.get(content_hash)
        if known is not None:
            ids.append(known)
            continue
        if item.external_id in taken:
            ids.append(None)
            words = (
                f"The external id {item.external_id} belongs to another item. Give this one an id of its own."
            )
            refused.append(Refused(index, "external-id-taken", words))
            continue
        new = new_id()
        rows.append(
            (
                new,
                project.pk,
                item.kind,
                item.asset_id,
                item.text,
                content_hash,
                item.external_id or None,
                item.group_key,
                item.metadata,
                item.source[:600],
                import_id,
                instant,
            )
        )
        ids.append(new)
        by_hash[content_hash] = new
        if item.external_id:
            taken.add(item.external_id)
    insert_many(Item, ITEM_FIELDS, rows)
    return AddedItems(ids, len(rows), len(items) - len(rows) - len(refused), refused)


@dataclass(frozen=True, slots=True)
class NewAnnotation:
    """Labels that came with an item; `value` was validated by who read it."""

    item_id: UUID
    value: Value


@dataclass(frozen=True, slots=True)
class AddedAnnotations:
    new: int
    known: int


def add_imported_annotations(
    project: Project,
    annotations: Sequence[NewAnnotation],
    *,
    schema_version: SchemaVersion,
    import_id: UUID | None = None,
    state: str = AnnotationState.ACCEPTED,
) -> AddedAnnotations:
    """Each item has its imported annotation afterwards: no task, no author, revision 1 with cause import.

    An item that had one keeps it, so that importing twice changes nothing. Four queries, however many there are.
    """
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _add_annotations(project, annotations, schema_version, import_id, state)
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("unreachable")


def _add_annotations(
    project: Project,
    annotations: Sequence[NewAnnotation],
    schema_version: SchemaVersion,
    import_id: UUID | None,
    state: str,
) -> AddedAnnotations:
    wanted = [new.item_id for new in annotations]
    there = set(
        Annotation.objects.filter(item__in=wanted, task__isnull=True).values_list("item_id", flat=True)
    )
    rows, revisions, uses = [], [], []
    for new in annotations:
        if new.item_id in there:
            continue
        there.add(new.item_id)
        row = Annotation(
            id=new_id(), project_id=project.pk, item_id=new.item_id, state=state, import_id=import_id
        )
        rows.append(row)
        revisions.append(
            AnnotationRevision(
                annotation=row,
                number=1,
                value=dump_value(new.value),
                schema_version=schema_version,
                cause=Cause.IMPORT,
            )
        )
        uses += [
            LabelUse(annotation=row, project_id=project.pk, field=field_key, label=label, count=count)
            for (field_key, label), count in labels_used(new.value).items()
        ]
    Annotation.objects.bulk_create(rows)
    AnnotationRevision.objects.bulk_create(revisions)
    LabelUse.objects.bulk_create(uses)
    return AddedAnnotations(len(rows), len(annotations) - len(rows))


def delete_item(item: Item, *, by: Principal) -> None:
    """The item is gone. Its bytes stay: another project may show them. Raises `ItemInUse` when work hangs on it."""
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=item.pk)
        used = Q(item=locked)
        if Task.objects.filter(used).exists() or Annotation.objects.filter(used).exists():
            raise ItemInUse("It is in a batch or has labels. What people worked on is kept.")
        audit.record(
            by,
            "item.deleted",
            item,
            organisation=item.project.organisation_id,
            project_id=item.project_id,
            content_hash=item.content_hash,
        )
        locked.delete()
