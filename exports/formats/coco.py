"""COCO detection, segmentation and keypoints, both ways: [x, y, width, height] in pixels with origin 0.

Reading takes three passes over the file (categories, annotations, images), as these may stand in any order, and keeps 56
bytes per annotation in memory, so that files larger than memory can be read. Writing takes two passes over the rows.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, TypeGuard

import ijson
import msgspec

from exports.formats.checks import Unfit, fit_box, score_of
from exports.formats.coco_shapes import Outlines, parts_of, shapes_from
from exports.formats.files import (
    Faulty,
    MediaIndex,
    head,
    leftovers,
    media_fault,
    refusals_as_faults,
    suffix,
    text_problem,
)
from exports.formats.items import (
    DatasetRow,
    Document,
    Origin,
    Read,
    ReadFault,
    ReadItem,
    ReadLabels,
    ReadRegion,
    Rows,
    Source,
    WriteReport,
)
from exports.formats.json_depth import nesting_problem
from exports.formats.names import Names, media_name, sorted_json
from guidelines.values.geometries import GEOMETRIES, Geometry


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`labels_only`: the images are in the project already, so their files need not be here."""

    labels_only: bool = False


def detect(source: Source) -> int:
    """How sure it is, 0–100, that there is a COCO file."""
    return 95 if any(_looks_like_coco(source, path) for path in source.paths()) else 0


def _looks_like_coco(source: Source, path: str) -> bool:
    if suffix(path) != ".json":
        return False
    start = head(source, path).lstrip(b"\xef\xbb\xbf \r\n\t")
    keys = (b'"images"', b'"annotations"', b'"categories"', b'"info"', b'"licenses"')
    return start.startswith(b"{") and any(key in start for key in keys)


# Reading


def read(source: Source, options: Options = Options()) -> Iterator[Read]:  # noqa: B008 - frozen
    """One image item per entry of `images`, in its order, each with the boxes that are said of it."""
    index = MediaIndex(source)
    used: set[str] = set()
    for path in source.paths():
        if not _looks_like_coco(source, path):
            continue
        used.add(path)
        try:
            for each in _read_file(source, path, index, options):
                if isinstance(each, ReadItem) and each.media_path:
                    used.add(each.media_path)
                yield each
        except Faulty as faulty:
            yield faulty.fault
    yield from leftovers(source, used)


@dataclass(slots=True)
class _Annotations:
    """The annotations of a file in columns; `boxes` holds four numbers for each of them."""

    images: array[int] = field(default_factory=lambda: array("q"))
    categories: array[int] = field(default_factory=lambda: array("q"))
    boxes: array[float] = field(default_factory=lambda: array("d"))
    attributes: dict[int, dict[str, Any]] = field(default_factory=dict)
    crowds: Counter[int] = field(default_factory=Counter)
    outlines: Outlines = field(default_factory=Outlines)
    faults: dict[int, list[str]] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _ReadCategory:
    name: str
    points: tuple[str, ...]


def _point_names(found: object) -> tuple[str, ...]:
    """The names of a category's keypoints; none if they are not all names."""
    names = found if isinstance(found, list) else []
    return tuple(names) if all(isinstance(each, str) and not text_problem(each) for each in names) else ()


