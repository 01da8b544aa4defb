"""Simulated annotators: from what is true to what a person of some skill would have said.

Pure functions of the truth, a skill and a seeded random generator. The values have the JSON form in which
annotations are stored; all keys are those of the demo's label schemas.
"""

import itertools
import random
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from labelwright.config.demo.cells import LOBES, Cell
from labelwright.config.demo.markup import MarkedSpan
from labelwright.config.demo.smear.outline import Box

Value = dict[str, Any]
Focus = Literal["good", "poor"]


@dataclass(frozen=True, slots=True)
class Skill:
    """How a person works. Shares are per region or answer; `jitter` is the spread of an edge in pixels."""

    key: str
    jitter: float
    misses: float
    mislabels: float
    invents: float
    misreads: float
    seconds: float  # for one answer or region


EXACT = Skill("exact", jitter=0, misses=0, mislabels=0, invents=0, misreads=0, seconds=4)
EXPERT = Skill("expert", jitter=1.1, misses=0.006, mislabels=0.002, invents=0.001, misreads=0.02, seconds=4.2)
GOOD = Skill("good", jitter=2.0, misses=0.02, mislabels=0.003, invents=0.002, misreads=0.06, seconds=3.4)
HASTY = Skill("hasty", jitter=3.6, misses=0.045, mislabels=0.012, invents=0.007, misreads=0.16, seconds=1.7)
SKILLS = {skill.key: skill for skill in (EXPERT, GOOD, HASTY)}

MISTAKEN_CELLS = {"rbc": ("platelet",), "wbc": ("rbc",), "platelet": ("rbc", "wbc")}
MISTAKEN_ENTITIES = {
    "person": ("organisation",),
    "organisation": ("place", "product"),
    "place": ("organisation",),
    "date": ("event",),
    "event": ("organisation", "date"),
    "product": ("organisation", "event"),
}
MISTAKEN_INTENTS = {
    "check_bill": ("pay_bill", "change_tariff"),
    "pay_bill": ("check_bill",),
    "meter_reading": ("check_bill", "book_engineer"),
    "change_tariff": ("check_bill", "solar_export"),
    "move_home": ("check_bill", "change_tariff"),
    "report_outage": ("set_heating", "book_engineer"),
    "set_heating": ("report_outage", "other"),
    "solar_export": ("check_bill", "book_engineer"),
    "book_engineer": ("report_outage", "meter_reading"),
    "other": ("book_engineer", "report_outage"),
}

_ID_ALPHABET = string.ascii_letters + string.digits


def rng_for(*parts: object) -> random.Random:
    """The generator for one piece of work, as in `rng_for("cells", email, 7)`; same parts, same numbers."""
    return random.Random("\x1f".join(str(part) for part in parts))


def annotate_cells(
    cells: Sequence[Cell], focus: Focus, *, width: int, height: int, skill: Skill, rng: random.Random
) -> Value:
    """The boxes and the focus of a smear as this person sees them; boxes lie inside the image."""
    regions = [
        _region(cell, width, height, skill, rng) for cell in cells if rng.random() >= _miss_rate(cell, skill)
    ]
    if cells and rng.random() < skill.invents * len(cells):
        regions.append(_invented(width, height, rng))
    seen = focus if rng.random() >= skill.misreads / 2 else ("poor" if focus == "good" else "good")
    return {"cells": {"regions": regions}, "focus": {"choice": seen}}


def answer_intent(intent: str, *, skill: Skill, rng: random.Random) -> Value:
    """The intent, or one that is easily mistaken for it."""
    wrong = rng.random() < skill.misreads
    return {"intent": {"choice": rng.choice(MISTAKEN_INTENTS[intent]) if wrong else intent}}


def mark_entities(text: str, spans: Sequence[MarkedSpan], *, skill: Skill, rng: random.Random) -> Value:
    """The entities of a text as this person marks them; spans do not overlap and lie inside the text."""
    marked: list[Value] = []
    taken = 0
    for span, following in itertools.zip_longest(spans, spans[1:]):
        if rng.random() < skill.misses:
            continue
        start, end = span.start, span.end
        if rng.random() < skill.misreads:
            start, end = _other_borders(text, span, taken, following.start if following else len(text), rng)
        label = rng.choice(MISTAKEN_ENTITIES[span.label]) if rng.random() < skill.mislabels else span.label
        marked.append({"id": _new_id(rng), "label": label, "start": start, "end": end, "attributes": {}})
        taken = end
    return {"entities": {"spans": marked}}


