"""What holds for every route, whatever it does: input that nobody declared, cross-site requests, tokens in the wrong place."""

from __future__ import annotations

import json
import uuid
from urllib.parse import urlencode

import pytest

from labelwright.config.pages import openapi_bytes
from tests.api.asking import ask
from tests.api.routes import API, UNSAFE, cells, policy, routes
from tests.api.world import World

pytestmark = pytest.mark.django_db

# Column names that no request sets: privileges, authorship, results, identity (RELIABILITY: mass assignment).
NEVER_TAKEN = (
    "is_superuser",
    "is_staff",
    "created_by",
    "owner",
    "is_gold",
    "approved",
    "score",
    "no_such_field",
)
STARTED_FROM = {"If-Match": '"1"', "Idempotency-Key": str(uuid.UUID(int=7))}
SESSIONS = ("admin", "curator", "annotator", "reviewer", "vendor_lead", "quality_manager", "anon")


def somebody(key: str, method: str) -> str:
    """A principal with a browser who may do this."""
    row = policy()[key][method]
    return next(who for who in SESSIONS if row[who] is True)


def unsafe_cells() -> list[tuple[str, str]]:
    """Unsafe calls that somebody in a browser may make."""
    return [
        (key, method)
        for key, method in cells()
        if method in UNSAFE and any(policy()[key][method][who] is True for who in SESSIONS)
    ]


def json_cells() -> list[tuple[str, str]]:
    """Those of them that read a JSON body."""
    return [
        (key, method) for key, method in unsafe_cells() if method != "DELETE" and routes()[key].takes_json
    ]


def get_keys() -> list[str]:
    return [
        key
        for key, method in cells()
        if method == "GET" and any(policy()[key]["GET"][who] is True for who in SESSIONS)
    ]


@pytest.mark.parametrize(("key", "method"), json_cells())
def test_a_field_that_nobody_declared_is_refused(key: str, method: str, world: World):
    body = dict.fromkeys(NEVER_TAKEN, 1)

    answer = ask(
        world, somebody(key, method), method, routes()[key].at(world.home), body, headers=STARTED_FROM
    )

    assert answer.status == 400, answer.body
    named = {error["pointer"].strip("/") for error in answer.json["errors"]}
    assert set(NEVER_TAKEN) - named == set()
    assert answer.writes == [] or key == "/session"


@pytest.mark.parametrize("body", [[], [1], "text", 7, None], ids=repr)
@pytest.mark.parametrize(("key", "method"), json_cells())
def test_a_body_of_the_wrong_shape_is_an_error_of_the_caller(
    key: str, method: str, body: object, world: World
):
    sent = [] if body is None else body

    answer = ask(
        world, somebody(key, method), method, routes()[key].at(world.home), sent, headers=STARTED_FROM
    )

    assert 400 <= answer.status < 500


UNKNOWN_PARAMETERS = [
    f"{name}=1"
    for name in ("no_such_parameter", "organisation__name", "created_by__password", "ordering", "fields")
]
PAGES_NEVER_GIVEN = [
    "after=x",
    "after=W10",
    "after=WyJ4Il0",
    "after=W3t9XQ",
    "limit=0",
    "limit=501",
    "limit=x",
]


@pytest.mark.parametrize("key", get_keys())
def test_a_list_refuses_a_parameter_that_it_does_not_know(key: str, world: World):
    assert _statuses(world, key, UNKNOWN_PARAMETERS, only="results") <= {400}


@pytest.mark.parametrize("key", get_keys())
def test_a_list_refuses_a_page_that_it_never_gave(key: str, world: World):
    assert _statuses(world, key, PAGES_NEVER_GIVEN, only="next") <= {400}


def _statuses(world: World, key: str, queries: list[str], *, only: str) -> set[int]:
    """How a list answers each of `queries`; nothing for an answer that is a thing or a file and has no `only`."""
    who, path = somebody(key, "GET"), routes()[key].at(world.home)
    first = ask(world, who, "GET", path)
    is_file = "Content-Disposition" in first.headers
    is_json = first.status == 200 and first.headers["Content-Type"] == "application/json" and not is_file
    if not is_json or not isinstance(first.json, dict) or only not in first.json:
        return set()
    return {ask(world, who, "GET", f"{path}?{query}").status for query in queries}