def _read_file(source: Source, path: str, index: MediaIndex, options: Options) -> Iterator[Read]:
    with refusals_as_faults(path), source.open(path) as stream:
        if problem := nesting_problem(stream):
            raise Faulty(ReadFault(path, None, "json_malformed", f"The JSON was not read: {problem}."))
    categories = {
        each["id"]: _ReadCategory(each["name"], _point_names(each.get("keypoints")))
        for each in _objects(source, path, "categories.item")
        if _is_id(each.get("id")) and isinstance(each.get("name"), str) and not text_problem(each["name"])
    }
    found = _Annotations()
    for number, each in enumerate(_objects(source, path, "annotations.item")):
        fault = _take(found, number, each, categories)
        if fault:
            yield ReadFault(path, None, "annotation_unfit", f"#/annotations/{number}: {fault}.")
    order = sorted(range(len(found.images)), key=found.images.__getitem__)
    rows = _by_image(found.images, order)
    seen: set[int] = set()
    for number, image in enumerate(_objects(source, path, "images.item")):
        key = image.get("id")
        if not _is_id(key) or key in seen:
            detail = f"#/images/{number}: the id {key!r:.50} is missing, no whole number, or there twice."
            yield ReadFault(path, None, "image_unfit", detail)
            continue
        seen.add(key)
        mine = [order[place] for place in range(*rows.get(key, (0, 0)))]
        yield from _image(image, number, path, index, options, categories, found, mine)
    lost = {key for key in (*rows, *found.faults) if key not in seen}
    if lost:
        count = sum(rows.get(key, (0, 0))[1] - rows.get(key, (0, 0))[0] for key in lost)
        detail = f"Annotations belong to images that are not listed, such as {min(lost)}."
        yield ReadFault(path, None, "image_unknown", detail, count=max(count, 1))


def _objects(source: Source, path: str, prefix: str) -> Iterator[dict[str, Any]]:
    try:
        with refusals_as_faults(path), source.open(path) as stream:
            for each in ijson.items(stream, prefix, use_float=True):
                if isinstance(each, dict):
                    yield each
                else:
                    detail = f"An entry of “{prefix.removesuffix('.item')}” is not an object."
                    raise Faulty(ReadFault(path, None, "json_unfit", detail))
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError) as error:
        detail = f"This is not valid JSON: {str(error).strip()[:200]}."
        raise Faulty(ReadFault(path, None, "json_malformed", detail)) from error


def _is_id(value: object) -> TypeGuard[int]:
    return type(value) is int and -(2**63) <= value < 2**63


def _take(
    found: _Annotations, number: int, each: dict[str, Any], categories: Mapping[int, _ReadCategory]
) -> str | None:
    """The annotation is in `found`; or what is wrong with it, noted at its image so that this is not imported by half."""
    image = each.get("image_id")
    if not _is_id(image):
        return "its image_id is no whole number"
    problem = _annotation_problem(each, categories)
    if problem:
        found.faults.setdefault(image, []).append(problem)
        return problem
    place = len(found.images)
    found.images.append(image)
    found.categories.append(each["category_id"])
    found.boxes.extend(float(part) for part in each["bbox"])
    if isinstance(each.get("attributes"), dict) and each["attributes"]:
        found.attributes[place] = each["attributes"]
    if (score := score_of(each)) is not None:
        found.scores[place] = score
    if isinstance(each.get("group"), str) and each["group"]:
        found.groups[place] = each["group"]
    if each.get("iscrowd"):
        found.crowds[image] += 1
    found.outlines.add(each)
    return None


def _annotation_problem(each: dict[str, Any], categories: Mapping[int, _ReadCategory]) -> str | None:
    category = each.get("category_id")
    if not _is_id(category) or category not in categories:
        return f"its category_id {category!r:.50} is not among the categories"
    box = each.get("bbox")
    if not isinstance(box, list) or len(box) != 4 or not all(_is_number(part) for part in box):
        return "its bbox is not a list of four numbers"
    try:
        score_of(each)
    except Unfit as problem:
        return str(problem)
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _by_image(images: array[int], order: list[int]) -> dict[int, tuple[int, int]]:
    spans: dict[int, tuple[int, int]] = {}
    for place, row in enumerate(order):
        first, _ = spans.get(images[row], (place, place))
        spans[images[row]] = (first, place + 1)
    return spans


