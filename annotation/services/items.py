"""Items come in, in bulk and at most once each; one that nothing hangs on can go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from annotation.errors import FlaggedByQuestion, ItemInUse
from annotation.models import (
    Annotation,
    AnnotationRevision,
    AnnotationState,
    Cause,
    CheckQuestion,
    Item,
    ItemProblem,
    LabelUse,
    Task,
    Thread,
)
from annotation.services.examples.pictures import forget_pictures
from annotation.services.schema_migration.incoming import carry_in
from guidelines.models import Project, SchemaVersion
from guidelines.queries.versions import share_current_schema
from guidelines.values.usage import answers_used
from guidelines.values.value import Value, dump_value
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.database.bulk import Record, insert_new
from labelwright.database.clock import now
from labelwright.errors import Words
from labelwright.ids import new_id


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
    """The items are in the project afterwards, each content once; one query, and two where some were there.

    An item whose content is there already is `known`, whatever else about it differs: items never change. A new content
    under a taken external id is refused. Call it with 500 to 2,000 items at a time.
    """
    at = now()
    rows = [_item(project, item, import_id, at) for item in items]
    new = insert_new(Item, rows)
    ids: list[UUID | None] = [row["id"] for row in rows]
    if len(new) == len(rows):
        return AddedItems(ids, len(rows), 0, [])
    left = [index for index, row in enumerate(rows) if row["id"] not in new]
    hashes = [rows[index]["content_hash"] for index in left]
    there = dict(
        Item.objects.filter(project=project, content_hash__in=hashes).values_list("content_hash", "id")
    )
    refused = []
    for index in left:
        ids[index] = there.get(rows[index]["content_hash"])
        if ids[index] is None:
            name = rows[index]["external_id"]
            words = Words(
                "The external id {name} belongs to another item. Give this one an id of its own.", name=name
            )
            refused.append(Refused(index, "external-id-taken", words))
    return AddedItems(ids, len(new), len(left) - len(refused), refused)


def _item(project: Project, item: NewItem, import_id: UUID | None, at: datetime) -> Record:
    return {
        "id": new_id(),
        "project_id": project.pk,
        "kind": item.kind,
        "asset_id": item.asset_id,
        "text": item.text,
        "content_hash": item.content_hash or content_hash_of(item.text or ""),
        "external_id": item.external_id or None,
        "group_key": item.group_key,
        "metadata": item.metadata,
        "source": item.source[:600],
        "import_id": import_id,
        "created_at": at,
    }


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

    An item that had one keeps it, so that importing twice changes nothing. Five queries, however many there are, and
    a few more where the schema has moved since the import began: then they are carried on to its current version.
    """
    at = now()
    rows = [_annotation(project, new.item_id, import_id, state, at) for new in annotations]
    with transaction.atomic():
        current = share_current_schema(project.pk)
        fresh = insert_new(Annotation, rows)
        made = [
            (row["id"], new.value) for row, new in zip(rows, annotations, strict=True) if row["id"] in fresh
        ]
        insert_new(AnnotationRevision, [_revision(pk, value, schema_version, at) for pk, value in made])
        insert_new(LabelUse, [use for pk, value in made for use in _uses(pk, project, value)])
        carry_in([pk for pk, _ in made], source=schema_version.pk, current=current)
    return AddedAnnotations(len(made), len(annotations) - len(made))


def _annotation(project: Project, item_id: UUID, import_id: UUID | None, state: str, at: datetime) -> Record:
    return {
        "id": new_id(),
        "project_id": project.pk,
        "item_id": item_id,
        "task_id": None,
        "author_id": None,
        "state": state,
        "revision": 1,
        "created_at": at,
        "reviewer_id": None,
        "review_until": None,
        "import_id": import_id,
    }


def _revision(annotation_id: UUID, value: Value, schema_version: SchemaVersion, at: datetime) -> Record:
    return {
        "id": new_id(),
        "annotation_id": annotation_id,
        "number": 1,
        "value": dump_value(value),
        "schema_version_id": schema_version.pk,
        "guideline_version_id": None,
        "author_id": None,
        "cause": Cause.IMPORT.value,
        "seconds": 0,
        "client_key": None,
        "created_at": at,
    }


def _uses(annotation_id: UUID, project: Project, value: Value) -> Iterator[Record]:
    for (field_key, label), count in answers_used(value).items():
        yield {
            "annotation_id": annotation_id,
            "project_id": project.pk,
            "field": field_key,
            "label": label,
            "count": count,
        }


def clear_problem(item: Item, *, by: Principal) -> None:
    """The item is good after all. Raises `FlaggedByQuestion` where a question showed otherwise: that is opened again instead."""
    with transaction.atomic():
        problem = ItemProblem.objects.select_for_update().filter(item=item).first()
        if problem is None:
            return
        if problem.thread_id is not None:
            raise FlaggedByQuestion("Open the question again that showed it; then it is no longer flagged.")
        problem.delete()
        audit.record(
            by,
            "item.problem_cleared",
            item,
            organisation=item.project.organisation_id,
            project_id=item.project_id,
        )


def delete_item(item: Item, *, by: Principal) -> None:
    """The item is gone, also from guidelines that show it and from questions about it, which stay readable without it.

    Its bytes stay: another project may have them. Raises `ItemInUse` when work hangs on it.
    """
    with transaction.atomic():
        audit.hold(item.project.organisation_id)
        locked = Item.objects.select_for_update().get(pk=item.pk)
        used = Q(item=locked)
        if Task.objects.filter(used).exists() or Annotation.objects.filter(used).exists():
            raise ItemInUse("It is in a batch or has labels. What people worked on is kept.")
        if CheckQuestion.objects.filter(used).exists():
            raise ItemInUse("A check question of the guideline is about it.")
        audit.record(
            by,
            "item.deleted",
            item,
            organisation=item.project.organisation_id,
            project_id=item.project_id,
            content_hash=item.content_hash,
        )
        forget_pictures(locked.pk)
        Thread.objects.filter(used).update(item=None, item_gone=True)
        locked.delete()
