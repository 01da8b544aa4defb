"""The audit log, and the command that checks it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from labelwright.accounts import audit
from labelwright.accounts.models import AuditEvent, Membership
from labelwright.accounts.principal import Principal
from labelwright.ids import new_id
from tests.factories.accounts import MembershipFactory
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
