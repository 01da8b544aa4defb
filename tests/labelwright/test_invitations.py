"""Inviting people by link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from guidelines.models import ProjectMember
from labelwright.accounts.errors import AboveOwnRole, AlreadyMember
from labelwright.accounts.models import Invitation, Membership, User
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.invitations import invite
from labelwright.accounts.signals import invitation_accepted
from labelwright.database.clock import now
from labelwright.errors import Conflict
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, VendorFactory
from tests.factories.guidelines import ProjectFactory
from tests.http import Browser

pytestmark = pytest.mark.django_db
NEW = {"name": "Mina", "password": PASSWORD}


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(role="admin")


def invited(admin: Membership, email: str = "new@example.test", **fields: Any) -> tuple[Invitation, str]:
    fields = {"role": "member", "vendor": None, **fields}
    return invite(admin.organisation, by=Principal(admin.user), email=email, **fields)


def opened(user: User | None = None) -> Browser:
    browser = Browser(user)
    browser.get("/session")
    return browser


def test_the_link_is_told_once_and_only_its_hash_is_kept(admin: Membership):
    browser = Browser(admin.user)
    path = f"/organisations/{admin.organisation_id}/invitations"

    answer = browser.post(path, {"email": "New@Example.test", "role": "member"}, Idempotency_Key="k")

    assert answer.status_code == 201
    link = answer.json()["link"]
    assert link.startswith("/invite#")
    secret = link.removeprefix("/invite#")
    assert secret not in str(Invitation.objects.values().get())
    assert secret not in browser.get(path).content.decode()
    assert Invitation.objects.get().email == "new@example.test"


def test_the_link_says_what_it_is_for(admin: Membership):
    vendor = VendorFactory(organisation=admin.organisation, name="Ants")
    _, token = invited(admin, vendor=vendor)

    answer = opened().post("/invitations/look", {"token": token})

    assert answer.status_code == 200
    body = answer.json()
    assert (body["email"], body["vendor"], body["has_account"]) == ("new@example.test", "Ants", False)


def test_a_new_person_accepts_and_is_signed_in(admin: Membership):
    vendor = VendorFactory(organisation=admin.organisation)
    _, token = invited(admin, vendor=vendor)
    browser = opened()

    answer = browser.post("/invitations/accept", {"token": token, **NEW})

    assert answer.status_code == 201
    assert browser.get("/session").json()["user"]["email"] == "new@example.test"
    membership = Membership.objects.get(user__email="new@example.test")
    assert (membership.organisation, membership.vendor, membership.role) == (
        admin.organisation,
        vendor,
        "member",
    )


def test_a_link_is_good_once(admin: Membership):
    _, token = invited(admin)
    opened().post("/invitations/accept", {"token": token, **NEW})

    answer = opened().post("/invitations/accept", {"token": token, **NEW})

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/invitation-gone")


def test_a_link_is_good_for_seven_days(admin: Membership):
    invitation, token = invited(admin)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=now() - timedelta(seconds=1))

    answer = opened().post("/invitations/look", {"token": token})

    assert answer.status_code == 404
    assert timedelta(days=6, hours=23) < invitation.expires_at - now() <= timedelta(days=7)


def test_a_newer_link_replaces_the_older_one(admin: Membership):
    _, old = invited(admin)
    _, new = invited(admin)

    answers = [opened().post("/invitations/look", {"token": token}).status_code for token in (old, new)]

    assert answers == [404, 200]


def test_a_withdrawn_link_is_gone(admin: Membership):
    invitation, token = invited(admin)

    withdrawn = Browser(admin.user).delete(f"/invitations/{invitation.pk}")

    assert withdrawn.status_code == 204
    assert opened().post("/invitations/look", {"token": token}).status_code == 404


def test_everything_wrong_with_a_new_person_is_told_at_once(admin: Membership):
    _, token = invited(admin)

    answer = opened().post("/invitations/accept", {"token": token, "name": "", "password": "password"})

    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/name", "/password"}
    assert not User.objects.filter(email="new@example.test").exists()
    assert Invitation.objects.get().accepted_at is None


def test_who_has_an_account_gives_its_password(admin: Membership):
    user = MembershipFactory(user=UserFactory(email="old@example.test", login=PASSWORD)).user
    _, token = invited(admin, "old@example.test")
    browser = opened()

    wrong = browser.post("/invitations/accept", {"token": token, "password": "wrong"})
    nothing = browser.post("/invitations/accept", {"token": token})
    right = browser.post("/invitations/accept", {"token": token, "password": PASSWORD})

    assert [wrong.status_code, nothing.status_code, right.status_code] == [400, 400, 201]
    assert user.memberships.count() == 2
    assert browser.get("/session").json()["user"]["id"] == str(user.pk)


def test_who_is_signed_in_needs_no_password(admin: Membership):
    user = UserFactory(email="old@example.test")
    _, token = invited(admin, "old@example.test")

    answer = opened(user).post("/invitations/accept", {"token": token})

    assert answer.status_code == 201
    assert user.memberships.count() == 1


def test_somebody_elses_session_does_not_open_the_account(admin: Membership):
    UserFactory(email="old@example.test", login=PASSWORD)
    _, token = invited(admin, "old@example.test")

    answer = opened(UserFactory()).post("/invitations/accept", {"token": token})

    assert answer.status_code == 400
    assert Membership.objects.filter(organisation=admin.organisation).count() == 1


def test_guessing_the_password_of_an_account_is_counted(admin: Membership):
    UserFactory(email="old@example.test", login=PASSWORD)
    _, token = invited(admin, "old@example.test")
    browser = opened()
    body = {"token": token, "password": "wrong"}

    answers = [browser.post("/invitations/accept", body).status_code for _ in range(11)]

    assert answers[-1] == 429


def test_a_disabled_account_is_not_opened_by_an_invitation(admin: Membership):
    UserFactory(email="old@example.test", login=PASSWORD, is_active=False)
    _, token = invited(admin, "old@example.test")

    answer = opened().post("/invitations/accept", {"token": token, "password": PASSWORD})

    assert answer.status_code == 400


def test_who_was_shut_out_comes_back_by_a_new_invitation(admin: Membership):
    user = UserFactory(email="old@example.test")
    MembershipFactory(organisation=admin.organisation, user=user, is_active=False)
    _, token = invited(admin, "old@example.test")

    answer = opened(user).post("/invitations/accept", {"token": token})

    assert answer.status_code == 201
    assert user.memberships.get().is_active


def test_members_are_not_invited_again(admin: Membership):
    with pytest.raises(AlreadyMember):
        invited(admin, admin.user.email.upper())


def test_nobody_invites_above_their_own_role(admin: Membership):
    with pytest.raises(AboveOwnRole):
        invited(admin, role="owner")


def test_a_vendor_of_another_organisation_cannot_be_named(admin: Membership):
    answer = Browser(admin.user).post(
        f"/organisations/{admin.organisation_id}/invitations",
        {"email": "new@example.test", "vendor": str(VendorFactory().pk)},
    )

    assert answer.json()["errors"] == [
        {"pointer": "/vendor", "detail": "This organisation has no such vendor."}
    ]


def test_project_roles_are_committed_with_the_acceptance(admin: Membership):
    project = ProjectFactory(organisation=admin.organisation)
    invitation, token = invited(admin, vendor=VendorFactory(organisation=admin.organisation))
    roles = [
        {"project": str(project.pk), "role": "annotator"},
        {"project": str(project.pk), "role": "reviewer"},
    ]

    said = Browser(admin.user).put(f"/invitations/{invitation.pk}/project-roles", {"roles": roles})
    # What runs on commit does not run in this test: as if the process had ended right after it.
    opened().post("/invitations/accept", {"token": token, **NEW})

    assert said.json() == {"roles": roles}
    given = ProjectMember.objects.filter(project=project, membership__user__email="new@example.test")
    assert sorted(given.values_list("role", flat=True)) == ["annotator", "reviewer"]


def test_an_acceptance_whose_roles_cannot_be_given_did_not_happen(admin: Membership):
    invitation, token = invited(admin)
    browser = opened()

    def refuse(**kwargs: object) -> None:
        raise Conflict("No roles today.")

    invitation_accepted.connect(refuse)
    try:
        answer = browser.post("/invitations/accept", {"token": token, **NEW})
    finally:
        invitation_accepted.disconnect(refuse)

    invitation.refresh_from_db()
    assert answer.status_code == 409
    assert invitation.is_open
    assert not User.objects.filter(email="new@example.test").exists()
    assert browser.get("/session").json()["user"] is None


@pytest.mark.parametrize("role", ["curator", "quality_manager", "modeler"])
def test_a_vendors_person_is_not_invited_as_one_of_the_house(admin: Membership, role: str):
    project = ProjectFactory(organisation=admin.organisation)
    invitation, _ = invited(admin, vendor=VendorFactory(organisation=admin.organisation))

    answer = Browser(admin.user).put(
        f"/invitations/{invitation.pk}/project-roles", {"roles": [{"project": str(project.pk), "role": role}]}
    )

    assert answer.json()["errors"][0]["pointer"] == "/roles/0/role"


def test_a_project_of_another_organisation_cannot_be_named(admin: Membership):
    invitation, _ = invited(admin)

    answer = Browser(admin.user).put(
        f"/invitations/{invitation.pk}/project-roles",
        {"roles": [{"project": str(ProjectFactory().pk), "role": "annotator"}]},
    )

    assert answer.json()["errors"][0]["pointer"] == "/roles/0/project"
