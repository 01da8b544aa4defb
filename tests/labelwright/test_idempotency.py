"""A request that creates something, sent more than once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from labelwright.accounts.models import AuditEvent, Membership, Vendor
from labelwright.rest.models import RememberedAnswer
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.http import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(role="admin")


def enter(admin: Membership, name: str = "Ants", key: str = "k1") -> Any:
    path = f"/organisations/{admin.organisation_id}/vendors"
    return Browser(admin.user).post(path, {"name": name}, Idempotency_Key=key)


def test_a_replay_gives_the_first_answer(admin: Membership):
    first, second = enter(admin), enter(admin)

    assert (second.status_code, second.content, second["ETag"]) == (201, first.content, '"1"')
    assert (second["Idempotency-Replayed"], second["Content-Type"]) == ("true", "application/json")
    assert "Idempotency-Replayed" not in first
    assert (Vendor.objects.count(), AuditEvent.objects.count()) == (1, 1)


def test_another_request_under_the_same_key_is_refused(admin: Membership):
    enter(admin)

    answer = enter(admin, name="Bees")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/idempotency-key-reused")
    assert Vendor.objects.count() == 1


def test_a_refusal_is_not_remembered(admin: Membership):
    refused = enter(admin, name="")

    accepted = enter(admin, name="Ants")

    assert (refused.status_code, accepted.status_code) == (400, 201)


def test_keys_of_two_people_are_two_keys(admin: Membership):
    other = MembershipFactory(organisation=admin.organisation, role="admin", user=UserFactory())
    enter(admin)

    answer = enter(other, name="Bees")

    assert answer.status_code == 201
    assert Vendor.objects.count() == 2


@pytest.mark.parametrize("key", ["x" * 101, "é", "tab\there"])
def test_a_key_is_short_and_plain(admin: Membership, key: str):
    answer = enter(admin, key=key)

    assert answer.status_code == 400
    assert not Vendor.objects.exists()


def test_an_answer_with_a_secret_is_never_kept(admin: Membership):
    path = f"/organisations/{admin.organisation_id}/invitations"

    Browser(admin.user).post(path, {"email": "new@example.test"}, Idempotency_Key="k")

    assert not RememberedAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_requests_side_by_side_create_one_row():
    admin = MembershipFactory(role="admin")
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(enter(admin))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {201}
    assert len(answers) == 20
    assert len({answer.content for answer in answers}) == 1
    assert (Vendor.objects.count(), AuditEvent.objects.count()) == (1, 1)
