"""API tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from labelwright.accounts.models import ApiToken, Membership
from labelwright.accounts.services.tokens import find_token
from labelwright.database.clock import now
from tests.factories.accounts import MembershipFactory, VendorFactory, token_for
from tests.http import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Membership:
    return MembershipFactory()


def make(member: Membership, **fields: Any) -> Any:
    body = {
        "name": "pull",
        "organisation": str(member.organisation_id),
        "scopes": ["read"],
        "expires_at": (now() + timedelta(days=30)).isoformat(),
        **fields,
    }
    return Browser(member.user).post("/tokens", body, Idempotency_Key="once")


def test_a_token_is_shown_once_and_only_its_hash_is_kept(member: Membership):
    answer = make(member)

    assert answer.status_code == 201
    secret = answer.json()["secret"]
    kind, prefix, key = secret.split("_")
    assert (kind, len(prefix), len(key)) == ("lw", 8, 43)
    assert key not in str(ApiToken.objects.values().get())
    assert key not in Browser(member.user).get("/tokens").content.decode()
    assert Browser().get("/session", Authorization=f"Bearer {secret}").json()["user"]["id"] == str(
        member.user_id
    )


def test_a_secret_answer_is_never_replayed(member: Membership):
    first, second = make(member).json(), make(member).json()

    assert first["secret"] != second["secret"]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"scopes": ["everything"]}, "/scopes/0"),
        ({"scopes": ["read", "write:"]}, "/scopes/1"),
        ({"scopes": ["dataset:read:not-a-project"]}, "/scopes/0"),
        ({"scopes": ["read:0192AAAA-0000-7000-8000-000000000000"]}, "/scopes/0"),
        ({"scopes": []}, "/scopes"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
        ({"expires_at": "2999-01-01T00:00:00Z"}, "/expires_at"),
        ({"organisation": "0192aaaa-0000-7000-8000-000000000000"}, "/organisation"),
    ],
)
def test_a_faulty_token_is_not_made(member: Membership, fields: dict[str, Any], pointer: str):
    answer = make(member, **fields)

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert ApiToken.objects.count() == 0


def test_a_token_for_somebody_elses_organisation_is_not_made(member: Membership):
    answer = make(member, organisation=str(MembershipFactory().organisation_id))

    assert answer.json()["errors"][0]["pointer"] == "/organisation"


def test_a_vendors_person_gets_no_token():
    organisation = MembershipFactory().organisation
    person = MembershipFactory(organisation=organisation, vendor=VendorFactory(organisation=organisation))

    answer = make(person)

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/no-tokens-for-vendors")


def test_a_revoked_token_never_works_again(member: Membership):
    made = make(member).json()

    answer = Browser(member.user).delete(f"/tokens/{made['id']}")

    assert answer.status_code == 204
    assert find_token(made["secret"]) is None
    refused = Browser().get("/tokens", Authorization=f"Bearer {made['secret']}")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")


def test_an_admin_revokes_the_tokens_of_others():
    admin = MembershipFactory(role="admin")
    person = MembershipFactory(organisation=admin.organisation)
    token, secret = token_for(person.user, admin.organisation)

    listed = Browser(admin.user).get(f"/tokens?organisation={admin.organisation_id}").json()["results"]
    answer = Browser(admin.user).delete(f"/tokens/{token.pk}")

    assert [row["id"] for row in listed] == [str(token.pk)]
    assert answer.status_code == 204
    assert find_token(secret) is None


@pytest.mark.parametrize("scope", ["read", "write"])
def test_a_token_makes_no_tokens(member: Membership, scope: str):
    _, secret = token_for(member.user, member.organisation, scope)

    answer = Browser().post("/tokens", {}, Authorization=f"Bearer {secret}")

    assert answer.status_code == 403


def test_a_reading_token_changes_nothing():
    admin = MembershipFactory(role="admin")
    _, secret = token_for(admin.user, admin.organisation, "read")
    path = f"/organisations/{admin.organisation_id}/vendors"

    answer = Browser().post(path, {"name": "Ants"}, Authorization=f"Bearer {secret}")

    assert answer.status_code == 403
    assert admin.organisation.vendors.count() == 0


@pytest.mark.parametrize(
    "text", ["", "lw_", "lw_00000000_x", "lw_00000000_" + "x" * 42, "Bearer", "lw_é_x", "lw_\0_x"]
)
def test_what_is_no_token_is_no_token(member: Membership, text: str):
    token_for(member.user, member.organisation)

    assert find_token(text) is None


def test_the_cookie_is_ignored_when_a_token_comes_too(member: Membership):
    answer = Browser(member.user).get("/tokens", Authorization="Bearer lw_00000000_wrong")

    assert answer.status_code == 401


def test_the_last_use_is_written_once_a_minute(member: Membership, django_assert_num_queries):
    token, secret = token_for(member.user, member.organisation)

    find_token(secret)
    token.refresh_from_db()
    first = token.last_used_at
    find_token(secret)
    token.refresh_from_db()

    assert first is not None
    assert token.last_used_at == first


def test_the_list_costs_the_same_however_long_it_is(member: Membership, django_assert_max_num_queries):
    for _ in range(12):
        token_for(member.user, member.organisation)
    browser = Browser(member.user)

    with django_assert_max_num_queries(4):
        answer = browser.get("/tokens")

    assert len(answer.json()["results"]) == 12
