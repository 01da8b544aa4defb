"""COCO results: a list of `{"image_id", "category_id", "score"}` with a `bbox`, a `segmentation`, or both, in any order.

One pass over the file keeps 64 bytes for each of them in memory, their outlines on disk; then each image becomes a line.
`category_id` counts the labels as our COCO exports do. `image_id` is the number of the image in our export, or the id in
the COCO file that the items were imported from.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any, Final, Literal

import ijson
import msgspec

from datasets.evaluation.lines import Problem, RewrittenLine, VersionImage
from exports.formats.checks import Unfit, fit_box
from exports.formats.coco import Category, class_map
from exports.formats.coco_shapes import Outlines, shapes_from
from exports.formats.items import Document
from exports.formats.json_depth import nesting_problem
from guidelines.values.box import Box
from guidelines.values.geometries import GEOMETRIES, Geometry
from labelwright.errors import Words

MOST: Final = 20_000_000  # results in one file
_NO_BOX: Final = [0.0, 0.0, 0.0, 0.0]


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`image_ids`: what image_id counts."""

    image_ids: Literal["export", "imported"] = "export"


class _Results:
    """The results of a file in columns."""

    def __init__(self) -> None:
        self.places, self.images, self.categories = array("q"), array("q"), array("q")
        self.scores, self.boxes = array("d"), array("d")
        self.outlines = Outlines()


def rewrite(
    stream: IO[bytes], document: Document, images: Callable[[], Iterable[VersionImage]], options: Options
) -> Iterator[RewrittenLine | Problem]:
    """A line for each image that has a result, in the order of `images`, and what could not be read."""
    categories = {each.id: each for each in class_map(document)}
    if problem := nesting_problem(stream):  # type: ignore[arg-type]  # it only reads
        yield Problem(Words("The JSON was not read: {problem}.", problem=problem))
        return
    stream.seek(0)
    found = _Results()
    try:
        for number, each in enumerate(ijson.items(stream, "item", use_float=True)):
            refusal = _take(found, number, each, categories)
            if refusal:
                yield Problem(refusal, pointer=f"#/{number}")
            if number >= MOST:
                yield Problem(Words("There are more than {most} results in it.", most=MOST))
                return
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError) as error:
        yield Problem(Words("This is not valid JSON: {error}.", error=str(error).strip()[:200]))
        return
    yield from _lines(found, document, categories, images, options)


def _take(found: _Results, number: int, each: Any, categories: Mapping[int, Category]) -> Words | None:
    """The result is in `found`; or what is wrong with it."""
    if not isinstance(each, dict):
        return Words("Expected an object, found something else.")
    image, category, score = each.get("image_id"), each.get("category_id"), each.get("score", 1.0)
    if type(image) is not int or abs(image) >= 2**63:
        return Words("Expected a whole number as image_id, found {found}.", found=repr(image)[:50])
    if type(category) is not int or category not in categories:
        return Words(
            "Expected a category_id of our COCO export, 1 to {most}, found {found}.",
            most=len(categories),
            found=repr(category)[:50],
        )
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        return Words("Expected a score from 0 to 1, found {found}.", found=repr(score)[:50])
    box = each.get("bbox", _NO_BOX if each.get("segmentation") or each.get("keypoints") else None)
    if not isinstance(box, list) or len(box) != 4 or not all(_is_number(part) for part in box):
        return Words("Expected a bbox of four numbers or a segmentation, found neither.")
    found.places.append(number)
    found.images.append(image)
    found.categories.append(category)
    found.scores.append(float(score))
    found.boxes.extend(float(part) for part in box)
    found.outlines.add(each)
    return None


def _is_number(found: object) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e9


def _lines(
    found: _Results,
    document: Document,
    categories: Mapping[int, Category],
    images: Callable[[], Iterable[VersionImage]],
    options: Options,
) -> Iterator[RewrittenLine | Problem]:
    order = sorted(range(len(found.images)), key=lambda row: (found.images[row], row))
    rows: dict[int, tuple[int, int]] = {}
    for place, row in enumerate(order):
        first, _ = rows.get(found.images[row], (place, place))
        rows[found.images[row]] = (first, place + 1)
    kinds = _geometries(document)
    for image in images():
        key = image.number if options.image_ids == "export" else image.metadata.get("coco_image_id")
        if type(key) is not int or key not in rows:
            continue
        mine = [order[place] for place in range(*rows.pop(key))]
        yield from _line(image, mine, found, categories, kinds)
    for key, (first, end) in sorted(rows.items()):
        words = Words(
            "No image of this version has the image_id {key}; {count} results name it.",
            key=key,
            count=end - first,
        )
        yield Problem(words, pointer=f"#/{found.places[order[first]]}")


def _geometries(document: Document) -> dict[tuple[str, str], str]:
    return {
        (each["key"], label["key"]): label.get("geometry", "box")
        for each in document["fields"]
        if each["type"] == "regions"
        for label in each.get("labels", ())
    }


def _line(
    image: VersionImage,
    rows: list[int],
    found: _Results,
    categories: Mapping[int, Category],
    kinds: Mapping[tuple[str, str], str],
) -> Iterator[RewrittenLine | Problem]:
    answers: dict[str, dict[str, list[Any]]] = {}
    scores: dict[str, float] = {}
    size = (image.width, image.height) if image.width and image.height else None
    for row in rows:
        category = categories[found.categories[row]]
        pointer = f"#/{found.places[row]}"
        try:
            shape = _shape(found, row, kinds[category.field_key, category.key], size)
        except Unfit as problem:
            yield Problem(Words("The result was not read: {problem}.", problem=problem), pointer=pointer)
            continue
        part = f"r{found.places[row]}"
        region = {"id": part, "label": category.key, "geometry": msgspec.to_builtins(shape), "attributes": {}}
        answers.setdefault(category.field_key, {"regions": []})["regions"].append(region)
        scores[part] = found.scores[row]
    if scores:
        value = msgspec.Raw(msgspec.json.encode(answers))
        yield RewrittenLine(value, item=image.item, scores=scores, at=f"#/{found.places[rows[0]]}")


def _shape(found: _Results, row: int, kind: str, size: tuple[int, int] | None) -> Geometry:
    """What the schema asks for of what the result says. Raises `Unfit`."""
    if kind == "box":
        x, y, width, height = found.boxes[4 * row : 4 * row + 4]
        box, problem = fit_box((x, y, width, height), size)
        if box is None:
            raise Unfit(f"of its bbox, {problem}")
        return Box(box)
    for shape in shapes_from(found.outlines.of(row), size):
        if isinstance(shape, GEOMETRIES[kind]):
            return shape
    raise Unfit(f"the schema asks for a {kind}")
