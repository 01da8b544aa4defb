"""Vendors, members and their roles."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from labelwright.accounts.errors import AboveOwnRole, LastOwner
from labelwright.accounts.models import AuditEvent, Invitation, Membership, Organisation
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.invitations import invite
from labelwright.accounts.services.members import change_member
from labelwright.accounts.services.tokens import find_token
from labelwright.errors import Invalid, Stale
from tests.factories.accounts import MembershipFactory, OrganisationFactory, VendorFactory, token_for
from tests.http import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory()


def member(organisation: Organisation, role: str = "member", **fields: Any) -> Membership:
    return MembershipFactory(organisation=organisation, role=role, **fields)


def change(row: Membership, by: Membership, **changes: Any) -> Membership:
    return change_member(row, by=Principal(by.user), started_from=row.version, **changes)


def test_an_admin_makes_a_member_an_admin(organisation: Organisation):
    admin, person = member(organisation, "admin"), member(organisation)

    changed = change(person, admin, role="admin")

    assert (changed.role, changed.version) == ("admin", 2)
    event = AuditEvent.objects.get()
    assert (event.action, event.data["before"]["role"], event.data["after"]["role"]) == (
        "member.changed",
        "member",
        "admin",
    )


@pytest.mark.parametrize(
    ("target", "changes"),
    [("member", {"role": "owner"}), ("owner", {"role": "member"}), ("owner", {"is_active": False})],
)
def test_nobody_gives_or_takes_a_role_above_their_own(
    organisation: Organisation, target: str, changes: dict[str, Any]
):
    member(organisation, "owner")
    admin, person = member(organisation, "admin"), member(organisation, target)

    with pytest.raises(AboveOwnRole):
        change(person, admin, **changes)

    person.refresh_from_db()
    assert (person.role, person.is_active) == (target, True)


@pytest.mark.parametrize("changes", [{"role": "admin"}, {"is_active": False}])
def test_the_last_owner_stays(organisation: Organisation, changes: dict[str, Any]):
    owner = member(organisation, "owner")
    member(organisation, "owner", is_active=False)

    with pytest.raises(LastOwner):
        change(owner, owner, **changes)

    owner.refresh_from_db()
    assert (owner.role, owner.is_active) == ("owner", True)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_step_down_side_by_side_leave_one():
    organisation = OrganisationFactory()
    owners = [member(organisation, "owner"), member(organisation, "owner")]
    refused: list[bool] = []

    def step_down(owner: Membership) -> None:
        try:
            change(owner, owner, role="admin")
            refused.append(False)
        except LastOwner:
            refused.append(True)
        finally:
            connection.close()

    threads = [threading.Thread(target=step_down, args=(owner,)) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(refused) == [False, True]
    assert Membership.objects.filter(role="owner").count() == 1


def test_a_vendors_person_cannot_run_the_organisation(organisation: Organisation):
    owner, person = (
        member(organisation, "owner"),
        member(organisation, vendor=VendorFactory(organisation=organisation)),
    )

    with pytest.raises(Invalid, match="vendor"):
        change(person, owner, role="admin")


def test_a_member_moves_to_another_vendor(organisation: Organisation):
    owner, person = member(organisation, "owner"), member(organisation)
    vendor = VendorFactory(organisation=organisation)

    answer = Browser(owner.user).patch(f"/members/{person.pk}", {"vendor": str(vendor.pk)}, If_Match='"1"')

    assert answer.json()["vendor"] == {"id": str(vendor.pk), "name": vendor.name}


def test_a_vendor_of_another_organisation_is_none_of_theirs(organisation: Organisation):
    owner, person = member(organisation, "owner"), member(organisation)

    answer = Browser(owner.user).patch(
        f"/members/{person.pk}", {"vendor": str(VendorFactory().pk)}, If_Match='"1"'
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/vendor"


def test_who_is_shut_out_loses_sessions_tokens_and_invitations(organisation: Organisation):
    owner, admin = member(organisation, "owner"), member(organisation, "admin")
    browser = Browser(admin.user)
    _, secret = token_for(admin.user, organisation, "write")
    invite(organisation, by=Principal(admin.user), email="new@example.test", role="member", vendor=None)

    answer = Browser(owner.user).delete(f"/members/{admin.pk}", If_Match='"1"')

    assert answer.status_code == 204
    assert browser.get("/session").json()["user"] is None
    assert find_token(secret) is None
    assert Invitation.objects.count() == 0


def test_who_is_shut_out_keeps_their_place_elsewhere(organisation: Organisation):
    owner, person = member(organisation, "owner"), member(organisation)
    elsewhere = MembershipFactory(user=person.user)
    _, secret = token_for(person.user, elsewhere.organisation, "read")

    change(person, owner, is_active=False)

    elsewhere.refresh_from_db()
    assert elsewhere.is_active
    assert find_token(secret) is not None


def test_a_stale_change_is_refused(organisation: Organisation):
    owner, person = member(organisation, "owner"), member(organisation)

    with pytest.raises(Stale):
        change_member(person, by=Principal(owner.user), started_from=7, role="admin")


def test_vendors_are_entered_once(organisation: Organisation):
    browser = Browser(member(organisation, "admin").user)
    path = f"/organisations/{organisation.pk}/vendors"

    first, second = browser.post(path, {"name": "Ants"}), browser.post(path, {"name": "ANTS"})

    assert (first.status_code, first["ETag"]) == (201, '"1"')
    assert (second.status_code, second.json()["type"]) == (409, "/problems/name-taken")


def test_a_vendor_is_renamed(organisation: Organisation):
    browser = Browser(member(organisation, "admin").user)
    vendor = VendorFactory(organisation=organisation, name="Ants")
    VendorFactory(organisation=organisation, name="Bees")

    taken = browser.patch(f"/vendors/{vendor.pk}", {"name": "bees"}, If_Match='"1"')
    renamed = browser.patch(f"/vendors/{vendor.pk}", {"name": "Wasps"}, If_Match='"1"')
    stale = browser.patch(f"/vendors/{vendor.pk}", {"name": "Hornets"}, If_Match='"1"')

    assert [taken.status_code, renamed.status_code, stale.status_code] == [409, 200, 412]
    assert stale.json()["current"] == 2


@pytest.mark.parametrize("what", ["vendors", "members", "invitations", "audit"])
def test_a_list_costs_the_same_however_long_it_is(
    organisation: Organisation, what: str, django_assert_max_num_queries
):
    admin = member(organisation, "admin")
    browser, who = Browser(admin.user), Principal(admin.user)
    for number in range(12):
        vendor = VendorFactory(organisation=organisation)
        member(organisation, vendor=vendor)
        invite(organisation, by=who, email=f"new{number}@example.test", role="member", vendor=vendor)

    with django_assert_max_num_queries(6):
        answer = browser.get(f"/organisations/{organisation.pk}/{what}?limit=10")

    assert len(answer.json()["results"]) == 10
    assert answer.json()["next"]


def test_a_token_of_one_organisation_does_not_reach_the_other():
    person = member(OrganisationFactory(), "admin").user
    other = MembershipFactory(user=person, role="admin").organisation
    _, secret = token_for(person, Membership.objects.exclude(organisation=other).get().organisation, "write")
    bearer = {"Authorization": f"Bearer {secret}"}

    answer = Browser().get(f"/organisations/{other.pk}/members", **bearer)

    assert answer.status_code == 404
    assert [o["id"] for o in Browser().get("/session", **bearer).json()["organisations"]] != [str(other.pk)]
