"""Whether what is about to be applied is what was rehearsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max

from annotation.errors import RehearsalOutdated
from annotation.models import AnnotationRevision, Rehearsal
from annotation.queries.in_scope import stored
from annotation.services.schema_migration.rehearse import plan_of_rehearsal, rehearsed
from annotation.tallies import DROPPED, LOSSY, PERSON, REFUSED, SEPARATOR, Tally, read_tally
from guidelines.models import SchemaVersion
from guidelines.operations.plan import Plan
from guidelines.services.schemas import plan_of
from labelwright.database.clock import now
from labelwright.errors import Words
from labelwright.ids import first_id_of

COSTLY = (LOSSY, PERSON, DROPPED)
TOLERATED = 0.01  # of what was rehearsed: people go on labelling while somebody reads the rehearsal
LOOKED_AT = 5000  # annotations saved since; with more, rehearsing again is the better answer
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Since:
    """What was saved after a rehearsal began, as it was at the instant `looked_at`, and what would become of it.

    `revisions` are the newest ones of the annotations looked at; `saved` those of them that the plan touches.
    """

    looked_at: datetime
    revisions: Mapping[UUID, int]
    saved: int
    tally: Tally


def look_since(rehearsal: Rehearsal) -> Since:
    """What was saved since the rehearsal began. Takes its time: for before the project is locked."""
    return _look(rehearsal, plan_of_rehearsal(rehearsal), rehearsal.as_of, {})


def require_as_rehearsed(rehearsal: Rehearsal, draft: SchemaVersion, since: Since) -> None:
    """Nothing, or `RehearsalOutdated` with what changed: the plan, the version that it starts from, or the labels.

    Labels may have changed as long as what costs something (losses, questions, dropped parts) has grown by no more than a
    hundredth, kind by kind, and nothing is there that was not there before. Nobody can save while the project is locked, so
    only what was saved after `since` was looked at is looked at here. What was saved once more in that time counts twice.
    """
    if rehearsal.state != Rehearsal.State.DONE:
        raise RehearsalOutdated("The rehearsal is not done.", state=rehearsal.state)
    if rehearsal.from_version_id != draft.project.current_schema_version_id:
        raise RehearsalOutdated("Another schema version was published since; rehearse again.")
    plan = plan_of(draft)
    if plan.hash != rehearsal.plan_hash:
        raise RehearsalOutdated(
            "The draft or its operations were changed since; rehearse again.",
            rehearsed=rehearsal.plan_hash,
            now=plan.hash,
        )
    meanwhile = _look(rehearsal, plan, since.looked_at - CLOCKS_DIFFER, since.revisions)
    saved = since.saved + meanwhile.saved
    tally = Tally()
    tally.add(since.tally)
    tally.add(meanwhile.tally)
    changed = _grown(read_tally(rehearsal.tally), tally)
    if saved > LOOKED_AT or changed:
        raise RehearsalOutdated(
            Words(
                "{saved} annotations that the change touches were saved since; rehearse again.", saved=saved
            ),
            saved=saved,
            changed=changed,
        )


def _look(rehearsal: Rehearsal, plan: Plan, instant: datetime, known: Mapping[UUID, int]) -> Since:
    """What was saved after both `instant` and the beginning of the rehearsal and is not `known` by annotation and number."""
    looked_at = now()
    new = AnnotationRevision.objects.filter(
        pk__gt=first_id_of(
            max(instant, rehearsal.as_of) - CLOCKS_DIFFER
        ),  # ids are in order of time, so this is a short walk
        created_at__gt=max(instant, rehearsal.as_of),
        annotation__project=rehearsal.project_id,
    )
    newest = new.order_by().values_list("annotation").annotate(newest=Max("number"))
    rows = newest[: LOOKED_AT + len(known) + 1]
    found = {annotation: number for annotation, number in rows if known.get(annotation) != number}
    tally, saved = Tally(), 0
    for row in stored(list(found)[: LOOKED_AT + 1], with_text=plan.reads_text):
        fate = rehearsed(plan, row, rehearsal.from_version_id)
        if fate is None:
            continue
        if fate.carried is None or fate.before is None:
            tally.refuse()
            saved += 1
        elif plan.scope.touches(fate.before):
            tally.count(plan, fate.carried)
            saved += 1
    return Since(looked_at, found, saved, tally)


def _grown(before: Tally, since: Tally) -> list[dict[str, Any]]:
    """What costs something and has grown too much, kind by kind."""
    grown = []
    for key, count in since.buckets.items():
        step, field, label, outcome = key.split(SEPARATOR)
        was = before.buckets.get(key, 0)
        if outcome in COSTLY and count > was * TOLERATED:
            grown.append(
                {
                    "step": int(step),
                    "field": field,
                    "label": label,
                    "outcome": outcome,
                    "rehearsed": was,
                    "since": count,
                }
            )
    refused = since.annotations.get(REFUSED, 0)
    if refused:
        grown.append({"outcome": REFUSED, "rehearsed": before.annotations.get(REFUSED, 0), "since": refused})
    return grown
