"""Refusals in the audit log: who asked for what they may not have, or for what they may not know of.

A request only leaves a note in memory: no refusal waits for the database, and the time that it takes does not tell
whether the thing exists. One thread looks the things up and writes; equal refusals become one event with their
number, at most one in a quarter of an hour, so that nobody can fill the log by scanning the API. What a killed
process had not written yet is lost; that is ten seconds of refusals, each of which did nothing.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from django.db import Error, connection, models, transaction
from django.http import HttpRequest, HttpResponse

from annotation.models import (
    Annotation,
    Assignment,
    Batch,
    CannedAnswer,
    CheckQuestion,
    GoldAnswer,
    GuidelineExample,
    Item,
    Rehearsal,
    RelabelQuestion,
    SchemaMigration,
    Thread,
)
from datasets.evaluation.models import ModelRun, RunScore
from datasets.models import DatasetVersion
from exports.models import Export, Import
from guidelines.models import DraftComment, GuidelineVersion, Project, ProjectMember, SchemaVersion
from guidelines.queries.projects import may, projects_for
from labelwright.accounts import audit
from labelwright.accounts.models import ApiToken, Invitation, Membership, Organisation, User, Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.queries import memberships_of, organisations_run_by
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.jobs.models import Job

log = structlog.get_logger("labelwright.refusals")

MOST_WAITING = 1000
WRITTEN_EVERY = 10.0  # seconds
EQUAL_ONES_EVERY = 15 * 60.0  # seconds

# What a part of an address names, and how to get from there to organisation and project.
PLACES: dict[str, tuple[type[models.Model], str, str | None]] = {
    "organisation": (Organisation, "pk", None),
    "vendor": (Vendor, "organisation", None),
    "member": (Membership, "organisation", None),
    "invitation": (Invitation, "organisation", None),
    "token": (ApiToken, "organisation", None),
    "project": (Project, "organisation", "pk"),
    "project_member": (ProjectMember, "project__organisation", "project"),
    "schema_version": (SchemaVersion, "project__organisation", "project"),
    "guideline_version": (GuidelineVersion, "project__organisation", "project"),
    "check_question": (
        CheckQuestion,
        "guideline_version__project__organisation",
        "guideline_version__project",
    ),
    "guideline_comment": (DraftComment, "version__project__organisation", "version__project"),
    "job": (Job, "organisation", "project_id"),
    "item": (Item, "project__organisation", "project"),
    "sound": (Item, "project__organisation", "project"),
    "batch": (Batch, "project__organisation", "project"),
    "training": (Batch, "project__organisation", "project"),
    "annotation": (Annotation, "project__organisation", "project"),
    "assignment": (Assignment, "task__batch__project__organisation", "task__batch__project"),
    "gold": (GoldAnswer, "project__organisation", "project"),
    "rehearsal": (Rehearsal, "project__organisation", "project"),
    "schema_migration": (SchemaMigration, "project__organisation", "project"),
    "question": (RelabelQuestion, "project__organisation", "project"),
    "example": (GuidelineExample, "project__organisation", "project"),
    "canned_answer": (CannedAnswer, "project__organisation", "project"),
    "thread": (Thread, "project__organisation", "project"),
    "dataset_version": (DatasetVersion, "dataset__project__organisation", "dataset__project"),
    "model_run": (ModelRun, "project__organisation", "project"),
    "run_score": (RunScore, "run__project__organisation", "run__project"),
    "export": (Export, "version__dataset__project__organisation", "version__dataset__project"),
    "import_id": (Import, "project__organisation", "project"),
}

# Belongs to a person and to no organisation: there is no log that it could be in.
PRIVATE = frozenset({"sign_in"})


@dataclass(frozen=True, slots=True)
class Note:
    """One refusal as the request knows it."""

    at: datetime
    user: UUID
    method: str
    route: str
    status: int
    named: tuple[str, UUID] | None  # the last part of the address that names a thing


class Event(NamedTuple):
    """What equal refusals have in common."""

    user: UUID
    method: str
    route: str
    status: int
    organisation: UUID
    project: UUID | None


@dataclass(slots=True)
class Tally:
    who: Principal
    subject: Any
    since: datetime
    times: int = 0


class Refusals:
    """The notes of this process, and what was written of them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._notes: deque[Note] = deque(maxlen=MOST_WAITING)
        self._tallies: dict[Event, Tally] = {}
        self._written: dict[Event, float] = {}

    def note(self, note: Note) -> None:
        """The refusal will be written down. The oldest are forgotten when there are too many."""
        self._notes.append(note)

    def write(self, *, everything: bool = False) -> None:
        """What was noted is in the audit log, except for what was there less than a quarter of an hour ago."""
        while self._notes:
            self._count(self._notes.popleft())
        instant = self._clock()
        self._written = {e: at for e, at in self._written.items() if instant - at < EQUAL_ONES_EVERY}
        for event in [e for e in self._tallies if everything or e not in self._written]:
            _record(event, self._tallies[event])
            del self._tallies[event]  # not before it is written: what could not be is tried again
            self._written[event] = instant

    def _count(self, note: Note) -> None:
        user = User.objects.filter(pk=note.user).first()
        if user is None:
            return
        who = Principal(user)
        for organisation, project, subject in _places(who, note):
            event = Event(note.user, note.method, note.route, note.status, organisation, project)
            self._tallies.setdefault(event, Tally(who, subject, note.at)).times += 1