HOSTILE = [
    "' OR 1=1 --",
    "%",
    "_%\\",
    '"; DROP TABLE x; --',
    "\x00",
    "\x1b[31m",
    "{{7*7}}",
    "9" * 400,
    "-1",
    "NaN",
    "𝕏" * 50,
]


def declared_parameters(key: str) -> list[str]:
    """The names of the query parameters that the API document gives a list."""
    described = json.loads(openapi_bytes())["paths"].get(API + key, {}).get("get", {})
    return [each["name"] for each in described.get("parameters", []) if each["in"] == "query"]


@pytest.mark.parametrize("key", [key for key in get_keys() if declared_parameters(key)])
def test_no_text_in_a_parameter_breaks_the_server(key: str, world: World):
    who, path = somebody(key, "GET"), routes()[key].at(world.home)

    answers = {
        (name, text): ask(world, who, "GET", f"{path}?{urlencode({name: text})}").status
        for name in declared_parameters(key)
        for text in HOSTILE
    }

    assert {asked: status for asked, status in answers.items() if status not in (200, 400, 404)} == {}


CROSS_SITE = {
    "no token": {"X-CSRFToken": None},
    "wrong token": {"X-CSRFToken": "d" * 32},
    "another origin": {"Origin": "https://evil.test"},
    "no origin": {"Origin": "null"},
    "the browser says cross-site": {"Sec-Fetch-Site": "cross-site"},
}


@pytest.mark.parametrize("how", CROSS_SITE)
@pytest.mark.parametrize(("key", "method"), unsafe_cells())
def test_an_unsafe_request_from_another_site_is_refused(key: str, method: str, how: str, world: World):
    headers = {**STARTED_FROM, **CROSS_SITE[how]}

    answer = ask(world, somebody(key, method), method, routes()[key].at(world.home), headers=headers)

    assert answer.status == 403, answer.body
    assert answer.json["type"] == "/problems/forbidden"
    assert answer.writes == []


@pytest.mark.parametrize(("key", "method"), json_cells())
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json"]
)
def test_a_form_cannot_pass_for_json(key: str, method: str, kind: str, world: World):
    answer = ask(
        world,
        somebody(key, method),
        method,
        routes()[key].at(world.home),
        {"name": "x"},
        headers=STARTED_FROM,
        content_type=kind,
    )

    assert answer.status == 415, answer.body
    assert answer.writes == []


@pytest.mark.parametrize(
    ("key", "method"), [(key, method) for key, method in cells() if policy()[key][method]["anon"] is not True]
)
def test_a_token_in_the_query_is_no_token(key: str, method: str, world: World):
    secret = world.headers["modeler"]["Authorization"].removeprefix("Bearer ")
    path = routes()[key].at(world.home)

    answers = {
        name: ask(world, "anon", method, f"{path}?{name}={secret}").status
        for name in ("token", "access_token", "api_key", "authorization")
    }

    assert set(answers.values()) == {401}, answers


@pytest.mark.parametrize("key", [key for key in policy() if key in routes()])
def test_no_other_site_may_read(key: str, world: World):
    method = next(iter(policy()[key]))

    answers = [
        ask(world, "admin", verb, routes()[key].at(world.home), headers={"Origin": origin})
        for verb in (method, "OPTIONS")
        for origin in ("https://evil.test", "null")
    ]

    assert [name for a in answers for name in a.headers if name.lower().startswith("access-control-")] == []


@pytest.mark.parametrize("key", [key for key in policy() if key in routes()])
def test_every_answer_is_json_or_a_file_and_never_a_page(key: str, world: World):
    method = next(iter(policy()[key]))
    path = routes()[key].at(world.home)

    answer = ask(world, somebody_or_admin(key, method), method, path, headers={"Accept": "text/html"})

    assert "html" not in answer.headers.get("Content-Type", "")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def somebody_or_admin(key: str, method: str) -> str:
    row = policy()[key][method]
    return next((who for who in SESSIONS if row[who] is True), "admin")


def test_an_address_that_does_not_exist_is_a_problem_document(world: World):
    answer = ask(world, "admin", "GET", f"{API}/no/such/address")

    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_method_override_is_ignored(world: World):
    answer = ask(world, "admin", "POST", f"{API}/openapi.json", headers={"X-HTTP-Method-Override": "GET"})

    assert answer.status == 405
