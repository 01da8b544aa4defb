"""Pascal VOC: one XML file per image, boxes as inclusive pixel numbers that count from 1.

A box from (1, 1) to (1, 1) covers the first pixel: x = xmin - 1 and width = xmax - xmin + 1. Files made at home
often count from 0; with `zero_based` x = xmin and width = xmax - xmin + 1, the last pixel still included.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from exports.formats.checks import fit_box
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
from exports.formats.items import Box, Origin, Read, ReadFault, ReadItem, ReadLabels, ReadRegion, Source

XML_BYTES: Final = 16 * 1024 * 1024
XML_DEPTH: Final = 32
FLAGS: Final = ("difficult", "truncated", "occluded")


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`labels_only`: the images are in the project already, so their files need not be here."""

    zero_based: bool = False
    labels_only: bool = False


def detect(source: Source) -> int:
    """How sure it is, 0–100, that this is Pascal VOC."""
    candidates = [path for path in source.paths() if suffix(path) == ".xml"]
    return 95 if any(b"<annotation" in head(source, path, 4096) for path in candidates[:5]) else 0


def read(source: Source, options: Options = Options()) -> Iterator[Read]:  # noqa: B008 - frozen
    """One image item per XML file, then the images that no XML file names, without labels."""
    index = MediaIndex(source)
    used: set[str] = set()
    for path in source.paths():
        if suffix(path) != ".xml":
            continue
        used.add(path)
        try:
            for each in _read_file(source, path, index, options):
                if isinstance(each, ReadItem) and each.media_path:
                    used.add(each.media_path)
                yield each
        except Faulty as faulty:
            yield faulty.fault
    for path in index.paths:
        if path not in used:
            yield ReadItem(path, "image", path, None, {}, None, Origin(path))
    lists = [path for path in source.paths() if "ImageSets/" in path]
    yield from leftovers(source, [*used, *index.paths, *lists])


def box_from_corners(xmin: float, ymin: float, xmax: float, ymax: float, *, zero_based: bool) -> Box:
    """VOC's inclusive pixel numbers as [x, y, width, height] with origin 0."""
    first = 0 if zero_based else 1
    return (xmin - first, ymin - first, xmax - xmin + 1, ymax - ymin + 1)


def corners_from_box(box: Box, *, zero_based: bool) -> tuple[float, float, float, float]:
    """The inverse of `box_from_corners`."""
    x, y, width, height = box
    first = 0 if zero_based else 1
    return (x + first, y + first, x + width - 1 + first, y + height - 1 + first)


