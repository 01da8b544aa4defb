"""Every address of the API as Django resolves it, and what the policy says about it."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from labelwright.rest.parsers import JSONParser
from tests.api.world import PRINCIPALS, Site

API = "/api/v1"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNSAFE = METHODS[1:]
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# Patterns that catch everything else; they answer with the page of the front end or with 404.
CATCH_ALL = ("labelwright.config.pages.no_such_api", "labelwright.config.pages.index")
# The same page, at an address where a mail program may POST without cookies: tests/annotation/test_digest.py.
PAGES = ("labelwright.config.pages.unsubscribe",)
MISSING = {
    "uuid": uuid.UUID("0192aaaa-0000-7000-8000-000000000000"),
    "int": 987654,
    "slug": "no-such-slug",
    "str": "0" * 64,
    "path": "no/such",
}


@dataclass(frozen=True)
class Route:
    key: str  # as in the policy: /projects/{project}/batches
    path: str  # the whole template
    parameters: tuple[tuple[str, str], ...]  # (name, converter)
    view: Any

    @property
    def methods(self) -> tuple[str, ...] | None:
        """What the view has handlers for; None for a plain function, which does not say."""
        cls = getattr(self.view, "cls", None)
        if cls is None:
            return None
        actions = getattr(self.view, "actions", None)
        names = (
            {name.upper() for name in actions} if actions else {m for m in METHODS if hasattr(cls, m.lower())}
        )
        return tuple(m for m in METHODS if m in names)

    @property
    def takes_json(self) -> bool:
        return JSONParser in getattr(getattr(self.view, "cls", None), "parser_classes", ())

    def at(self, *sites: Site) -> str:
        """The address with the ids of the first of `sites` that has one."""
        return self._fill(
            {name: next((s[name] for s in sites if name in s), None) for name, _ in self.parameters}
        )

    def nowhere(self, home: Site) -> str:
        """The address of something that does not exist; where it has several parts, the first of them does not."""
        (first, converter), *rest = self.parameters
        return self._fill({first: MISSING[converter], **{name: home[name] for name, _ in rest}})

    def mixed(self, home: Site, foreign: Site) -> str | None:
        """A child of the foreign site below a parent at home; None where the address has one part only."""
        if len(self.parameters) < 2 or home[self.parameters[-1][0]] == foreign[self.parameters[-1][0]]:
            return None
        *parents, (child, _) = self.parameters
        return self._fill({child: foreign[child], **{name: home[name] for name, _ in parents}})

    def _fill(self, values: dict[str, Any]) -> str:
        unknown = [name for name, value in values.items() if value is None]
        if unknown:
            raise LookupError(f"No world builder sets {unknown} for {self.key}; see tests/api/worlds/.")
        return self.path.format(**values)


def _name(entry: URLPattern) -> str:
    return f"{entry.callback.__module__}.{entry.callback.__name__}"


def _walk(patterns: list[Any], prefix: str) -> list[Route]:
    found = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found += _walk(entry.url_patterns, prefix + str(entry.pattern))
            continue
        assert isinstance(entry, URLPattern)
        if not isinstance(entry.pattern, RoutePattern):
            name = _name(entry)
            assert name in CATCH_ALL, f"The matrix cannot read the regular expression of {name}; use path()."
            continue
        if _name(entry) in PAGES:
            continue
        text = "/" + prefix + str(entry.pattern)
        parameters = tuple((name, converter or "str") for converter, name in PARAMETER.findall(text))
        path = PARAMETER.sub(r"{\2}", text)
        found.append(Route(path.removeprefix(API), path, parameters, entry.callback))
    return found


@cache
def routes() -> dict[str, Route]:
    return {route.key: route for route in _walk(get_resolver().url_patterns, "")}


@cache
def policy() -> dict[str, dict[str, dict[str, Any]]]:
    """The checked-in policy: route -> method -> principal -> True (`yes`) or the status of the refusal."""
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    for file in sorted(Path(__file__).with_name("policy").glob("*.yaml")):
        for key, methods in (yaml.safe_load(file.read_text()) or {}).items():
            if key.startswith("."):  # named groups of principals, for YAML's anchors
                continue
            assert key not in rows, f"{key} is in two policy files"
            rows[key] = methods
    return rows


def cells() -> list[tuple[str, str]]:
    """(route, method) of every row of the policy that has a route."""
    return [(key, method) for key, methods in policy().items() if key in routes() for method in methods]


def faults_of_the_policy() -> list[str]:
    """Where the policy and the routes differ: rows that are missing, rows that are stale, cells that are missing."""
    faults = [f"{key}: has no row in tests/api/policy" for key in routes() if key not in policy()]
    faults += [
        f"{key}: is in the policy, but there is no such route" for key in policy() if key not in routes()
    ]
    for key, methods in policy().items():
        route = routes().get(key)
        if route and route.methods is not None and set(route.methods) != set(methods):
            faults.append(f"{key}: the policy has {sorted(methods)}, the view {sorted(route.methods)}")
        for method, row in methods.items():
            if set(row) != set(PRINCIPALS):
                faults.append(f"{key} {method}: principals differ: {sorted(set(row) ^ set(PRINCIPALS))}")
            faults += [
                f"{key} {method} {who}: {cell!r} is neither yes nor 401, 403, 404"
                for who, cell in row.items()
                if cell is not True and cell not in (401, 403, 404)
            ]
    return faults
