"""Random operations on where spans begin and end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

Document = dict[str, Any]
Drawn = Document | None
Draw = Callable[[st.SearchStrategy[Any]], Any]


def a_field(draw: Draw, document: Document) -> Document | None:
    """A field of spans and some of its labels, or none, which stands for all."""
    fields = [field for field in document["fields"] if field["type"] == "spans"]
    if not fields:
        return None
    field = draw(st.sampled_from(fields))
    labels = st.lists(st.sampled_from([label["key"] for label in field["labels"]]), max_size=2, unique=True)
    return {"field": field["key"], "only": draw(labels)}


def trim_spans(draw: Draw, document: Document) -> Drawn:
    found = a_field(draw, document)
    return found and {"kind": "trim_spans/1", **found, "punctuation": draw(st.booleans())}


def snap_spans(draw: Draw, document: Document) -> Drawn:
    found = a_field(draw, document)
    return found and {"kind": "snap_spans/1", **found}


OPERATIONS: Final[dict[str, Callable[[Draw, Document], Drawn]]] = {
    "snap_spans/1": snap_spans,
    "trim_spans/1": trim_spans,
}
FIELDS: Final = dict.fromkeys(OPERATIONS, ("spans",))
