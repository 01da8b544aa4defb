"""Random changes of geometry, one strategy for all pairs, and small documents in which they fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

from guidelines.operations.geometry.conversions import CONVERSIONS, becomes
from tests.laws.strategies import skeletons

Document = dict[str, Any]
Drawn = Document | None
Draw = Callable[[st.SearchStrategy[Any]], Any]


def change_geometry(draw: Draw, document: Document) -> Drawn:
    labels = [
        (field["key"], label)
        for field in document["fields"]
        if field["type"] == "regions"
        for label in field["labels"]
        if becomes(label["geometry"])
    ]
    if not labels:
        return None
    field, label = draw(st.sampled_from(labels))
    return {
        "kind": "change_geometry/1",
        "field": field,
        "label": label["key"],
        "to": draw(st.sampled_from(becomes(label["geometry"]))),
        "parts": draw(st.sampled_from(["each", "largest"])),
        "tolerance": draw(st.sampled_from([0, 1, 2.5])),
    }


@st.composite
def documents_of_regions(draw: st.DrawFn) -> Document:
    """One field of regions with up to three labels of geometries that can become another."""
    labels = []
    kinds = sorted({kind for kind, _ in CONVERSIONS})
    for key in draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True)):
        geometry = draw(st.sampled_from(kinds))
        skeleton = {"skeleton": draw(skeletons())} if geometry == "keypoints" else {}
        labels.append({"key": key, "geometry": geometry, **skeleton})
    field = {"key": "things", "type": "regions", "labels": labels, "required": True}
    return {"input": "image", "fields": [field]}


OPERATIONS: Final[dict[str, Callable[[Draw, Document], Drawn]]] = {"change_geometry/1": change_geometry}
DOCUMENTS: Final = {"change_geometry/1": documents_of_regions()}
