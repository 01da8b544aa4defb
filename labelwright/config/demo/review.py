"""What a careful reviewer who knows the truth would decide about a simulated annotation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from labelwright.config.demo.annotators import Value
from labelwright.config.demo.cells import Cell
from labelwright.config.demo.markup import MarkedSpan
from labelwright.config.demo.smear.outline import Box

_SAME_CELL = 0.5
_NAMES = {"rbc": "red cell", "wbc": "white cell", "platelet": "platelet"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is empty where the work is accepted; `regions` are the ids that the reason is about."""

    decision: Literal["accepted", "returned"]
    reason: str = ""
    regions: tuple[str, ...] = ()


ACCEPTED = Verdict("accepted")


def review_cells(cells: Sequence[Cell], value: Value) -> Verdict:
    """Returned where a white cell or two others are missing, a label is wrong, or a box is invented."""
    regions = value["cells"]["regions"]
    best = {region["id"]: _closest(region["geometry"]["box"], cells) for region in regions}
    found = {id(cell) for cell in best.values() if cell is not None}
    missing = [cell for cell in cells if id(cell) not in found]
    wrong = [r for r in regions if (cell := best[r["id"]]) is not None and cell.label != r["label"]]
    invented = [region for region in regions if best[region["id"]] is None]
    remarks = [_missing_remark(missing)] if len(missing) > 1 or any(c.label == "wbc" for c in missing) else []
    remarks += [f"This {_NAMES[region['label']]} has the wrong label." for region in wrong[:1]]
    remarks += ["This box is loose, or there is no cell." for _ in invented[:1]]
    if not remarks:
        return ACCEPTED
    return Verdict("returned", " ".join(remarks), tuple(region["id"] for region in (*wrong, *invented)))


def review_intent(intent: str, value: Value) -> Verdict:
    """Returned where the choice is not the true one."""
    if value["intent"]["choice"] == intent:
        return ACCEPTED
    return Verdict("returned", "Please read again what the person wants to happen next.")


def review_entities(spans: Sequence[MarkedSpan], value: Value) -> Verdict:
    """Returned where a span is missing, has other borders or another label."""
    marked = value["entities"]["spans"]
    true = {(span.start, span.end): span.label for span in spans}
    borders = [span for span in marked if (span["start"], span["end"]) not in true]
    labels = [
        span for span in marked if true.get((span["start"], span["end"]), span["label"]) != span["label"]
    ]
    missing = len(spans) - len(marked)
    remarks = ["The borders are not right: no titles, no particles, the whole name." for _ in borders[:1]]
    remarks += ["This name has another label." for _ in labels[:1]]
    remarks += [f"{missing} name{'s are' if missing > 1 else ' is'} not marked."] if missing > 0 else []
    if not remarks:
        return ACCEPTED
    return Verdict("returned", " ".join(remarks), tuple(span["id"] for span in (*borders, *labels)))


def _missing_remark(missing: Sequence[Cell]) -> str:
    counts = {name: sum(cell.label == label for cell in missing) for label, name in _NAMES.items()}
    parts = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items() if count]
    return f"Missing: {', '.join(parts)}."


def _closest(box: Sequence[float], cells: Sequence[Cell]) -> Cell | None:
    """The cell whose box overlaps `box` most, or None where they share less than half their union."""
    best = max(cells, key=lambda cell: _iou(box, cell.box), default=None)
    return best if best is not None and _iou(box, best.box) >= _SAME_CELL else None


def _iou(one: Sequence[float], other: Box) -> float:
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(0.0, width) * max(0.0, height)
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)
