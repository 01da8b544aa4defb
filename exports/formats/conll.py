"""CoNLL column files: one token a line, the last column a tag, an empty line after each sentence.

IOB1, IOB2, BILOU and BIOES are read by one rule, that of the CoNLL evaluation script: an entity begins at B, U or S, or
where I, L or E does not continue one of the same type; it ends after L, E, U and S. KLUE's files have `##`
comments whose last line before a sentence begins with its id, and spaces as tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import msgspec

from exports.formats.files import Encoding, Faulty, head, leftovers, suffix, text_lines, text_problem
from exports.formats.items import Origin, Read, ReadFault, ReadItem, ReadLabels, ReadSpan, Source

SUFFIXES: Final = (".conll", ".iob", ".iob2", ".bio", ".bilou", ".tsv", ".txt")
_TAG: Final = re.compile(r"O|([BIMLEUS])-(\S(?:.*\S)?)")


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns count from 0, from the end if negative. `joiner` auto: "" if the file has spaces as tokens, else " "."""

    token_column: int = 0
    tag_column: int = -1
    separator: Literal["auto", "tab", "space"] = "auto"
    joiner: Literal["auto", "", " "] = "auto"
    encoding: Encoding = "auto"


def detect(source: Source) -> int:
    """How sure it is, 0–100, that the files have tokens and tags in columns."""
    candidates = [path for path in source.paths() if suffix(path) in SUFFIXES]
    shares = [_tagged_share(head(source, path)) for path in candidates[:5]]
    return 90 if shares and min(shares) > 0.95 else 0


def _tagged_share(sample: bytes) -> float:
    lines = sample.decode("utf-8", "replace").split("\n")[:-1]
    tokens = [line for line in lines if line.strip() and not line.startswith("##")]
    tagged = [
        line
        for line in tokens
        if len(line.split()) > 1 - line.startswith(" ") and _TAG.fullmatch(_last(line))
    ]
    return len(tagged) / len(tokens) if tokens else 0.0


def _last(line: str) -> str:
    return line.split()[-1]


def read(source: Source, options: Options = Options()) -> Iterator[Read]:  # noqa: B008 - frozen
    """One text item per sentence, with its spans."""
    used = [path for path in source.paths() if suffix(path) in SUFFIXES]
    for path in used:
        try:
            yield from _read_file(source, path, options)
        except Faulty as faulty:
            yield faulty.fault
    yield from leftovers(source, used)


@dataclass(slots=True)
class _Sentence:
    line: int
    external_id: str | None = None
    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    faults: list[ReadFault] = field(default_factory=list)


def _read_file(source: Source, path: str, options: Options) -> Iterator[Read]:
    joiner = _joiner(source, path) if options.joiner == "auto" else options.joiner
    sentence = _Sentence(1)
    for number, raw in text_lines(source, path, options.encoding):
        line = raw.rstrip("\r\n")
        if not line.strip():
            yield from _finished(sentence, path, joiner)
            sentence = _Sentence(number + 1)
        elif _is_comment(line):
            sentence.external_id = _comment_id(line)
        elif not line.startswith("-DOCSTART-"):
            _add(sentence, path, number, line, options)
    yield from _finished(sentence, path, joiner)


def _joiner(source: Source, path: str) -> str:
    lines = head(source, path).split(b"\n")
    return "" if any(line.startswith((b" \t", b" \x20")) and line.strip() for line in lines) else " "


def _is_comment(line: str) -> bool:
    """A `##` line is a comment unless it is a token, which has a tag at its end."""
    return line.startswith("##") and not _TAG.fullmatch(re.split(r"\t", line)[-1])


def _comment_id(line: str) -> str | None:
    name, tab, _ = line.removeprefix("##").strip(" ").partition("\t")
    return name.strip() if tab and name.strip() else None


def _add(sentence: _Sentence, path: str, number: int, line: str, options: Options) -> None:
    columns = _columns(line, options.separator)
    if not sentence.tokens and not sentence.faults:
        sentence.line = number
    try:
        token, tag = columns[options.token_column], columns[options.tag_column].strip()
    except IndexError:
        token = tag = ""
    if len(columns) < 2 or not token or not _TAG.fullmatch(tag):
        detail = f"Expected a token and a tag like O, B-name or I-name; found “{line[:100]}”."
        sentence.faults.append(ReadFault(path, number, "tag_unknown", detail))
        return
    sentence.tokens.append(token)
    sentence.tags.append(tag)


def _columns(line: str, separator: str) -> list[str]:
    if separator == "tab" or (separator == "auto" and "\t" in line):
        return line.split("\t")
    return [" ", *line.split()] if line.startswith(" ") else line.split()


def _finished(sentence: _Sentence, path: str, joiner: str) -> Iterator[Read]:
    yield from sentence.faults
    if sentence.faults or not sentence.tokens:
        return
    text = joiner.join(sentence.tokens)
    if problem := text_problem(text):
        yield ReadFault(path, sentence.line, "text_unfit", problem)
        return
    labels = ReadLabels(spans=spans_from_tags(sentence.tokens, sentence.tags, joiner))
    yield ReadItem(sentence.external_id, "text", None, text, {}, labels, Origin(path, sentence.line))


def spans_from_tags(tokens: Sequence[str], tags: Sequence[str], joiner: str) -> tuple[ReadSpan, ...]:
    """The entities as spans over the tokens joined by `joiner`; tags as in the module's docstring."""
    spans: list[ReadSpan] = []
    label: str | None = None
    start = end = position = 0
    for token, tag in zip(tokens, tags, strict=True):
        match = _TAG.fullmatch(tag)
        step, name = (match[1], match[2]) if match else (None, None)
        continues = step in ("I", "M", "L", "E") and name == label
        if label is not None and not continues:
            spans.append(ReadSpan(label, start, end))
            label = None
        if step is not None and not continues:
            label, start = name, position
        end = position + len(token)
        if label is not None and step in ("L", "E", "U", "S"):
            spans.append(ReadSpan(label, start, end))
            label = None
        position = end + len(joiner)
    if label is not None:
        spans.append(ReadSpan(label, start, end))
    return tuple(spans)
