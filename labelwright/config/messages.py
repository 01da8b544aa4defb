"""The sentences that the server says to people, found in the source, and their catalogues.

Django's own tools need gettext's programs and look for calls of `gettext`; ours are plain strings in places that are
known, so that packages without Django can say them too. This reads the source instead, writes `django.po` for people
and `django.mo` for Django. `manage.py write_messages` runs it; tests/house/test_words.py says what is missing.
"""

from __future__ import annotations

import ast
import json
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "labelwright" / "locale"
LANGUAGES = ("ko", "ja")
PACKAGES = ("labelwright", "guidelines", "annotation", "datasets", "exports")
# Not said to who asks: programs for operators, and what a worker writes into a job's report, once, for all readers.
NOT_SAID = (
    "/migrations/",
    "/management/",
    "labelwright/config/demo/",
    "labelwright/config/install.py",
    "labelwright/config/messages.py",
    "labelwright/config/environment.py",
    "labelwright/config/settings.py",
    "labelwright/accounts/founding.py",
    "exports/archives.py",
    "exports/drawing.py",
    "exports/image",
    "exports/labelling.py",
    "exports/formats/",
    "exports/services/export_job.py",
    "exports/services/import_job.py",
    "exports/services/import_report.py",
)
# Functions of ours that take a sentence, and which of their arguments it is.
TAKES = {
    "Words": 0,
    "translated": 0,
    "about": 1,
    "named": 2,
    "NotApplicable": 1,
    "Fault": 1,
    "ValidationError": 0,
    "_refusal": 0,
    "refuse": 0,
    "_wrong": 1,
    "_joined": 1,
}
NAMED = ("words", "detail", "reason", "loss")  # variables that hold a sentence until it is told
HEADER = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"


@dataclass
class Said:
    """What the source says: sentences, and the places where one is put together so that nobody can translate it."""

    sentences: set[str] = field(default_factory=set)
    formatted: list[str] = field(default_factory=list)


def said(root: Path = ROOT) -> Said:
    """Every sentence of the source."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _sources(root)}
    errors = _error_classes(trees.values())
    found = Said()
    for path, tree in trees.items():
        for node in ast.walk(tree):
            for part in _said_by(node, errors):
                if isinstance(part, ast.JoinedStr):
                    found.formatted.append(f"{path.relative_to(root)}:{part.lineno}")
                elif isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                    found.sentences.add(part.value)
    return found


def _sources(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if not any(part in str(path.relative_to(root)) or part in str(path) for part in NOT_SAID):
                yield path


def _error_classes(trees: Iterable[ast.Module]) -> set[str]:
    """The names of `LabelwrightError` and of everything below it."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    known, before = {"LabelwrightError"}, 0
    while len(known) > before:
        before = len(known)
        known |= {each.name for each in classes if any(_name(base) in known for base in each.bases)}
    return known


def _said_by(node: ast.AST, errors: set[str]) -> Iterator[ast.expr]:
    if isinstance(node, ast.ClassDef) and node.name in errors:
        yield from (value for name, value in _assigned(node.body) if name == "title")
    if isinstance(node, ast.Assign):
        yield from (part for name, value in _assigned([node]) if name in NAMED for part in _choices(value))
    if isinstance(node, ast.Call):
        name = _name(node.func)
        at = 0 if name in errors else TAKES.get(name)
        if at is not None and len(node.args) > at:
            yield from _choices(node.args[at])
        if name == "Meta":
            yield from (word.value for word in node.keywords if word.arg == "description" and not _made(word))


def _choices(value: ast.expr) -> Iterator[ast.expr]:
    """The sentences among which an expression chooses, or which it gives to several fields."""
    if isinstance(value, ast.IfExp):
        yield from (*_choices(value.body), *_choices(value.orelse))
    elif isinstance(value, ast.Dict):
        yield from value.values
    else:
        yield value


def _made(word: ast.keyword) -> bool:
    return isinstance(word.value, ast.JoinedStr)


def _assigned(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for line in body:
        targets = line.targets if isinstance(line, ast.Assign) else []
        targets = [line.target] if isinstance(line, ast.AnnAssign) else targets
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(line, ast.Assign | ast.AnnAssign) and line.value:
                yield target.id, line.value


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


# ---- catalogues -----------------------------------------------------------------------------------------
def catalogue(language: str) -> dict[str, str]:
    """Sentence and translation, as `django.po` has them."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    pairs = re.findall(r'^msgid (".*")\nmsgstr (".*")$', text, re.MULTILINE)
    return {json.loads(sentence): json.loads(words) for sentence, words in pairs if sentence != '""'}


def write(language: str, sentences: Iterable[str]) -> int:
    """The catalogue holds exactly `sentences`, translations kept; gives how many have none."""
    known = catalogue(language)
    entries = {sentence: known.get(sentence, "") for sentence in sorted(sentences)}
    folder = LOCALES / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "django.po").write_text(portable(entries), encoding="utf-8")
    (folder / "django.mo").write_bytes(compiled(entries))
    return sum(not words for words in entries.values())


def portable(entries: dict[str, str]) -> str:
    """The text of a `.po` file, one line for each string."""
    head = f'msgid ""\nmsgstr ""\n{"".join(json.dumps(line) + chr(10) for line in HEADER.splitlines(keepends=True))}'
    return "\n".join([head, *(f"msgid {_quoted(k)}\nmsgstr {_quoted(v)}\n" for k, v in entries.items())])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def compiled(entries: dict[str, str]) -> bytes:
    """The bytes of a `.mo` file: a header, two tables of (length, offset), the strings, each ended by NUL."""
    pairs = sorted({"": HEADER, **{k: v for k, v in entries.items() if v}}.items())
    strings = [[text.encode() for text in column] for column in zip(*pairs, strict=True)]
    tables, offset, body = b"", 28 + 16 * len(pairs), b""
    for column in strings:
        for text in column:
            tables += struct.pack("<II", len(text), offset + len(body))
            body += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, offset)
    return head + tables + body
