"""The base of every view: pages by key, bodies, preconditions, problems, headers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from rest_framework.test import APIRequestFactory

from labelwright import errors
from labelwright.accounts.models import Membership, Vendor
from labelwright.config import problems
from labelwright.config.problems import STATUS, document
from labelwright.rest.network import network_of
from labelwright.rest.pagination import page
from labelwright.rest.serializers import In, pointers
from labelwright.rest.views import View
from tests.factories.accounts import MembershipFactory, OrganisationFactory, VendorFactory
from tests.http import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(role="admin")


def vendors_path(admin: Membership) -> str:
    return f"/organisations/{admin.organisation_id}/vendors"


# ---- pages -----------------------------------------------------------------------------------------------
def read(after: str = "", *, limit: int = 2, by: tuple[str, ...] = ("name", "id")) -> tuple[list[str], str]:
    rows, key = page(Vendor.objects.all(), SimpleNamespace(limit=limit, after=after), by=by)
    return [row.name for row in rows], key or ""


def test_pages_follow_each_other_without_gap_or_twin():
    organisation = OrganisationFactory()
    for name in "edcba":
        VendorFactory(organisation=organisation, name=name)

    first, key = read()
    second, key = read(key)
    third, end = read(key)

    assert (first, second, third, end) == (["a", "b"], ["c", "d"], ["e"], "")


def test_rows_of_the_same_name_are_told_apart_by_their_id():
    for _ in range(5):
        VendorFactory(name="same")

    first, key = read(limit=3)
    second, end = read(key, limit=3)

    assert (len(first), len(second), end) == (3, 2, "")


def test_a_row_that_comes_in_between_moves_no_other_row():
    for name in "bdfh":
        VendorFactory(name=name)

    first, key = read()
    for name in "ace":
        VendorFactory(name=name)
    second, _ = read(key)

    assert (first, second) == (["b", "d"], ["e", "f"])


def test_the_newest_can_come_first():
    for name in "abc":
        VendorFactory(name=name)

    first, key = read(by=("-id",))
    second, _ = read(key, by=("-id",))

    assert first + second == ["c", "b", "a"]


def test_a_full_last_page_says_that_it_is_the_last():
    for name in "ab":
        VendorFactory(name=name)

    assert read() == (["a", "b"], "")


@pytest.mark.parametrize(
    "after", ["x", "[]", "W10", "WyJhIiwibm8gaWQiXQ", "W251bGwsbnVsbF0", "é", "=" * 9, "A" * 5000]
)
def test_a_key_that_was_never_given_is_refused(after: str):
    with pytest.raises(errors.Invalid, match="page key"):
        read(after)


# ---- bodies ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b"{'name': 'x'}",
        b'{"name": "\xff"}',
        b'{"name": "\\ud800"}',
        b'{"name": "a\\u0000b"}',
        b'{"a\\u0000b": 1}',
        b"[" * 100_000 + b"]" * 100_000,
        b'{"name": ' * 5000 + b"1" + b"}" * 5000,
        b'{"name": 1e999999999}',
        b'\xef\xbb\xbf{"name": "x"}',
    ],
    ids=lambda body: body[:20].decode("latin-1"),
)
def test_what_is_not_plain_json_is_refused(admin: Membership, body: bytes):
    answer = Browser(admin.user).ask("POST", vendors_path(admin), body)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert not Vendor.objects.exists()


def test_an_escaped_backslash_before_u0000_is_no_nul(admin: Membership):
    answer = Browser(admin.user).ask("POST", vendors_path(admin), b'{"name": "a\\\\u0000b"}')

    assert (answer.status_code, answer.json()["name"]) == (201, "a\\u0000b")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(admin: Membership, settings: Any):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = Browser(admin.user).post(vendors_path(admin), {"name": "x" * 2000})

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


def test_all_faults_are_told_at_once_with_pointers():
    detail = {"a/b": ["one", "two"], "list": [{}, {"x": ["three"]}], "non_field_errors": ["four"]}

    faults = pointers(detail)

    assert [(f.pointer, f.detail) for f in faults] == [
        ("/a~1b", "one"),
        ("/a~1b", "two"),
        ("/list/1/x", "three"),
        ("", "four"),
    ]


def test_an_undeclared_field_is_refused_at_every_depth():
    from rest_framework import serializers

    class Inner(In):
        name = serializers.CharField()

    class Outer(In):
        inner = Inner()
        many = Inner(many=True)

    serializer = Outer(
        data={"inner": {"name": "x", "role": 1}, "many": [{"name": "y"}, {"name": "z", "id": 2}]}
    )

    assert not serializer.is_valid()
    assert {fault.pointer for fault in pointers(serializer.errors)} == {"/inner/role", "/many/1/id"}


# ---- preconditions, methods, problems --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        ({}, 428, "missing-precondition"),
        ({"If_Match": '"7"'}, 412, "stale"),
        ({"If_Match": "*"}, 400, "invalid"),
        ({"If_Match": '"one"'}, 400, "invalid"),
        ({"If_Match": '"' + "9" * 30 + '"'}, 412, "stale"),
    ],
)
def test_a_change_says_what_it_starts_from(admin: Membership, header: dict[str, str], status: int, code: str):
    vendor = VendorFactory(organisation=admin.organisation, name="Ants")

    answer = Browser(admin.user).patch(f"/vendors/{vendor.pk}", {"name": "Bees"}, **header)

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}")
    vendor.refresh_from_db()
    assert (vendor.name, vendor.version) == ("Ants", 1)


def test_a_method_that_is_not_taken_is_405(admin: Membership):
    answer = Browser(admin.user).put(vendors_path(admin), {})

    assert (answer.status_code, answer.json()["type"]) == (405, "/problems/wrong-method")
    assert "PUT" not in answer["Allow"]


def test_a_problem_names_the_request_of_the_log(admin: Membership):
    answer = Browser(admin.user).get("/no/such/address")

    assert answer.json()["instance"] == f"urn:uuid:{answer['X-Request-Id']}"


@pytest.mark.parametrize("kind", STATUS, ids=lambda kind: kind.__name__)
def test_each_kind_of_error_has_its_status(kind: type[errors.LabelwrightError]):
    body = document(kind("said", more=1), "id")

    assert (body["status"], body["detail"], body["more"], body["type"]) == (
        STATUS[kind],
        "said",
        1,
        f"/problems/{kind.code}",
    )


def test_what_a_problem_is_called_cannot_be_overwritten_by_its_data():
    assert document(errors.Conflict("x", status=200, type="y"), "id")["status"] == 409


def test_an_error_of_ours_tells_nothing_of_its_cause(rf: Any):
    answer = problems.server_error(rf.get("/"))

    assert answer.status_code == 500
    assert b"Traceback" not in answer.content


def test_a_view_without_a_permission_refuses(rf: Any):
    class Forgotten(View):
        def get(self, request: HttpRequest) -> None:
            raise AssertionError("never reached")

    with pytest.raises(ImproperlyConfigured, match="Forgotten"):
        Forgotten.as_view()(rf.get("/"))


@pytest.mark.parametrize("path", ["/", "/projects", "/api/v1/session", "/api/v1/no/such", "/healthz"])
def test_every_answer_carries_the_headers_of_safety(client: Any, path: str):
    answer = client.get(path)

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-store"
    assert not [name for name in answer.headers if name.startswith("Access-Control-")]


def test_a_host_that_is_not_ours_is_refused(client: Any):
    answer = client.get("/api/v1/session", headers={"Host": "evil.test"})

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


# ---- networks --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "network"),
    [
        (0, "198.51.100.1", "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.1", "192.0.2.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "192.0.2.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "192.0.2.1", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.1", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1", "unknown"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_a_forwarded_address_counts_only_as_far_as_our_proxies_wrote_it(
    settings: Any, proxies: int, forwarded: str, remote: str, network: str
):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    request = APIRequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)

    assert network_of(request) == network


def test_the_settings_trust_no_other_site():
    assert settings.REST_FRAMEWORK["DEFAULT_PERMISSION_CLASSES"] == ["labelwright.rest.permissions.Nobody"]
    assert "corsheaders" not in settings.INSTALLED_APPS
    assert settings.SESSION_COOKIE_HTTPONLY