class _ShallowBuilder(TreeBuilder):
    """Refuses what is nested deeper than any annotation is."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > XML_DEPTH:
            raise ValueError(f"elements are nested more than {XML_DEPTH} deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def _parse(source: Source, path: str) -> Element:
    with refusals_as_faults(path), source.open(path) as stream:
        content = stream.read(XML_BYTES + 1)
    if len(content) > XML_BYTES:
        raise Faulty(ReadFault(path, None, "xml_too_large", f"The file is larger than {XML_BYTES} bytes."))
    parser = DefusedXMLParser(
        target=_ShallowBuilder(), forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as error:
        detail = "Document types and entities are refused in XML. Remove the DOCTYPE."
        raise Faulty(ReadFault(path, None, "xml_refused", detail)) from error
    except ParseError as error:
        raise Faulty(
            ReadFault(path, error.position[0], "xml_malformed", f"This is no XML: {error}.")
        ) from error
    except (ValueError, LookupError) as error:
        raise Faulty(ReadFault(path, None, "xml_refused", f"The XML was refused: {error}.")) from error
    if root.tag != "annotation":
        raise Faulty(
            ReadFault(path, None, "not_voc", f"Expected <annotation>, found <{str(root.tag)[:50]}>.")
        )
    return root


def _read_file(source: Source, path: str, index: MediaIndex, options: Options) -> Iterator[Read]:
    root = _parse(source, path)
    name = (root.findtext("filename") or "").strip()
    if not name or text_problem(name):
        raise Faulty(
            ReadFault(path, None, "filename_missing", "There is no <filename> that names the image.")
        )
    media, why = _media(index, path, name)
    if media is None and not options.labels_only:
        raise Faulty(media_fault(path, None, name, why))
    size = _size(root)
    regions: list[ReadRegion] = []
    notes: list[ReadFault] = []
    for number, element in enumerate(root.findall("object"), start=1):
        regions.append(_region(element, number, path, size, options, notes))
    notes.extend(_not_read(root, path))
    if not options.zero_based and any(_touches_zero(element) for element in root.iter("bndbox")):
        detail = "A coordinate is 0, but VOC counts from 1: the file may count from 0. If so, import with “counts from 0”."
        notes.append(ReadFault(path, None, "maybe_zero_based", detail, "warning"))
    yield from notes
    labels = ReadLabels(regions=tuple(regions))
    yield ReadItem(media or name, "image", media, None, {}, labels, Origin(path), size)


def _media(index: MediaIndex, path: str, name: str) -> tuple[str | None, str]:
    """As named; else beside the usual folders, where only the stem of the XML file agrees."""
    media, why = index.find(name, beside=path)
    if media is None and why == "missing" and "." not in name:
        for ending in (".jpg", ".png", ".jpeg"):
            media, why = index.find(name + ending, beside=path)
            if media is not None:
                break
    return media, why


def _size(root: Element) -> tuple[int, int] | None:
    try:
        size = (int(root.findtext("size/width") or 0), int(root.findtext("size/height") or 0))
    except ValueError:
        return None
    return size if min(size) > 0 else None


def _region(
    element: Element,
    number: int,
    path: str,
    size: tuple[int, int] | None,
    options: Options,
    notes: list[ReadFault],
) -> ReadRegion:
    name = (element.findtext("name") or "").strip()
    where = f"Object {number} (“{name[:100]}”)"
    if not name:
        raise Faulty(ReadFault(path, None, "label_missing", f"Object {number} has no <name>."))
    try:
        xmin, ymin, xmax, ymax = (
            float(element.findtext(f"bndbox/{corner}") or "") for corner in ("xmin", "ymin", "xmax", "ymax")
        )
    except ValueError as error:
        detail = f"{where} has no <bndbox> of four numbers."
        raise Faulty(ReadFault(path, None, "box_unfit", detail)) from error
    if xmax < xmin or ymax < ymin:
        detail = f"{where}: xmax and ymax must not be below xmin and ymin."
        raise Faulty(ReadFault(path, None, "box_unfit", detail))
    box, problem = fit_box(box_from_corners(xmin, ymin, xmax, ymax, zero_based=options.zero_based), size)
    if box is None:
        raise Faulty(ReadFault(path, None, "box_unfit", f"{where}: {problem}."))
    if problem:
        detail = f"{where} reached over the edge of the image by a pixel and was cut to it."
        notes.append(ReadFault(path, None, "box_clipped", detail, "warning"))
    return ReadRegion(name, box, _flags(element))


def _flags(element: Element) -> dict[str, bool]:
    values = {flag: (element.findtext(flag) or "").strip() for flag in FLAGS}
    return {flag: value == "1" for flag, value in values.items() if value in ("0", "1")}


def _touches_zero(bndbox: Element) -> bool:
    return any((bndbox.findtext(corner) or "").strip() in ("0", "0.0") for corner in ("xmin", "ymin"))


def _not_read(root: Element, path: str) -> Iterator[ReadFault]:
    for tag in ("part", "polygon", "segmentation"):
        count = len(root.findall(f"object/{tag}"))
        if count:
            detail = f"<{tag}> is not read yet; the box was kept."
            yield ReadFault(path, None, f"{tag}_not_read", detail, "warning", count)
