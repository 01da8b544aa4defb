"""Cells as optical density: how much red, green and blue light each point of the smear absorbs.

Densities add where cells overlap, and the light that comes through is exp(-density): overlaps darken
as they do under the microscope (Beer and Lambert), whichever cell was painted first.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from labelwright.config.demo.smear.layout import Layout, Lobe, Platelet, RedCell, WhiteCell
from labelwright.config.demo.smear.outline import ANGLES, Outline

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stain:
    """Absorption (red, green, blue) of each kind of matter at full thickness."""

    haemoglobin: Plane
    nucleus: Plane
    cytoplasm: Plane
    platelet: Plane


def mix_stain(rng: np.random.Generator) -> Stain:
    """The stain of one slide: the same dyes, a little stronger, weaker or bluer each time."""
    strength, blue = rng.normal(1, 0.08), rng.normal(0, 0.014)

    def dye(red: float, green: float, absorbed_blue: float, spread: float) -> Plane:
        shade = np.array([red + blue, green, absorbed_blue - blue]) + rng.normal(0, spread, 3)
        return (np.clip(shade, 0.01, None) * strength).astype(np.float32)

    return Stain(
        haemoglobin=dye(0.175, 0.345, 0.305, 0.012),
        nucleus=dye(0.55, 0.92, 0.09, 0.03),
        cytoplasm=dye(0.14, 0.29, 0.085, 0.012),
        platelet=dye(0.40, 0.66, 0.08, 0.03),
    )


def noise(rng: np.random.Generator, width: int, height: int, grain: float) -> Plane:
    """Smooth noise of about unit spread whose bumps are `grain` pixels wide."""
    small = rng.normal(0, 1, (max(2, round(height / grain) + 1), max(2, round(width / grain) + 1)))
    image = Image.fromarray(small.astype(np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


class Painter:
    """Adds cells to the density of one smear."""

    def __init__(self, layout: Layout, stain: Stain, rng: np.random.Generator) -> None:
        width, height = layout.width, layout.height
        self.density = np.zeros((height, width, 3), dtype=np.float32)
        self._stain = stain
        self._rng = rng
        self._broad = noise(rng, width, height, 24)
        self._coarse = noise(rng, width, height, 12)
        self._medium = noise(rng, width, height, 5)
        self._fine = noise(rng, width, height, 2.2)

    def red_cell(self, cell: RedCell) -> None:
        patch = self._patch(cell.outline)
        if patch is None:
            return
        inside = _cover(patch.depth, 1.0)
        thickness = _biconcave(patch.shifted(cell.centre), patch.share, cell.pallor) * cell.thickness
        thickness *= 1 + 0.05 * self._coarse[patch.area]
        edge = np.exp(-(((patch.depth - 1.6) / 1.5) ** 2))
        halo = np.exp(-(((patch.depth + 2.2) / 2.0) ** 2))
        amount = inside * (thickness + 0.2 * edge) - 0.1 * halo
        self.density[patch.area] += amount[..., None] * self._stain.haemoglobin
        if cell.refractile:
            self._bubble(patch, cell.outline.size)

    def white_cell(self, cell: WhiteCell) -> None:
        patch = self._patch(cell.outline)
        if patch is None:
            return
        ragged = 0.034 * self._broad[patch.area] + 0.022 * self._coarse[patch.area]
        depth = _lobed_depth(patch, cell.lobes) + cell.outline.size * ragged
        nucleus = _cover(depth, 1.6)
        body = _cover(patch.depth, 1.8) * (1 - 0.8 * nucleus)
        self._cytoplasm(patch, body, cell.granules)
        chromatin = 0.95 + 0.15 * self._coarse[patch.area] + 0.14 * self._medium[patch.area]
        rim = 0.1 * np.exp(-(((depth - 3) / 3) ** 2))
        amount = nucleus * np.clip(chromatin + rim, 0.55, 1.5)
        self.density[patch.area] += amount[..., None] * self._stain.nucleus

    def platelet(self, platelet: Platelet) -> None:
        patch = self._patch(platelet.outline)
        if patch is None:
            return
        core = np.clip(1.15 - 0.75 * patch.share**2, 0, None)
        granules = 1 + 0.28 * self._medium[patch.area] + 0.2 * self._fine[patch.area]
        amount = _cover(patch.depth, 2.2) * core * np.clip(granules, 0.25, None) * platelet.strength
        self.density[patch.area] += amount[..., None] * self._stain.platelet

    def _cytoplasm(self, patch: "_Patch", body: Plane, granules: str) -> None:
        fine, medium, coarse = (plane[patch.area] for plane in (self._fine, self._medium, self._coarse))
        rim = 0.2 * np.exp(-(((patch.depth - 2) / 3) ** 2))
        if granules == "red":
            grain = np.clip(1.0 + 0.42 * medium + 0.2 * fine, 0.25, None)
            tint = np.array([0.10, 0.46, 0.27], dtype=np.float32)
        elif granules == "none":
            grain = 0.95 + 0.14 * coarse + 0.1 * medium + 0.06 * fine
            tint = self._stain.cytoplasm + np.array([0.10, 0.05, -0.03], dtype=np.float32)
        else:
            grain = np.clip(0.88 + 0.2 * fine + 0.22 * medium + 0.1 * coarse, 0.2, None)
            tint = self._stain.cytoplasm
        self.density[patch.area] += (body * (grain + rim))[..., None] * tint

    def _bubble(self, patch: "_Patch", size: float) -> None:
        off = self._rng.uniform(-0.3, 0.3, 2)
        distance = np.hypot(
            patch.dx / size - off[0], (patch.dy / size - off[1]) * self._rng.uniform(0.7, 1.3)
        )
        radius = self._rng.uniform(0.1, 0.17)
        ring = np.exp(-(((distance - radius) / 0.035) ** 2))
        light = np.exp(-((distance / (0.75 * radius)) ** 2))
        ring_colour = np.array([0.62, 0.85, 0.35], dtype=np.float32)
        self.density[patch.area] += (ring[..., None] * ring_colour - 0.38 * light[..., None]).astype(
            np.float32
        )

    def _patch(self, outline: Outline) -> "_Patch | None":
        height, width, _ = self.density.shape
        reach = outline.reach + 9
        left, right = max(0, int(outline.x - reach)), min(width, int(outline.x + reach) + 1)
        top, bottom = max(0, int(outline.y - reach)), min(height, int(outline.y + reach) + 1)
        if left >= right or top >= bottom:
            return None
        return _Patch(outline, left, top, right, bottom)


class _Patch:
    """The pixels around an outline, with their distance to its centre and to its edge in image pixels."""

    def __init__(self, outline: Outline, left: int, top: int, right: int, bottom: int) -> None:
        self.area = (slice(top, bottom), slice(left, right))
        # Pixel (0, 0) covers [0, 1) × [0, 1): its centre is at one half.
        self.x = np.arange(left, right, dtype=np.float32)[None, :] + np.float32(0.5)
        self.y = np.arange(top, bottom, dtype=np.float32)[:, None] + np.float32(0.5)
        self.dx, self.dy = self.x - np.float32(outline.x), self.y - np.float32(outline.y)
        self.distance = np.hypot(self.dx, self.dy)
        self.radius = _radius_at(outline, self.dx, self.dy)
        self.share = self.distance / self.radius
        self.depth = self.radius - self.distance

    def shifted(self, centre: tuple[float, float]) -> Plane:
        """The share of the radius as seen from a centre moved by `centre` (shares of the radius)."""
        x, y = np.float32(centre[0]), np.float32(centre[1])
        shifted: Plane = np.hypot(self.dx / self.radius - x, self.dy / self.radius - y)
        return shifted


def _radius_at(outline: Outline, dx: Plane, dy: Plane) -> Plane:
    angle = np.arctan2(dy, dx) * np.float32(ANGLES / (2 * np.pi))
    table = np.append(outline.radii, outline.radii[0]).astype(np.float32)
    turn = np.where(angle < 0, angle + ANGLES, angle)
    low = np.clip(turn.astype(np.int32), 0, ANGLES - 1)
    part = turn - low
    return table[low] * (1 - part) + table[low + 1] * part


def _cover(depth: NDArray[np.floating], softness: float) -> Plane:
    """0 outside, 1 inside, and a smooth step of about two `softness` pixels between: the anti-aliasing."""
    t = np.clip(depth / (2 * softness) + 0.5, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def _biconcave(shifted: Plane, share: Plane, pallor: float) -> Plane:
    """Thickness of a red cell, 1 at its thickest, from the share of its radius.

    The profile is that of Evans and Fung (Microvascular Research 4, 1972), mixed with a flat disc for
    the cells that dried without a pale centre.
    """
    s = np.clip(shifted, 0, 1) ** 2
    concave = (0.207 + 2.003 * s - 1.123 * s * s) ** np.float32(1.5)
    disc = np.float32(0.95)
    shoulder = np.clip(1 - share**2, 0, 1) ** np.float32(0.16)
    return (pallor * concave + (1 - pallor) * disc) * shoulder


def _lobed_depth(patch: _Patch, lobes: tuple[Lobe, ...]) -> Plane:
    """Distance to the edge of the nucleus, positive inside; lobes melt together, thin threads join them."""
    depths = [_lobe_depth(patch, lobe) for lobe in lobes]
    depths += [_thread_depth(patch, one, other) for one, other in itertools.pairwise(lobes)]
    melt = np.float32(2.6)
    highest = np.maximum.reduce(depths)
    total = np.add.reduce([np.exp((depth - highest) / melt) for depth in depths])
    melted: Plane = highest + melt * np.log(total)
    return melted


def _lobe_depth(patch: _Patch, lobe: Lobe) -> Plane:
    dx, dy = patch.x - np.float32(lobe.x), patch.y - np.float32(lobe.y)
    cos, sin = np.float32(np.cos(lobe.angle)), np.float32(np.sin(lobe.angle))
    along, across = (dx * cos + dy * sin) / lobe.long, (dy * cos - dx * sin) / lobe.short
    return ((1 - np.hypot(along, across)) * min(lobe.long, lobe.short)).astype(np.float32)


def _thread_depth(patch: _Patch, one: Lobe, other: Lobe) -> Plane:
    vx, vy = other.x - one.x, other.y - one.y
    dx, dy = patch.x - np.float32(one.x), patch.y - np.float32(one.y)
    along = np.clip((dx * vx + dy * vy) / (vx * vx + vy * vy), 0, 1)
    return (3.2 - np.hypot(dx - along * vx, dy - along * vy)).astype(np.float32)
