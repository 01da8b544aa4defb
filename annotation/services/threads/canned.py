"""What curators keep to answer with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from annotation.errors import StaleCannedAnswer, WrongOrder
from annotation.models import CannedAnswer
from annotation.models.canned_answer import MOST_CANNED
from guidelines.markdown.render import pictures
from guidelines.models import Project
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.errors import Conflict, Fault, Invalid, Words


def keep_canned_answer(project: Project, *, by: Principal, name: str, body: str) -> CannedAnswer:
    """It is the last of the project's list. Raises `Invalid` for a name that is taken and for pictures, `Conflict` for too many."""
    with transaction.atomic():
        _hold(project)  # two at once get two places
        rows = CannedAnswer.objects.filter(project=project)
        if rows.count() >= MOST_CANNED:
            raise Conflict(
                Words("A project keeps {most} canned answers at most; delete one first.", most=MOST_CANNED)
            )
        last = rows.aggregate(last=Max("position"))["last"]
        canned = CannedAnswer(project=project, name=name, body=body, position=0 if last is None else last + 1)
        _save(canned, by)
        _audited(by, "canned_answer.kept", canned)
    return canned


def change_canned_answer(
    canned_answer_id: UUID, *, by: Principal, version: int, changes: dict[str, Any]
) -> CannedAnswer:
    """It has the name and body of `changes`, what is not in it stays. Raises `StaleCannedAnswer`, `Invalid`."""
    with transaction.atomic():
        canned = _locked(canned_answer_id, version)
        for name, value in changes.items():
            setattr(canned, name, value)
        canned.version += 1
        _save(canned, by)
        _audited(by, "canned_answer.changed", canned)
    return canned


def delete_canned_answer(canned_answer_id: UUID, *, by: Principal, version: int) -> None:
    """It is gone; answers that it was put into stay. Raises `StaleCannedAnswer`."""
    with transaction.atomic():
        canned = _locked(canned_answer_id, version)
        _audited(by, "canned_answer.deleted", canned)
        canned.delete()


def order_canned_answers(project: Project, *, by: Principal, order: Sequence[UUID]) -> None:
    """The list is in this order. Raises `WrongOrder` where the order does not name each of them once."""
    with transaction.atomic():
        _hold(project)
        rows = {each.pk: each for each in CannedAnswer.objects.select_for_update().filter(project=project)}
        if len(order) != len(rows) or set(order) != set(rows):
            raise WrongOrder
        for place, each in enumerate(order):
            rows[each].position = place
        CannedAnswer.objects.bulk_update(rows.values(), ["position"])
        audit.record(
            by,
            "canned_answer.ordered",
            project,
            organisation=project.organisation_id,
            project_id=project.pk,
        )


def _hold(project: Project) -> None:
    """The project's list is the caller's until the transaction ends."""
    audit.hold(project.organisation_id)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _locked(canned_answer_id: UUID, version: int) -> CannedAnswer:
    canned = (
        CannedAnswer.objects.select_for_update(of=("self",))
        .select_related("project")
        .filter(pk=canned_answer_id)
        .first()
    )
    if canned is None or canned.version != version:
        raise StaleCannedAnswer("Read it again.", current=canned.version if canned else None)
    return canned


def _save(canned: CannedAnswer, by: Principal) -> None:
    if pictures(
        canned.body
    ):  # nobody reads it who could see them: they belong to the answer that it goes into
        raise Invalid(
            errors=[Fault("/body", "A canned answer holds words. Put the picture into the answer.")]
        )
    canned.changed_by, canned.changed_at = by.user, now()
    try:
        with transaction.atomic():
            canned.save()
    except IntegrityError as error:
        raise Invalid(errors=[Fault("/name", "There is a canned answer of this name already.")]) from error


def _audited(by: Principal, action: str, canned: CannedAnswer) -> None:
    audit.record(
        by,
        action,
        canned,
        organisation=canned.project.organisation_id,
        project_id=canned.project_id,
    )
