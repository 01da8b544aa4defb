"""Answers from our own exports (values by names) as the labels that readers give, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exports.formats.checks import Unfit, checked_span, fit_box
from exports.formats.items import ReadLabels, ReadRegion, ReadSpan


def labels_from_value(value: object, *, text: str | None, size: tuple[int, int] | None) -> ReadLabels | None:
    """The labels of `Names.value`; None for None. Raises `Unfit`."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Unfit("“value” must be an object from field names to answers")
    regions: list[ReadRegion] = []
    spans: list[ReadSpan] = []
    choices: dict[str, tuple[str, ...]] = {}
    answers: dict[str, str | float] = {}
    for name, answer in value.items():
        match answer:
            case {"regions": list(found)}:
                regions.extend(_region(name, each, size) for each in found)
            case {"spans": list(found)}:
                spans.extend(span_from(each, text or "", name) for each in found)
            case {"choice": str(chosen)}:
                choices[name] = (chosen,)
            case {"choices": list(chosen)} if all(isinstance(each, str) for each in chosen):
                choices[name] = tuple(chosen)
            case {"text": str(said)}:
                answers[name] = said
            case {"number": int(said) | float(said)} | {"rating": int(said)} if not isinstance(said, bool):
                answers[name] = said
            case _:
                raise Unfit(f"the answer to “{name}” is of no known kind")
    return ReadLabels(tuple(regions), tuple(spans), choices, answers)


def _region(name: str, each: object, size: tuple[int, int] | None) -> ReadRegion:
    match each:
        case {"label": str(label), "geometry": {"type": "box", "box": [_, _, _, _] as box}}:
            if not all(isinstance(part, int | float) and not isinstance(part, bool) for part in box):
                raise Unfit(f"a box of “{name}” is not four numbers")
            x, y, width, height = box
            fitted, problem = fit_box((x, y, width, height), size)
            if fitted is None:
                raise Unfit(f"of a box of “{name}”, {problem}")
            return ReadRegion(label, fitted, _attributes(each), name)
        case _:
            raise Unfit(f"a region of “{name}” has no label or no box; other shapes are not read yet")


def span_from(each: object, text: str, name: str | None) -> ReadSpan:
    """A span of {label, start, end, attributes}. Raises `Unfit`."""
    match each:
        case {"label": str(label), "start": start, "end": end}:
            return ReadSpan(label, *checked_span(label, start, end, len(text)), _attributes(each), name)
        case _:
            raise Unfit("a span has no label, start or end")


def _attributes(each: object) -> Mapping[str, Any]:
    attributes = (each.get("attributes") if isinstance(each, dict) else None) or {}
    if not isinstance(attributes, dict):
        raise Unfit("attributes must be an object")
    return attributes
