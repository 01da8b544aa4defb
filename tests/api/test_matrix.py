"""Who may call what: every route × method × principal × place, against the policy in `tests/api/policy`.

A route without a row fails, and so does a row without a route. See `tests/api/world.py` for the places.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.asking import Answer, ask
from tests.api.routes import METHODS, UNSAFE, Route, cells, faults_of_the_policy, policy, routes
from tests.api.world import COLLEAGUE, IDENTITY_A, IDENTITY_B, PRINCIPALS, World

pytestmark = pytest.mark.django_db
REFUSED = (401, 403, 404, 405)


def test_the_policy_and_the_routes_are_the_same():
    assert faults_of_the_policy() == []


@pytest.mark.parametrize(("key", "method"), cells())
def test_everybody_gets_what_the_policy_says(key: str, method: str, world: World):
    route, row = routes()[key], policy()[key][method]

    faults = [fault for who in PRINCIPALS for fault in _faults(world, route, method, who, row)]

    assert faults == []


@pytest.mark.parametrize("key", [key for key in policy() if key in routes()])
def test_other_methods_are_refused(key: str, world: World):
    route, row = routes()[key], policy()[key]
    who = "admin"

    answers = {m: ask(world, who, m, route.at(world.home)) for m in (*METHODS, "TRACE") if m not in row}

    wrong = {m: a.status for m, a in answers.items() if a.status != 405 and not _refused_by_kind(row, a)}
    assert wrong == {}
    assert [a.writes for a in answers.values() if a.writes] == []


def _refused_by_kind(row: dict[str, dict[str, object]], answer: Answer) -> bool:
    """A view that refuses this kind of caller whatever the method does so before it looks at the method."""
    return answer.status == 403 and all(cells["admin"] == 403 for cells in row.values())


def _faults(world: World, route: Route, method: str, who: str, row: dict[str, bool | int]) -> Iterator[str]:
    cell = row[who]
    at_home = ask(world, who, method, route.at(world.home))
    yield from _told(_wrong(at_home, cell, method), who, "home")
    yield from _told(_seen(world, who, at_home), who, "home")
    if method == "GET" and who == "anon":
        head = ask(world, who, "HEAD", route.at(world.home))
        if head.status != at_home.status:
            yield f"{who}: HEAD answers {head.status}, GET {at_home.status}"
    if not route.parameters or who in ("anon", "deactivated", "expired"):
        return

    missing = ask(world, who, method, route.nowhere(world.home))
    # A caller whose kind is refused (a token without the scope) hears so before anything is looked up.
    allowed = (404, cell) if cell in (401, 403) else (404,)
    if missing.status not in allowed:
        yield f"{who} at nothing: expected {allowed}, got {missing.status} {missing.body[:200]!r}"
    if at_home.status == 404 and cell == 404 and at_home.anonymous_body != missing.anonymous_body:
        yield f"{who} at home: the refusal differs from that for nothing: {at_home.body[:200]!r}"
    for place, path in _foreign_places(world, route, who):
        answer = ask(world, who, method, path)
        yield from _told(_seen(world, who, answer), who, place)
        if (answer.status, answer.anonymous_body) != (missing.status, missing.anonymous_body):
            yield f"{who} at {place}: {answer.status} {answer.body[:200]!r} differs from the answer for nothing"
        if answer.writes:
            yield f"{who} at {place}: refused, but wrote {answer.writes}"
    if who == "outsider":
        # In their own organisation they are the admin: this proves that the foreign objects are really there.
        answer = ask(world, who, method, route.at(world.foreign, world.home))
        yield from _told(_wrong(answer, row["admin"], method), who, "their own place")
        yield from _told(_seen(world, who, answer), who, "their own place")


def _foreign_places(world: World, route: Route, who: str) -> Iterator[tuple[str, str]]:
    if who != "outsider":
        yield "the foreign organisation", route.at(world.foreign)
        mixed = route.mixed(world.home, world.foreign)
        if mixed:
            yield "a foreign child of their own", mixed
    if who not in ("outsider", "admin") and any(
        name in world.other and world.other[name] != world.home.ids.get(name) for name, _ in route.parameters
    ):
        yield "the other project", route.at(world.other, world.home)


def _wrong(answer: Answer, cell: bool | int, method: str) -> Iterator[str]:
    if cell is True and (answer.status in REFUSED or answer.status >= 500):
        yield f"expected yes, got {answer.status} {answer.body[:200]!r}"
    if cell is not True and answer.status != cell:
        yield f"expected {cell}, got {answer.status} {answer.body[:200]!r}"
    if answer.writes and (method not in UNSAFE or cell is not True):
        yield f"{answer.status}, but wrote {answer.writes}"
    if answer.status >= 400 and answer.headers.get("Content-Type") != "application/problem+json":
        yield f"{answer.status} is not a problem document: {answer.headers.get('Content-Type')}"


def _seen(world: World, who: str, answer: Answer) -> Iterator[str]:
    """The canary: what belongs to others is marked, and the marks must not come out."""
    told = answer.body.decode(errors="replace") + str(answer.headers)
    for marker in world.unseen_by(who):
        if marker in told:
            yield f"saw {marker} in {told[max(0, told.index(marker) - 100) :][:200]!r}"


def _told(faults: Iterator[str], who: str, place: str) -> Iterator[str]:
    return (f"{who} at {place}: {fault}" for fault in faults)


# The other way of the canary: a mark that nobody sees any more would prove nothing.
SEES_PEOPLE = [
    ("admin", "/projects/{project}/members", [IDENTITY_A, IDENTITY_B]),
    ("vendor_lead", "/projects/{project}/members", [IDENTITY_A]),
    ("admin", "/projects/{project}/candidates", [IDENTITY_A, IDENTITY_B]),
    ("curator", "/projects/{project}/candidates", [COLLEAGUE]),
    ("admin", "/projects/{project}/progress", [IDENTITY_A]),
    ("vendor_lead", "/projects/{project}/progress", [IDENTITY_A]),
    ("admin", "/projects/{project}/batches", [IDENTITY_A, IDENTITY_B]),
    ("admin", "/batches/{batch}/shares", [IDENTITY_A, IDENTITY_B]),
    ("admin", "/organisations/{organisation}/members", [IDENTITY_A, IDENTITY_B]),
    ("annotator", "/session", [IDENTITY_A]),
]


@pytest.mark.parametrize(("who", "key", "marks"), SEES_PEOPLE)
def test_who_may_see_real_identities_sees_them(who: str, key: str, marks: list[str], world: World):
    answer = ask(world, who, "GET", routes()[key].at(world.home))

    assert [mark for mark in marks if mark not in answer.body.decode()] == []


@pytest.mark.parametrize("who", ["curator", "quality_manager"])
@pytest.mark.parametrize(
    "key", ["/projects/{project}/members", "/projects/{project}/batches", "/batches/{batch}/shares"]
)
def test_who_runs_the_work_sees_vendor_and_pseudonym(key: str, who: str, world: World):
    answer = ask(world, who, "GET", routes()[key].at(world.home))

    told = answer.body.decode()
    assert world.users["annotator"].pseudonym in told
    assert world.home.vendor.name in told
    assert IDENTITY_A not in told
