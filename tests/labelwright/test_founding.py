"""How an empty installation gets its first people."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from labelwright.accounts.audit import first_broken
from labelwright.accounts.founding import OrganisationExists, found_organisation
from labelwright.accounts.models import AuditEvent, Organisation, User
from labelwright.config.management.commands import create_owner
from labelwright.errors import Invalid
from tests.factories.accounts import PASSWORD, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_organisation_is_founded_with_its_owner():
    membership = found_organisation(
        "Cell Lab", email=" Mina@Example.org ", owner_name="Mina", password=PASSWORD
    )

    assert (membership.organisation.slug, membership.role) == ("cell-lab", "owner")
    assert membership.user.email == "mina@example.org"
    assert membership.user.check_password(PASSWORD)
    assert AuditEvent.objects.get().action == "organisation.founded"
    assert first_broken(membership.organisation) is None


def test_a_name_in_any_script_gives_an_address():
    membership = found_organisation(
        "세포 연구실", email="a@example.org", owner_name="민아", password=PASSWORD
    )

    assert membership.organisation.slug == "세포-연구실"


def test_everything_wrong_is_said_at_once_and_nothing_is_written():
    with pytest.raises(Invalid) as error, transaction.atomic():
        found_organisation("!", email="nobody", owner_name=" ", password="short")

    assert [fault.pointer for fault in error.value.errors] == [
        "#/organisation",
        "#/name",
        "#/email",
        "#/password",
    ]
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_a_second_organisation_of_the_same_name_is_refused():
    OrganisationFactory(name="Cell Lab", slug="cell-lab")

    with pytest.raises(OrganisationExists):
        found_organisation("Cell lab", email="a@example.org", owner_name="A", password=PASSWORD)

    assert not User.objects.exists()


def test_a_person_who_is_there_keeps_their_name_and_password():
    user = UserFactory(email="mina@example.org", name="Mina", login=PASSWORD)

    membership = found_organisation(
        "Cell Lab", email="mina@example.org", owner_name="Other", password="another long password"
    )

    user.refresh_from_db()
    assert membership.user == user
    assert user.name == "Mina"
    assert user.check_password(PASSWORD)


def test_the_command_takes_the_password_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(create_owner.PASSWORD, PASSWORD)
    said = StringIO()

    call_command("create_owner", organisation="Cell Lab", email="mina@example.org", name="Mina", stdout=said)

    assert "mina@example.org owns Cell Lab" in said.getvalue()
    assert PASSWORD not in said.getvalue()


def test_the_command_never_invents_a_password(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(create_owner.PASSWORD, raising=False)
    monkeypatch.setattr("sys.stdin", StringIO())

    with pytest.raises(CommandError, match=create_owner.PASSWORD):
        call_command("create_owner", organisation="Cell Lab", email="mina@example.org", name="Mina")

    assert not User.objects.exists()


def test_a_fresh_start_without_the_demo_says_how_to_make_the_first_owner(settings: Any, tmp_path: Path):
    settings.DATA_DIR = tmp_path
    said = StringIO()

    call_command("prepare", no_demo=True, stdout=said)

    assert "create_owner" in said.getvalue()
    assert f"LABELWRIGHT_DATA={tmp_path} " in said.getvalue()


def test_a_start_leaves_an_installation_with_people_alone(settings: Any, tmp_path: Path):
    settings.DATA_DIR = tmp_path
    OrganisationFactory()
    said = StringIO()

    call_command("prepare", stdout=said, stderr=StringIO())

    assert said.getvalue() == ""
    assert Organisation.objects.count() == 1
