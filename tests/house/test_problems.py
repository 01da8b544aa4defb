"""Every kind of problem has its place in the docs, to which its `type` leads."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from labelwright.errors import LabelwrightError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "problems.md"
APPS = ("labelwright", "guidelines", "annotation", "datasets", "exports")
# Settings of the processes themselves: importing them starts things.
STARTERS = ("labelwright.config.asgi", "labelwright.config.wsgi")


def every_error() -> set[type[LabelwrightError]]:
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if module.name not in STARTERS and ".migrations" not in module.name:
                importlib.import_module(module.name)
    return set(_below(LabelwrightError)) - {LabelwrightError}


def _below(kind: type[LabelwrightError]) -> list[type[LabelwrightError]]:
    below = [kind]
    for child in kind.__subclasses__():
        below += _below(child)
    return below


def documented() -> list[str]:
    return re.findall(r"^## `([a-z-]+)`$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_problem_is_documented():
    assert {error.code for error in every_error()} | {"internal"} == set(documented())


def test_no_two_problems_share_a_code():
    codes = [error.code for error in every_error()]

    assert sorted({code for code in codes if codes.count(code) > 1}) == []


def test_the_page_is_in_order():
    assert documented() == sorted(documented())


@pytest.mark.parametrize(
    "error", sorted(every_error(), key=lambda e: e.__qualname__), ids=lambda e: e.__qualname__
)
def test_every_problem_says_when_and_what(error: type[LabelwrightError]):
    assert error.__doc__
    assert error.title != LabelwrightError.title
    assert error.code != LabelwrightError.code