def _image(
    image: dict[str, Any],
    number: int,
    path: str,
    index: MediaIndex,
    options: Options,
    categories: Mapping[int, _ReadCategory],
    found: _Annotations,
    mine: list[int],
) -> Iterator[Read]:
    name = image.get("file_name")
    where = f"#/images/{number}"
    if not isinstance(name, str) or not name or text_problem(name):
        yield ReadFault(path, None, "image_unfit", f"{where} has no file_name.")
        return
    if image["id"] in found.faults:
        detail = f"{where} (“{name[:200]}”) was not read because of its annotations."
        yield ReadFault(path, None, "image_unfit", detail)
        return
    media, why = index.find(name, beside=path)
    if media is None and not options.labels_only:
        yield media_fault(path, None, name, why)
        return
    size = _declared_size(image)
    regions: list[ReadRegion] = []
    clipped, unread = 0, []
    for row in mine:
        x, y, width, height = found.boxes[4 * row : 4 * row + 4]
        box, problem = fit_box((x, y, width, height), size)
        if box is None:
            yield ReadFault(path, None, "box_unfit", f"{where} (“{name[:200]}”): of a box, {problem}.")
            return
        clipped += problem == "clipped"
        category = categories[found.categories[row]]
        shapes: tuple[Geometry, ...] = ()
        try:
            shapes = shapes_from(found.outlines.of(row), size)
        except Unfit as problem_found:
            unread.append(str(problem_found))
        said = found.attributes.get(row, {})
        region = ReadRegion(
            category.name,
            box,
            said,
            shapes=shapes,
            point_names=category.points,
            score=found.scores.get(row),
            group=found.groups.get(row),
        )
        regions.append(region)
    yield from _notes(found.crowds[image["id"]], name, path, unread, clipped)
    external_id = image.get("external_id")
    external_id = external_id if isinstance(external_id, str) and external_id else name
    metadata = {"coco_image_id": image["id"]}
    labels = ReadLabels(regions=tuple(regions))
    yield ReadItem(external_id, "image", media, None, metadata, labels, Origin(path), size)


def _declared_size(image: dict[str, Any]) -> tuple[int, int] | None:
    width, height = image.get("width"), image.get("height")
    return (width, height) if type(width) is int and type(height) is int and min(width, height) > 0 else None


def _notes(crowds: int, name: str, path: str, unread: list[str], clipped: int) -> Iterator[ReadFault]:
    notes = (
        ("crowd_not_read", crowds, "crowd regions were kept as plain ones: nothing here marks a crowd"),
        (
            "segmentation_not_read",
            len(unread),
            f"of a region only the box was kept, as {unread[0] if unread else ''}",
        ),
        ("box_clipped", clipped, "boxes reached over the edge by a pixel and were cut to it"),
    )
    for code, count, detail in notes:
        if count:
            yield ReadFault(path, None, code, f"In “{name[:200]}” {detail}.", "warning", count)


# Writing


class WriteOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`split`: only the items of this split; None for all."""

    split: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A label as COCO numbers it: `id` from 1 in the order of the schema, stable for a schema version."""

    id: int
    name: str
    field: str
    field_key: str
    key: str
    skeleton: Mapping[str, Any] | None = None


def class_map(document: Document) -> tuple[Category, ...]:
    """The categories of a schema. A name that several fields use is written as `field/label`."""
    labels = [
        (each, label)
        for each in document["fields"]
        if each["type"] == "regions"
        for label in each.get("labels", ())
    ]
    uses = Counter(_name(label) for _, label in labels)
    return tuple(
        Category(
            id=number,
            name=_name(label) if uses[_name(label)] == 1 else f"{_name(each)}/{_name(label)}",
            field=_name(each),
            field_key=each["key"],
            key=label["key"],
            skeleton=label.get("skeleton"),
        )
        for number, (each, label) in enumerate(labels, start=1)
    )


def _name(part: Mapping[str, Any]) -> str:
    return str(part.get("name") or part["key"])


NOT_WRITTEN: Final = {
    "spans": "spans",
    "answers": "whole-item answers",
    "relations": "relations",
}


