"""What lies where on a smear, decided before anything is painted."""

from dataclasses import dataclass

import numpy as np
import shapely

from labelwright.config.demo.smear.outline import Outline, wavy_outline

VISIBLE_SHARE = 0.25
"""Cells of which less is visible are painted but are not part of the truth."""

_TRIES = 60


@dataclass(frozen=True, slots=True)
class RedCell:
    outline: Outline
    pallor: float  # 0 is evenly filled, 1 a thin ring
    thickness: float
    centre: tuple[float, float]  # of the pale part, in shares of the radius
    refractile: bool  # a drying artefact: a bright spot with a dark edge


@dataclass(frozen=True, slots=True)
class Lobe:
    x: float
    y: float
    long: float
    short: float
    angle: float


@dataclass(frozen=True, slots=True)
class WhiteCell:
    outline: Outline
    lobes: tuple[Lobe, ...]
    granules: str  # "fine" | "red" | "none"


@dataclass(frozen=True, slots=True)
class Platelet:
    outline: Outline
    strength: float


@dataclass(frozen=True, slots=True)
class Layout:
    width: int
    height: int
    red: tuple[RedCell, ...]
    white: tuple[WhiteCell, ...]
    platelets: tuple[Platelet, ...]


def lay_out(rng: np.random.Generator, width: int, height: int) -> Layout:
    """8–25 red cells, 0–2 white cells and 0–5 platelets that count as visible, and a few slivers."""
    placed: list[Outline] = []
    scale = rng.uniform(0.9, 1.1)
    white = _white_cells(rng, width, height, scale, placed)
    red = _red_cells(rng, width, height, scale, placed)
    platelets = _platelets(rng, width, height, scale, placed)
    return Layout(width, height, tuple(red), tuple(white), tuple(platelets))


def overlapping(cell: RedCell, others: list[Outline]) -> bool:
    """Whether other cells cover more than a twentieth of the cell."""
    own = cell.outline.polygon()
    near = [o.polygon() for o in others if o is not cell.outline and _gap(cell.outline, o) < 1.3]
    return bool(near) and own.intersection(shapely.union_all(near)).area > 0.05 * own.area


def _gap(one: Outline, other: Outline) -> float:
    """Distance of two outlines in shares of their summed radii; 1 is touching."""
    return float(np.hypot(one.x - other.x, one.y - other.y) / (one.size + other.size))


def _counts(outline: Outline, width: int, height: int) -> bool:
    return outline.visible(width, height)[1] >= VISIBLE_SHARE


def _white_cells(
    rng: np.random.Generator, width: int, height: int, scale: float, placed: list[Outline]
) -> list[WhiteCell]:
    cells: list[WhiteCell] = []
    for _ in range(int(rng.choice([0, 1, 2], p=[0.12, 0.7, 0.18]))):
        lobes = int(rng.choice([1, 2, 3, 4, 5], p=[0.24, 0.18, 0.27, 0.2, 0.11]))
        radius = scale * (rng.uniform(52, 66) if lobes == 1 else rng.uniform(66, 84))
        for _ in range(_TRIES):
            x = rng.uniform(0.25 * radius, width - 0.25 * radius)
            y = rng.uniform(0.25 * radius, height - 0.25 * radius)
            outline = wavy_outline(rng, x, y, radius, stretch=rng.uniform(1, 1.14), waviness=0.018)
            if all(_gap(outline, other) > 1.1 for other in placed):
                placed.append(outline)
                cells.append(WhiteCell(outline, _nucleus(rng, outline, lobes), _granules(rng, lobes)))
                break
    return cells


def _granules(rng: np.random.Generator, lobes: int) -> str:
    if lobes == 1:
        return "none"
    return "red" if lobes == 2 and rng.random() < 0.6 else "fine"


def _nucleus(rng: np.random.Generator, cell: Outline, count: int) -> tuple[Lobe, ...]:
    """The lobes, on a bent chain that begins at a random angle; a single one fills most of the cell."""
    size, start = cell.size, rng.uniform(0, 2 * np.pi)
    if count == 1:
        off = size * rng.uniform(0, 0.12)
        long = size * rng.uniform(0.7, 0.8)
        x, y = cell.x + off * np.cos(start), cell.y + off * np.sin(start)
        return (Lobe(x, y, long, long * rng.uniform(0.86, 1), start),)
    ring, radius, arc = _CHAINS[count]
    angles = start + np.linspace(0, np.radians(arc), count) + rng.normal(0, 0.07, count)
    return tuple(_lobe(rng, cell, float(angle), ring * size, radius * size) for angle in angles)


