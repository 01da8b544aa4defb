"""Answers from our own exports (values by names) as the labels that readers give, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from exports.formats.checks import Unfit, checked_segment, checked_span, fit_box, score_of
from exports.formats.items import ReadLabels, ReadRegion, ReadRelation, ReadSegment, ReadSpan
from guidelines.values.geometries import GEOMETRIES


def labels_from_value(value: object, *, text: str | None, size: tuple[int, int] | None) -> ReadLabels | None:
    """The labels of `Names.value`; None for None. Raises `Unfit`."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Unfit("“value” must be an object from field names to answers")
    regions: list[ReadRegion] = []
    spans: list[ReadSpan] = []
    segments: list[ReadSegment] = []
    choices: dict[str, tuple[str, ...]] = {}
    answers: dict[str, str | float] = {}
    relations: list[ReadRelation] = []
    region_relations: list[ReadRelation] = []
    scores: dict[str, float] = {}
    for name, answer in value.items():
        if (score := score_of(answer)) is not None:
            scores[name] = score
        match answer:
            case {"regions": list(found)}:
                region_relations.extend(_relations(name, found, answer.get("relations", []), len(regions)))
                regions.extend(_region(name, each, size) for each in found)
            case {"spans": list(found)}:
                relations.extend(_relations(name, found, answer.get("relations", []), len(spans)))
                spans.extend(span_from(each, text or "", name) for each in found)
            case {"segments": list(found)}:
                segments.extend(segment_from(each, name) for each in found)
            case {"choice": str(chosen)}:
                choices[name] = (chosen,)
            case {"choices": list(chosen)} if all(isinstance(each, str) for each in chosen):
                choices[name] = tuple(chosen)
            case {"taxonomy": list(path)} if path and all(isinstance(each, str) for each in path):
                choices[name] = tuple(path)
            case {"text": str(said)}:
                answers[name] = said
            case {"number": int(said) | float(said)} | {"rating": int(said)} if not isinstance(said, bool):
                answers[name] = said
            case _:
                raise Unfit(f"the answer to “{name}” is of no known kind")
    return ReadLabels(
        tuple(regions),
        tuple(spans),
        choices,
        answers,
        tuple(relations),
        tuple(region_relations),
        scores,
        tuple(segments),
    )


def _relations(name: str, parts: list[Any], found: object, first: int) -> Iterator[ReadRelation]:
    """The relations between `parts`, the first of which is span or region number `first` of the item."""
    numbers = {
        each["id"]: first + n for n, each in enumerate(parts) if isinstance(each, dict) and "id" in each
    }
    for each in found if isinstance(found, list) else [found]:
        match each:
            case {"type": str(kind), "from": str(source), "to": str(target)} if {
                source,
                target,
            } <= numbers.keys():
                yield ReadRelation(kind, numbers[source], numbers[target])
            case _:
                raise Unfit(
                    f"a relation of “{name}” has no type, or does not go from one span or region to another"
                )


def _region(name: str, each: object, size: tuple[int, int] | None) -> ReadRegion:
    match each:
        case {"label": str(label), "geometry": {"type": "box", "box": [_, _, _, _] as box}}:
            if not all(isinstance(part, int | float) and not isinstance(part, bool) for part in box):
                raise Unfit(f"a box of “{name}” is not four numbers")
            x, y, width, height = box
            fitted, problem = fit_box((x, y, width, height), size)
            if fitted is None:
                raise Unfit(f"of a box of “{name}”, {problem}")
            return ReadRegion(
                label, fitted, _attributes(each), name, score=score_of(each), group=_group(each, name)
            )
        case {"label": str(label), "geometry": {"type": str(kind)} as found} if (
            kind in GEOMETRIES and kind != "box"
        ):
            try:
                shape = msgspec.convert(found, GEOMETRIES[kind])
            except msgspec.ValidationError as error:
                raise Unfit(f"a {kind} of “{name}” was not read: {error}") from error
            if refusal := shape.refusal():
                raise Unfit(f"a {kind} of “{name}” was not read: {refusal}")
            return ReadRegion(
                label,
                shape.bounds(),
                _attributes(each),
                name,
                (shape,),
                score=score_of(each),
                group=_group(each, name),
            )
        case _:
            raise Unfit(f"a region of “{name}” has no label or no known geometry")


def _group(each: object, name: str) -> str | None:
    group = each.get("group") if isinstance(each, dict) else None
    if group is not None and not isinstance(group, str):
        raise Unfit(f"the group of a region of “{name}” is no text")
    return group


def span_from(each: object, text: str, name: str | None) -> ReadSpan:
    """A span of {label, start, end, attributes}. Raises `Unfit`."""
    match each:
        case {"label": str(label), "start": start, "end": end}:
            place = checked_span(label, start, end, len(text))
            return ReadSpan(label, *place, _attributes(each), name, score_of(each))
        case _:
            raise Unfit("a span has no label, start or end")


def segment_from(each: object, name: str | None) -> ReadSegment:
    """A segment of {label, start, end, attributes} or, from other tools, with `text`. Raises `Unfit`."""
    match each:
        case {"label": str(label), "start": start, "end": end, **rest}:
            place = checked_segment(label, start, end)
            said = rest.get("text")
            if said is not None and not isinstance(said, str):
                raise Unfit(f"the text of a segment “{label[:50]}” is no text")
            return ReadSegment(label, *place, _attributes(each), name, score_of(each), said)
        case _:
            raise Unfit("a segment has no label, start or end")


def _attributes(each: object) -> Mapping[str, Any]:
    attributes = (each.get("attributes") if isinstance(each, dict) else None) or {}
    if not isinstance(attributes, dict):
        raise Unfit("attributes must be an object")
    return attributes
