"""YAML as plain data that remembers where each part stood.

Deliberately a small YAML: no anchors, no aliases, no tags, keys are always text, and plain scalars mean what
YAML 1.2 says (`no` is text, not false). What `yaml.safe_dump` writes is read back to the same.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import yaml
from msgspec import Struct
from msgspec.structs import replace

from guidelines.schema.errors import SchemaErrors
from guidelines.values.pointers import join
from labelwright.errors import Fault, Words

SCHEMA: Final = Words("schema")
MAXIMUM_BYTES: Final = 1_000_000
MAXIMUM_DEPTH: Final = 50
MAXIMUM_FAULTS: Final = 200

Place = tuple[int, int]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL: Final = re.compile(r"[-+]?[0-9]{1,30}\.[0-9]{0,30}([eE][-+][0-9]{1,3})?\Z")


class YamlText(Struct, frozen=True):
    """Plain data, and line and column (from 1) of what each JSON pointer into it leads to."""

    plain: object
    places: dict[str, Place]

    def placed(self, fault: Fault) -> Fault:
        """`fault` with the place of what it points to, or of the nearest thing around that."""
        pointer = fault.pointer
        while pointer not in self.places and pointer:
            pointer = pointer.rpartition("/")[0]
        line, column = self.places.get(pointer, (1, 1))
        return replace(fault, line=line, column=column)


def read_yaml(text: str, what: str = SCHEMA) -> YamlText:
    """The data in `text`; `what` it describes is said in refusals.

    Raises `SchemaErrors` for what is not (our small) YAML, over 1 MB, or over 50 levels deep.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise _refusal("Expected Unicode text, found half a surrogate pair. Remove it.", (1, 1)) from error
    if size > MAXIMUM_BYTES:
        raise _refusal(
            Words(
                "Expected at most {most} bytes, found {size}. Split the {what}.",
                most=MAXIMUM_BYTES,
                size=size,
                what=what,
            ),
            (1, 1),
        )
    try:
        return _Reader(text, what).read()
    except yaml.MarkedYAMLError as error:
        detail = ", ".join(filter(None, (error.context, error.problem)))
        raise _refusal(
            Words("Expected YAML, found a mistake: {detail}.", detail=detail), _place(error.problem_mark)
        ) from error
    except yaml.YAMLError as error:
        raise _refusal(
            "Expected YAML, found a character that it does not allow. Remove it.", (1, 1)
        ) from error


class _Reader:
    """One pass over the parser's events, which come lazily: what is refused is refused before it is built."""

    def __init__(self, text: str, what: str) -> None:
        self.what = what
        self.events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
        self.places: dict[str, Place] = {}
        self.faults: list[Fault] = []

    def read(self) -> YamlText:
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            self.refuse(Words("Expected a {what} document, found nothing.", what=self.what), event)
        plain = self.node(next(self.events), "", 1)
        next(self.events)
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            self.refuse("Expected one document, found a second. Remove it.", event)
        if self.faults:
            raise SchemaErrors(errors=self.faults[:MAXIMUM_FAULTS])
        return YamlText(plain, self.places)

    def node(self, event: Any, pointer: str, depth: int) -> object:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.refuse("Expected no anchors or aliases, found one. Write the part out.", event)
        if event.tag is not None and event.tag != "!":
            self.refuse(Words("Expected no tags, found {tag}. Remove it.", tag=event.tag[:60]), event)
        if depth > MAXIMUM_DEPTH:
            self.refuse(
                Words(
                    "Expected at most {most} levels, found more. Flatten the document.", most=MAXIMUM_DEPTH
                ),
                event,
            )
        self.places.setdefault(pointer, _place(event.start_mark))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(pointer, depth)
        return self.mapping(pointer, depth)

    def sequence(self, pointer: str, depth: int) -> list[object]:
        found: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.node(event, join(pointer, len(found)), depth + 1))
        return found

    def mapping(self, pointer: str, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.anchor is not None or key.tag not in (None, "!"):
                self.refuse("Expected a plain key, found something else. Write a word before the colon.", key)
            at, place, event = join(pointer, key.value), _place(key.start_mark), next(self.events)
            if key.value in found:
                detail = Words("Expected each key once, found {key!r} again. Remove one.", key=key.value[:60])
                self.faults.append(Fault(at, detail, *place))
            if not isinstance(event, yaml.ScalarEvent):
                self.places.setdefault(at, place)
            found[key.value] = self.node(event, at, depth + 1)
        return found

    def refuse(self, detail: str, event: Any) -> NoReturn:
        """Faults that make going on pointless or dangerous end the reading."""
        raise SchemaErrors(
            errors=[*self.faults[:MAXIMUM_FAULTS], Fault("", detail, *_place(event.start_mark))]
        )


def _scalar(event: Any) -> object:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text.lower() in _WORDS and text in (text.lower(), text.title(), text.upper()):
        return _WORDS[text.lower()]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text


def _place(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def _refusal(detail: str, place: Place) -> SchemaErrors:
    return SchemaErrors(errors=[Fault("", detail, *place)])