# Distance from the centre and radius of a lobe in shares of the cell's radius; arc of the chain in degrees.
_CHAINS = {2: (0.40, 0.40, 160), 3: (0.46, 0.31, 210), 4: (0.5, 0.255, 252), 5: (0.54, 0.215, 288)}


def _lobe(rng: np.random.Generator, cell: Outline, angle: float, ring: float, radius: float) -> Lobe:
    ring *= rng.uniform(0.8, 1.12)
    radius *= rng.uniform(0.86, 1.1)
    x, y = cell.x + ring * np.cos(angle), cell.y + ring * np.sin(angle)
    aspect = rng.uniform(1.0, 1.42)
    return Lobe(x, y, radius * aspect, radius / aspect**0.6, angle + np.pi / 2 + rng.normal(0, 0.45))


def _red_cells(
    rng: np.random.Generator, width: int, height: int, scale: float, placed: list[Outline]
) -> list[RedCell]:
    cells: list[RedCell] = []
    wanted, crowding = int(rng.integers(10, 25)), rng.uniform(0.62, 0.86)
    counted, slivers = 0, 0
    spread = rng.uniform(0.3, 0.95)
    for _ in range(_TRIES * wanted):
        if counted == wanted:
            break
        outline = _red_outline(rng, width, height, scale)
        gaps = [_gap(outline, other) for other in placed]
        near_white = any(gap < 0.93 for gap in gaps[: len(placed) - len(cells)])
        closest = min(gaps, default=2.0)
        # Most cells lie free; some pile up, and rarely closer than `crowding`.
        allowed = crowding if rng.random() > spread else 1.03
        visible = _counts(outline, width, height)
        if near_white or closest < allowed or (not visible and slivers == 3):
            continue
        counted, slivers = counted + visible, slivers + (not visible)
        placed.append(outline)
        cells.append(_red_cell(rng, outline))
    return cells


def _red_outline(rng: np.random.Generator, width: int, height: int, scale: float) -> Outline:
    radius = scale * rng.normal(45, 3.2)
    x, y = rng.uniform(-25, width + 25), rng.uniform(-25, height + 25)
    kind = rng.random()
    if kind < 0.08:
        return wavy_outline(rng, x, y, radius * 0.93, stretch=rng.uniform(1.45, 2.1), waviness=0.03)
    if kind < 0.2:
        return wavy_outline(rng, x, y, radius, stretch=rng.uniform(1.1, 1.3), waviness=0.05, harmonics=3)
    return wavy_outline(rng, x, y, radius, stretch=rng.uniform(1.0, 1.16), waviness=0.016)


def _red_cell(rng: np.random.Generator, outline: Outline) -> RedCell:
    return RedCell(
        outline=outline,
        pallor=float(np.clip(rng.normal(0.72, 0.3), 0.05, 1.08)),
        thickness=float(rng.normal(1, 0.09)),
        centre=(float(rng.normal(0, 0.06)), float(rng.normal(0, 0.06))),
        refractile=bool(rng.random() < 0.035),
    )


def _platelets(
    rng: np.random.Generator, width: int, height: int, scale: float, placed: list[Outline]
) -> list[Platelet]:
    wanted = int(rng.choice([0, 1, 2, 3, 4, 5], p=[0.16, 0.24, 0.22, 0.18, 0.12, 0.08]))
    clumped = wanted >= 3 and rng.random() < 0.6
    found: list[Platelet] = []
    for _ in range(_TRIES * 6):
        if len(found) == wanted:
            break
        outline = _platelet_outline(
            rng, width, height, scale, found[-1].outline if clumped and found else None
        )
        near_cell = any(_gap(outline, other) < 1.02 for other in placed)
        near_own = any(_gap(outline, other.outline) < 0.9 for other in found)
        if near_cell or near_own or not _counts(outline, width, height):
            continue
        found.append(Platelet(outline, float(rng.uniform(0.7, 1.15))))
    return found


def _platelet_outline(
    rng: np.random.Generator, width: int, height: int, scale: float, neighbour: Outline | None
) -> Outline:
    radius = scale * rng.uniform(8.5, 15.5)
    x, y = rng.uniform(4, width - 4), rng.uniform(4, height - 4)
    if neighbour is not None:
        angle, distance = rng.uniform(0, 2 * np.pi), (radius + neighbour.size) * rng.uniform(0.92, 1.2)
        x, y = neighbour.x + distance * np.cos(angle), neighbour.y + distance * np.sin(angle)
    return wavy_outline(rng, x, y, radius, stretch=rng.uniform(1, 1.4), waviness=0.07, harmonics=9)