def write(
    out: BinaryIO,
    document: Document,
    rows: Rows,
    options: WriteOptions = WriteOptions(),  # noqa: B008 - frozen
) -> WriteReport:
    """A COCO file; the same rows give the same bytes. A rotated box is an outline too, one with holes run lengths.

    `rows` is iterated twice, so it must not be an iterator. Image and annotation ids count from 1. Regions that belong
    together have the same `group`, which other tools do not read. Text items, lines, points and relations between regions
    are left out and counted in the report.
    """
    if iter(rows) is rows:
        raise TypeError("COCO is written in two passes; give something that can be iterated twice")
    categories = class_map(document)
    out.write(b'{"info":' + sorted_json({"description": "Labelwright export", "class_map": _map(categories)}))
    out.write(b',"licenses":[],"categories":' + _json([_category(each) for each in categories]))
    left_out: Counter[str] = Counter()
    out.write(b',"images":[')
    items = 0
    for row in _images(rows, options, left_out):
        items += 1
        out.write((b",\n" if items > 1 else b"\n") + _json(_image_entry(items, row)))
    out.write(b'],"annotations":[')
    written = _write_annotations(out, document, categories, _images(rows, options, Counter()), left_out)
    out.write(b"]}\n")
    return WriteReport(items, written, dict(sorted(left_out.items())))


def _map(categories: tuple[Category, ...]) -> dict[str, int]:
    return {f"{each.field_key}/{each.key}": each.id for each in categories}


def _category(each: Category) -> dict[str, Any]:
    entry = {"id": each.id, "name": each.name, "supercategory": each.field}
    if each.skeleton is None:
        return entry
    points = [point["key"] for point in each.skeleton["points"]]
    edges = [[points.index(key) + 1 for key in edge] for edge in each.skeleton.get("edges", ())]
    return {**entry, "keypoints": [_name(point) for point in each.skeleton["points"]], "skeleton": edges}


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)


def _images(rows: Rows, options: WriteOptions, left_out: Counter[str]) -> Iterator[DatasetRow]:
    for row in rows:
        if options.split is not None and row.split != options.split:
            continue
        if row.kind == "image":
            yield row
        else:
            left_out["text items"] += 1


def _image_entry(number: int, row: DatasetRow) -> dict[str, Any]:
    return {
        "id": number,
        "file_name": media_name(row),
        "width": row.width,
        "height": row.height,
        "external_id": row.external_id,
        "item_id": row.item_id,
        "split": row.split,
    }


def _write_annotations(
    out: BinaryIO,
    document: Document,
    categories: tuple[Category, ...],
    rows: Iterator[DatasetRow],
    left_out: Counter[str],
) -> int:
    numbers = {(each.field_key, each.key): each.id for each in categories}
    names = Names(document)
    written = 0
    for image, row in enumerate(rows, start=1):
        for field_key, answer in (row.value or {}).items():
            if "regions" not in answer:
                left_out[NOT_WRITTEN["spans" if "spans" in answer else "answers"]] += 1
                continue
            if answer.get("relations"):
                left_out[NOT_WRITTEN["relations"]] += len(answer["relations"])
            for region in answer["regions"]:
                where = _where(region["geometry"], row)
                if isinstance(where, str):
                    left_out[where] += 1
                    continue
                written += 1
                category = numbers[field_key, region["label"]]
                entry = {"id": written, "image_id": image, "category_id": category, **where}
                entry["attributes"] = names.attributes(field_key, region)
                if "group" in region:
                    entry["group"] = region["group"]
                out.write((b",\n" if written > 1 else b"\n") + _json(entry))
    return written


def _where(geometry: Mapping[str, Any], row: DatasetRow) -> dict[str, Any] | str:
    """What an annotation says of the place of a region, or why COCO cannot hold it."""
    if geometry["type"] == "box":  # nearly all are, so they do not go through the classes
        box = geometry["box"]
        return {"bbox": list(box), "area": math.prod(box[2:]), "iscrowd": 0, "segmentation": []}
    size = (row.width, row.height) if row.width and row.height else None
    return parts_of(msgspec.convert(geometry, GEOMETRIES[geometry["type"]]), size)
