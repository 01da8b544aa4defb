"""Whom a message may name: people who may read its thread, as far as the writer may know of them.

A curator names the curators and whoever of the asker's vendor works in the project; everybody else their own colleagues.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotation.models import Mention, Message, Thread
from annotation.queries.people import colleagues, members_who, people
from annotation.queries.threads import Author, Reader
from guidelines.models import Project, ProjectMember
from labelwright.accounts.models import Membership, User
from labelwright.accounts.roles import Can, Role

MOST = 20  # people that are offered at once
COLLEAGUES = (Role.ANNOTATOR, Role.REVIEWER, Role.VENDOR_LEAD)


def _with_role(project: Project, roles: Collection[Role]) -> Exists:
    return Exists(ProjectMember.objects.filter(project=project, role__in=roles, membership=OuterRef("pk")))


def _at_work(project: Project, vendor: UUID | None) -> QuerySet[Membership]:
    """People of one vendor (None: in house) who work in the project."""
    rows = colleagues(project.organisation_id, vendor).filter(is_active=True, user__is_active=True)
    return rows.filter(_with_role(project, COLLEAGUES))


def _seeing_all(project: Project) -> QuerySet[Membership]:
    """People who see every question of the project: nobody who labels in it."""
    return members_who(project, Can.SEE_THREADS).exclude(_with_role(project, [Role.ANNOTATOR]))


def mentionable(project: Project, vendor: UUID | None, *, by: User, everything: bool) -> QuerySet[User]:
    """The people whom `by` may name in a thread of that vendor's; with `everything`, `by` sees the questions of all."""
    rows = _at_work(project, vendor)
    if everything:
        rows = rows | _seeing_all(project)
    return User.objects.filter(pk__in=rows.values("user")).exclude(pk=by.pk)


def offered(reader: Reader, thread: Thread | None, text: str) -> list[Author]:
    """Those whose words `text` is part of: pseudonym, and vendor and name where the reader may see them.

    Without a thread those whom a new question may name: it is read by the asker's own people, whoever asks.
    """
    project, vendor = reader.project, thread.vendor_id if thread else reader.vendor
    by_curator = _seeing_all(project).values("user") if reader.everything else None
    known = Q(pseudonym__icontains=text)
    if reader.names or reader.colleagues:
        known |= Q(name__icontains=text)
    if reader.everything:
        vendors = Membership.objects.filter(
            organisation=project.organisation_id, vendor__name__icontains=text
        )
        known |= Q(name__icontains=text, pk__in=by_curator) | Q(pk__in=vendors.values("user"))
    everything = reader.everything and thread is not None
    rows = mentionable(project, vendor, by=reader.who.user, everything=everything).filter(known)
    found = list(rows.order_by("pseudonym").values_list("pk", flat=True)[:MOST])
    return list(_told(reader, found).values())


def told_mentions(reader: Reader, messages: Collection[Message]) -> dict[UUID, dict[str, Author]]:
    """For each message whom it names, by pseudonym, as the reader may know them. Four queries for all of them."""
    rows = list(
        Mention.objects.filter(message__in=[m.pk for m in messages]).values_list(
            "message", "user", "user__pseudonym"
        )
    )
    known = _told(reader, {user for _, user, _ in rows}) if rows else {}
    found: dict[UUID, dict[str, Author]] = {}
    for message, user, pseudonym in rows:
        found.setdefault(message, {})[pseudonym] = known[user]
    return found


def _told(reader: Reader, users: Collection[UUID]) -> dict[UUID, Author]:
    """Each as the reader may know them; those who see all questions are nobody to others but a curator."""
    project = reader.project
    seeing = set(_seeing_all(project).filter(user__in=users).values_list("user", flat=True))
    all_of_them = people(project.organisation_id, users, names=True)
    shown = reader.names or reader.colleagues
    told: dict[UUID, Author] = {}
    for user in users:
        person = all_of_them.get(user)
        if user == reader.who.user.pk:
            told[user] = Author("me", person)
        elif user in seeing:
            told[user] = Author("curator", person if reader.everything else None)
        else:
            part = "annotator" if reader.everything else "colleague"
            told[user] = Author(part, person and (person if shown else replace(person, name=None)))
    return told
