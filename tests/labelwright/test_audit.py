"""The audit log, and the command that checks it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from structlog.testing import capture_logs

from labelwright.accounts import audit
from labelwright.accounts.models import AuditEvent, Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.ids import new_id
from tests.factories.accounts import MembershipFactory
from tests.factories.guidelines import ProjectFactory, member
from tests.http import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(role="admin")


def record(admin: Membership, count: int = 3, **fields: object) -> None:
    for number in range(count):
        audit.record(
            Principal(admin.user),
            "test.done",
            admin,
            organisation=admin.organisation,
            number=number,
            **fields,
        )


def test_the_newest_event_comes_first_with_the_name_of_who_did_it(admin: Membership):
    record(admin)

    answer = Browser(admin.user).get(f"/organisations/{admin.organisation_id}/audit")

    rows = answer.json()["results"]
    assert [row["sequence"] for row in rows] == [3, 2, 1]
    assert rows[0]["actor"] == admin.user.pseudonym
    assert rows[0]["actor_name"] == admin.user.name


def test_the_events_of_one_project_can_be_asked_for(admin: Membership):
    project = new_id()
    record(admin, 2)
    record(admin, 1, project_id=project)

    answer = Browser(admin.user).get(f"/organisations/{admin.organisation_id}/audit?project={project}")

    assert [row["project"] for row in answer.json()["results"]] == [str(project)]


def test_a_curator_reads_the_log_of_their_project_by_pseudonyms():
    project = ProjectFactory()
    curator, admin = member(project, Role.CURATOR), member(project, Role.ADMINISTRATOR)
    for place in (project, ProjectFactory(organisation=project.organisation)):
        audit.record(admin, "test.done", place, organisation=place.organisation, project_id=place.pk)
    audit.record(admin, "test.done", admin.user, organisation=project.organisation)
    path = f"/projects/{project.pk}/audit"

    rows = Browser(curator.user).get(path).json()["results"]
    to_admin = Browser(admin.user).get(path).json()["results"]

    assert [(row["subject_id"], row["actor"]) for row in rows] == [(str(project.pk), admin.user.pseudonym)]
    assert (rows[0]["actor_name"], to_admin[0]["actor_name"]) == (None, admin.user.name)


def test_a_search_by_name_finds_nothing_where_names_are_not_shown():
    project = ProjectFactory()
    curator, admin = member(project, Role.QUALITY_MANAGER), member(project, Role.ADMINISTRATOR)
    audit.record(admin, "test.done", project, organisation=project.organisation, project_id=project.pk)
    path = f"/projects/{project.pk}/audit?q="

    by_name = Browser(curator.user).get(path + admin.user.name).json()["results"]
    by_pseudonym = Browser(curator.user).get(path + admin.user.pseudonym).json()["results"]

    assert (len(by_name), len(by_pseudonym)) == (0, 1)


def test_the_head_of_each_chain_is_told_to_the_servers_log(admin: Membership):
    record(admin)

    with capture_logs() as lines:
        audit.tell_heads()

    [line] = [line for line in lines if line["event"] == "audit_head"]
    assert (line["sequence"], line["hash"]) == (3, AuditEvent.objects.get(sequence=3).hash)


def test_an_untouched_log_holds(admin: Membership):
    record(admin)
    out = StringIO()

    call_command("audit", "verify", stdout=out)

    assert f"{admin.organisation.slug}: holds, 3 events" in out.getvalue()


def test_one_changed_byte_is_named(admin: Membership):
    record(admin)
    event = AuditEvent.objects.get(sequence=2)
    _unfreeze()
    AuditEvent.objects.filter(pk=event.pk).update(data={"number": 9})
    err = StringIO()

    with pytest.raises(CommandError, match=admin.organisation.slug):
        call_command("audit", "verify", stderr=err)

    assert f"event 2 (row {event.pk})" in err.getvalue()


def _unfreeze() -> None:
    """What an attacker with the database's own rights could do; undone with the test's transaction."""
    with connection.cursor() as cursor:
        table = "accounts_auditevent"
        statements = {
            "postgresql": [f"DROP TRIGGER {table}_frozen ON {table}"],
            "sqlite": [f"DROP TRIGGER {table}_frozen_update"],
        }
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def test_an_unknown_organisation_is_an_error():
    with pytest.raises(CommandError, match="nowhere"):
        call_command("audit", "verify", "--organisation", "nowhere")
