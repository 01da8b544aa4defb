"""The audit log: append-only, each event chained to the one before by its hash."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import orjson
import structlog

from labelwright.accounts.models import AuditEvent, Organisation
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now

log = structlog.get_logger("labelwright.audit")

FIRST = "0" * 64


def record(
    who: Principal | None,
    action: str,
    subject: Any,
    *,
    organisation: Organisation | UUID,
    project_id: UUID | None = None,
    **data: Any,
) -> AuditEvent:
    """Write one event inside the caller's transaction; the organisation's row serialises the chain.

    `who` is None when the system itself acts. `data` must be JSON and must hold no secret and no personal data.
    """
    org = hold(organisation)
    last = (
        AuditEvent.objects.filter(organisation=org).order_by("-sequence").values("sequence", "hash").first()
    )
    event = AuditEvent(
        organisation=org,
        sequence=last["sequence"] + 1 if last else 1,
        at=now(),
        actor=who.user.pseudonym if who else "",
        action=action,
        # not type(subject)._meta: `request.user` of a session is a lazy wrapper of a person
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        project_id=project_id,
        data=data,
        previous_hash=last["hash"] if last else FIRST,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    return event


def hold(organisation: Organisation | UUID) -> Organisation:
    """The organisation, whose chain is the caller's until the transaction ends.

    Whoever locks a project or an item and then records an event calls this *before* that lock: the order is organisation,
    schema migration, project, annotation, question. The foreign keys of rows that were written are checked at the commit,
    and wait there for a project that is locked, while the organisation is held; the other way round would be a circle.
    Not so firmly that a row which only points at the organisation would wait.
    """
    return Organisation.objects.select_for_update(no_key=True).get(
        pk=getattr(organisation, "pk", organisation)
    )


def digest(event: AuditEvent) -> str:
    """SHA-256 over the event before and the canonical JSON of this one."""
    body = orjson.dumps(
        {
            "organisation": str(event.organisation_id),
            "sequence": event.sequence,
            "at": event.at.isoformat(),
            "actor": event.actor,
            "action": event.action,
            "subject": [event.subject_type, event.subject_id],
            "project": str(event.project_id) if event.project_id else None,
            "data": event.data,
        },
        option=orjson.OPT_SORT_KEYS,
        default=str,
    )
    return hashlib.sha256(event.previous_hash.encode() + body).hexdigest()


def tell_heads() -> None:
    """The newest event of each organisation is in the server's log, whose reader can keep it elsewhere.

    A chain does not show that its end was cut off, or that it was written anew as a whole; a head kept elsewhere does.
    """
    for organisation in Organisation.objects.order_by("slug"):
        head = AuditEvent.objects.filter(organisation=organisation).order_by("-sequence").first()
        if head is not None:
            log.warning("audit_head", organisation=organisation.slug, sequence=head.sequence, hash=head.hash)


def first_broken(organisation: Organisation) -> AuditEvent | None:
    """The first event whose hash, predecessor or number does not fit; None when the chain holds."""
    previous = FIRST
    events = AuditEvent.objects.filter(organisation=organisation).order_by("sequence").iterator()
    for sequence, event in enumerate(events, start=1):
        if event.sequence != sequence or event.previous_hash != previous or event.hash != digest(event):
            return event
        previous = event.hash
    return None
