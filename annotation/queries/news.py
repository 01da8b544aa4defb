"""What is new to a person in all their projects: questions, and drafts of guidelines that they are asked to look at. It is
what the bell shows and the digest tells.

It begins with what they may read now: who left a project or a vendor hears nothing of it any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from annotation.models import Thread, ThreadState
from annotation.queries.threads import WORKING, is_new_to, mentions, with_unread
from guidelines.models import DraftReview, Project
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
    REVIEW = "review"  # a draft of the guideline waits for what they say


@dataclass(frozen=True, slots=True)
class News:
    """About a question, or (without `thread`) about the draft of the project's guideline; `words` are how either begins."""

    project: Project
    thread: UUID | None
    why: Why
    words: str
    at: datetime


def news_for(
    who: Principal, *, most: int, since: datetime | None = None, until: datetime | None = None
) -> list[News]:
    """At most `most` threads with something unread that concerns the person, and drafts that wait for them; the newest first.

    With `since` and `until`, only those in which the last was said after the one and not after the other.
    """
    projects = list(projects_for(who).filter(archived_at=None))
    cans = {key: allowed(roles) for key, roles in roles_by_project(who, projects).items()}
    news: list[News] = []
    threads = _unread(who, projects, cans)
    if threads is not None:
        rows = _between(threads, "last_at", since, until).select_related("project")
        news += [
            News(thread.project, thread.pk, _why(who, thread), thread.excerpt, thread.last_at)
            for thread in rows.order_by("-last_at", "-pk")[:most]
        ]
    reviews = _asked(who, cans)
    if reviews is not None:
        asked = _between(reviews, "asked_at", since, until).select_related("version__project")
        news += [
            News(review.version.project, None, Why.REVIEW, review.note, review.asked_at)
            for review in asked.order_by("-asked_at", "-pk")[:most]
        ]
    return sorted(news, key=lambda each: each.at, reverse=True)[:most]


def _between(rows: QuerySet[Any], name: str, since: datetime | None, until: datetime | None) -> QuerySet[Any]:
    if since is not None:
        rows = rows.filter(**{f"{name}__gt": since})
    return rows if until is None else rows.filter(**{f"{name}__lte": until})


def _asked(who: Principal, cans: Mapping[UUID, frozenset[Can]]) -> QuerySet[DraftReview] | None:
    """The drafts that wait for the person to look at them, by name or as one of those who may; None for who edits none."""
    editing = [key for key, can in cans.items() if Can.EDIT_SCHEMA in can]
    if not editing:
        return None
    open_ones = DraftReview.objects.filter(version__project__in=editing, decision="")
    return open_ones.filter(Q(reviewer=None) | Q(reviewer=who.user)).exclude(asked_by=who.user)


def _unread(
    who: Principal, projects: Sequence[Project], cans: Mapping[UUID, frozenset[Can]]
) -> QuerySet[Thread] | None:
    """The threads of all projects that are new to the person and concern them; None for somebody who reads none."""
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