def seconds_spent(value: Value, *, skill: Skill, rng: random.Random) -> float:
    """How long this person would have needed for that value, in seconds."""
    parts = sum(len(answer.get("regions", answer.get("spans", [0]))) for answer in value.values())
    return round(skill.seconds * (parts + 1.5) * rng.uniform(0.7, 1.5), 1)


def _region(cell: Cell, width: int, height: int, skill: Skill, rng: random.Random) -> Value:
    label: str = cell.label
    attributes = _attributes(cell, skill, rng)
    if rng.random() < skill.mislabels:
        label = rng.choice(MISTAKEN_CELLS[cell.label])
        attributes = {"lobes": "one"} if label == "wbc" else {}
    box = _jittered(cell.box, width, height, skill.jitter, rng)
    return _as_region(label, box, attributes, rng)


def _as_region(label: str, box: list[float], attributes: Value, rng: random.Random) -> Value:
    geometry = {"type": "box", "box": box}
    return {"id": _new_id(rng), "label": label, "geometry": geometry, "attributes": attributes}


def _attributes(cell: Cell, skill: Skill, rng: random.Random) -> Value:
    """White cells have their lobes, now and then one off; red cells only say that they overlap."""
    wrong = rng.random() < skill.misreads
    if cell.label == "wbc":
        index = LOBES.index(str(cell.attributes["lobes"])) + (rng.choice((-1, 1)) if wrong else 0)
        return {"lobes": LOBES[min(max(index, 0), len(LOBES) - 1)]}
    if cell.label == "rbc" and cell.attributes["overlapping"] and not wrong:
        return {"overlapping": True}
    return {}


def _miss_rate(cell: Cell, skill: Skill) -> float:
    """Platelets are overlooked most easily, white cells hardly ever."""
    return skill.misses * {"rbc": 1.0, "wbc": 0.1, "platelet": 2.2}[cell.label]


def _jittered(box: Box, width: int, height: int, jitter: float, rng: random.Random) -> list[float]:
    """The box with each edge moved, inside the image and at least three pixels wide and high.

    Edges on the border of the image stay there: everybody drags them beyond it.
    """
    x, y, box_width, box_height = box
    spread = jitter * min(1.0, min(box_width, box_height) / 40 + 0.3)
    left, right = _moved(x, x + box_width, width, spread, rng)
    top, bottom = _moved(y, y + box_height, height, spread, rng)
    return [round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)]


def _moved(low: float, high: float, limit: int, spread: float, rng: random.Random) -> tuple[float, float]:
    new_low = low + rng.gauss(0, spread) if low > 0 else low
    new_high = high + rng.gauss(0, spread) if high < limit else high
    new_low = min(max(new_low, 0.0), limit - 3.0)
    new_high = min(max(new_high, new_low + 3.0), float(limit))
    return new_low, new_high


def _invented(width: int, height: int, rng: random.Random) -> Value:
    """A speck of dust taken for a platelet."""
    size = min(rng.uniform(9, 20), width / 2, height / 2)
    x, y = rng.uniform(0, width - size), rng.uniform(0, height - size)
    return _as_region("platelet", [round(side, 2) for side in (x, y, size, size)], {}, rng)


def _other_borders(
    text: str, span: MarkedSpan, floor: int, ceiling: int, rng: random.Random
) -> tuple[int, int]:
    """A likely wrong border: the word before taken in, a word of several left out, or a particle too much."""
    name = text[span.start : span.end]
    before = text[floor : span.start].rstrip(" ").split(" ")[-1]
    if before.isascii() and before.isalpha() and text[span.start - 1] == " " and rng.random() < 0.6:
        return span.start - len(before) - 1, span.end
    if " " in name:
        start, end = span.start + name.index(" ") + 1, span.start + name.rindex(" ")
        return (start, span.end) if rng.random() < 0.5 else (span.start, end)
    return span.start, min(ceiling, span.end + rng.choice((1, 1, 2)))


def _new_id(rng: random.Random) -> str:
    return "".join(rng.choices(_ID_ALPHABET, k=12))
