"""Writing what was carried: new revisions in bulk, the index of labels used, and the questions for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import F

from annotation.models import Annotation, AnnotationRevision, Cause, LabelUse, RelabelQuestion
from annotation.queries.in_scope import Stored
from annotation.reasons import kept_reason
from guidelines.operations.outcome import Change, NeedsPerson
from guidelines.values.usage import answers_used
from guidelines.values.value import Value
from labelwright.database.among import Among
from labelwright.database.bulk import Record, Written, insert_new, rewrite
from labelwright.ids import new_id

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Arrived:
    """The new value of an annotation, `before` being the stored one, whose labels are in the index."""

    stored: Stored
    value: Value
    before: Value
    author: UUID | None
    seconds: int = 0


def write_revisions(
    arrived: Sequence[Arrived],
    *,
    project_id: UUID,
    schema_version: UUID,
    migration: UUID | None,
    cause: Cause,
    instant: datetime,
) -> None:
    """Each annotation has a new newest revision. The annotations must be locked."""
    if not arrived:
        return
    new = insert_new(
        AnnotationRevision,
        [
            {
                "id": new_id(),
                "annotation_id": each.stored.annotation,
                "number": each.stored.revision + 1,
                "value": Written(msgspec.json.encode(each.value.answers)),
                "schema_version_id": schema_version,
                "guideline_version_id": each.stored.guideline_version,
                "author_id": each.author,
                "cause": cause.value,
                "seconds": each.seconds,
                "client_key": None,
                "migration_id": migration,
                "created_at": instant,
            }
            for each in arrived
        ],
    )
    assert len(new) == len(arrived), "a revision with this number is there: an annotation was not locked"
    ids = [each.stored.annotation for each in arrived]
    Annotation.objects.filter(Among("pk", ids)).update(revision=F("revision") + 1)
    _index(arrived, project_id)


def _index(arrived: Sequence[Arrived], project_id: UUID) -> None:
    """Only what is used otherwise than before is written: most labels of an annotation stay.

    A use that came takes the row of one that went, where there is one: half the work of a deletion and an insertion.
    """
    gone: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    changed: list[tuple[Record, Record]] = []
    new: list[Record] = []
    for each in arrived:
        before, after = answers_used(each.before), answers_used(each.value)
        came, went = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
        stayed = [use for use in after.keys() & before.keys() if after[use] != before[use]]
        taken = [*zip(went, came, strict=False), *((use, use) for use in stayed)]
        annotation = each.stored.annotation
        changed += [
            (_use(annotation, old), {"field": use[0], "label": use[1], "count": after[use]})
            for old, use in taken
        ]
        for use in went[len(came) :]:
            gone[use].append(annotation)
        new += [
            {**_use(annotation, use), "project_id": project_id, "count": after[use]}
            for use in came[len(went) :]
        ]
    rewrite(LabelUse, changed)
    for (field, label), ids in gone.items():
        LabelUse.objects.filter(Among("annotation", ids), field=field, label=label).delete()
    insert_new(LabelUse, new)


def _use(annotation: UUID, use: tuple[str, str]) -> Record:
    return {"annotation_id": annotation, "field": use[0], "label": use[1]}


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions about one annotation at one migration."""

    stored: Stored
    changes: tuple[Change, ...]


def write_questions(
    asked: Sequence[Asked],
    *,
    vendors: Mapping[UUID | None, UUID | None],
    project_id: UUID,
    migration: UUID,
) -> None:
    """Each question is there once, for the people of the vendor that `vendors` says for the annotation's author, and none that is about an older revision is open any more."""
    if not asked:
        return
    void_questions(
        [each.stored.annotation for each in asked],
        before={each.stored.annotation: each.stored.revision for each in asked},
    )
    insert_new(
        RelabelQuestion,
        [
            row
            for each in asked
            for row in _questions(each, vendors.get(each.stored.author), project_id, migration)
        ],
    )


def _questions(asked: Asked, vendor: UUID | None, project_id: UUID, migration: UUID) -> list[dict[str, Any]]:
    rows = []
    for change in asked.changes:
        if not isinstance(change.outcome, NeedsPerson):
            continue
        rows.append(
            {
                "id": new_id(),
                "migration_id": migration,
                "project_id": project_id,
                "annotation_id": asked.stored.annotation,
                "revision": asked.stored.revision,
                "step": change.step,
                "field": change.subject.field,
                "part": change.subject.id,
                "label": change.subject.label,
                "reason": kept_reason(change.outcome.reason, longest=LONGEST_REASON),
                "candidates": [candidate.key for candidate in change.outcome.candidates],
                "before": plain_part(change.before),
                "state": RelabelQuestion.State.OPEN.value,
                "vendor_id": vendor,
                "leased_to_id": None,
                "leased_until": None,
                "answer": "",
                "answered_by_id": None,
                "answered_at": None,
                "seconds": 0,
            }
        )
    return rows


def plain_part(part: Any) -> Any:
    """A part of a value, or a value, as plain JSON data."""
    return msgspec.json.decode(msgspec.json.encode(part.answers if isinstance(part, Value) else part))


def void_questions(annotations: Sequence[UUID], *, before: dict[UUID, int] | None = None) -> None:
    """No question about these annotations is open any more; with `before`, none about an older revision than that."""
    open_ones = RelabelQuestion.objects.filter(
        Among("annotation", annotations), state=RelabelQuestion.State.OPEN
    )
    if before is None:
        open_ones.update(state=RelabelQuestion.State.VOID, leased_to=None, leased_until=None)
        return
    old = [
        pk
        for pk, annotation, revision in open_ones.values_list("pk", "annotation", "revision")
        if revision < before[annotation]
    ]
    if old:
        RelabelQuestion.objects.filter(pk__in=old).update(
            state=RelabelQuestion.State.VOID, leased_to=None, leased_until=None
        )