def _places(who: Principal, note: Note) -> Iterator[tuple[UUID, UUID | None, Any]]:
    """Where the refusal belongs: at the thing that was asked for, else with everybody the person belongs to."""
    found = _find(*note.named) if note.named else None
    if found is not None:
        organisation, project, subject = found
        if note.status == 403 or _is_hidden(who, organisation, project, subject):
            yield organisation, project, subject
    elif note.status == 403 and note.named is None:
        for belonging in memberships_of(who):
            yield belonging.organisation_id, None, who.user


def _find(parameter: str, key: UUID) -> tuple[UUID, UUID | None, Any] | None:
    """Organisation, project and the thing itself; None where there is none."""
    model, to_organisation, to_project = PLACES[parameter]
    subject = model._default_manager.filter(pk=key).first()
    if subject is None:
        return None
    row = model._default_manager.filter(pk=key).values_list(to_organisation, to_project or to_organisation)
    organisation, project = row.get()
    return organisation, project if to_project else None, subject


def _is_hidden(who: Principal, organisation: UUID, project: UUID | None, subject: Any) -> bool:
    """Whether a 404 was said of something that is there: not "this project has no draft" to its own curator."""
    if project is None:
        return not organisations_run_by(who).filter(pk=organisation).exists()
    visible = projects_for(who).filter(pk=project).first()
    if visible is None:
        return True
    return not isinstance(subject, Project) and Can.SEE_ITEMS not in may(who, visible)


@transaction.atomic
def _record(event: Event, tally: Tally) -> None:
    audit.record(
        tally.who,
        "access.refused",
        tally.subject,
        organisation=event.organisation,
        project_id=event.project,
        method=event.method,
        route=event.route,
        status=event.status,
        times=tally.times,
        since=tally.since.isoformat(),
    )


def note_of(request: HttpRequest, response: HttpResponse, user: UUID | None) -> Note | None:
    """What to remember of an answer; None for one that is no refusal of a known person."""
    match = request.resolver_match
    if response.status_code not in (403, 404) or user is None or match is None:
        return None
    named = [(key, value) for key, value in match.kwargs.items() if key in PLACES]
    if response.status_code == 404 and not named:
        return None
    return Note(
        now(),
        user,
        str(request.method),
        f"/{match.route}",
        response.status_code,
        named[-1] if named else None,
    )


refusals = Refusals()


class Writer:
    """The thread that writes; one in each web process."""

    def __init__(self, notes: Refusals, every: float = WRITTEN_EVERY) -> None:
        self._notes, self._every = notes, every
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="refusals", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What was noted is written, and the thread is gone."""
        self._end.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        ended = False
        while not ended:
            ended = self._end.wait(self._every)
            try:
                self._notes.write(everything=ended)
            except (
                Error
            ) as error:  # the next round goes on; what keeps a log must not bring down what it watches
                log.warning("refusals_not_written", error=type(error).__name__)
            finally:
                connection.close()
