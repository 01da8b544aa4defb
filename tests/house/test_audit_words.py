"""Everything that the audit log records has words that people can read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from labelwright.config.install import FRONTEND, ROOT

APPS = ("labelwright", "guidelines", "annotation", "datasets", "exports")
WORDS = FRONTEND / "src" / "features" / "organisation" / "components" / "audit-words.ts"
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def test_each_action_of_the_audit_log_has_words_in_the_browser():
    worded = set(re.findall(r"'([a-z_]+\.[a-z_]+)': t`", WORDS.read_text()))

    recorded = {action for app in APPS for path in (ROOT / app).rglob("*.py") for action in _recorded(path)}

    assert "dataset.published" in recorded
    assert recorded - worded == set()


def _recorded(path: Path) -> Iterator[str]:
    """The actions that stand in calls of `record` and of what calls it for one module."""
    for call in ast.walk(ast.parse(path.read_text())):
        if not isinstance(call, ast.Call) or not _name(call.func).endswith(("record", "_audit", "audited")):
            continue
        for argument in call.args:
            for part in ast.walk(argument):
                if (
                    isinstance(part, ast.Constant)
                    and isinstance(part.value, str)
                    and ACTION.fullmatch(part.value)
                ):
                    yield part.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
