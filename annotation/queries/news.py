"""What is new to a person in the questions of all their projects: what the bell shows and the digest tells.

It begins with what they may read now: who left a project or a vendor hears nothing of it any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from annotation.models import Thread, ThreadState
from annotation.queries.threads import WORKING, is_new_to, mentions, with_unread
from guidelines.models import Project
from guidelines.queries.projects import projects_for, roles_by_project
from labelwright.accounts.principal import Principal
from labelwright.accounts.queries import memberships_of
from labelwright.accounts.roles import Can, allowed


class Why(StrEnum):
    """Why a question concerns a person; where several reasons hold, the first."""

    MENTIONED = "mentioned"
    ANSWERED = "answered"  # something was said to their own question
    ASSIGNED = "assigned"
    WAITS = "waits"  # for anybody who answers


@dataclass(frozen=True, slots=True)
class News:
    project: Project
    thread: Thread
    why: Why


def news_for(
    who: Principal, *, most: int, since: datetime | None = None, until: datetime | None = None
) -> list[News]:
    """At most `most` threads with something unread that concerns the person, the newest first.

    With `since` and `until`, only those in which the last was said after the one and not after the other.
    """
    rows = _unread(who)
    if rows is None:
        return []
    if since is not None:
        rows = rows.filter(last_at__gt=since)
    if until is not None:
        rows = rows.filter(last_at__lte=until)
    found = rows.select_related("project").order_by("-last_at", "-pk")[:most]
    return [News(thread.project, thread, _why(who, thread)) for thread in found]


def _unread(who: Principal) -> QuerySet[Thread] | None:
    """The threads of all projects that are new to the person and concern them; None for somebody who reads none."""
    projects = list(projects_for(who).filter(archived_at=None))
    cans = {key: allowed(roles) for key, roles in roles_by_project(who, projects).items()}
    vendors = dict(memberships_of(who).values_list("organisation", "vendor"))
    readable: list[Q] = []
    everything = [key for key, can in cans.items() if Can.SEE_THREADS in can]
    if everything:
        readable.append(Q(project__in=everything, merged_into=None))
    for project in projects:
        can = cans[project.pk]
        if Can.SEE_THREADS not in can and can & WORKING:
            readable.append(Q(project=project.pk, vendor=vendors.get(project.organisation_id)))
    if not readable:
        return None
    me = who.user
    answering = [key for key, can in cans.items() if Can.ANSWER_THREADS in can]
    concerns = Q(asked_by=me) | Q(mentions(who))
    concerns |= Q(assigned_to=me) & ~Q(state=ThreadState.RESOLVED)
    concerns |= Q(project__in=answering, state=ThreadState.OPEN)
    rows = Thread.objects.filter(reduce(or_, readable)).filter(is_new_to(who)).filter(concerns)
    return with_unread(who, rows)


def _why(who: Principal, thread: Thread) -> Why:
    if thread.mentions_me:  # type: ignore[attr-defined]  # `with_unread` says it
        return Why.MENTIONED
    if thread.asked_by_id == who.user.pk:
        return Why.ANSWERED
    return Why.ASSIGNED if thread.assigned_to_id == who.user.pk else Why.WAITS
