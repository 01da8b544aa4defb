"""Made-up photographs of stained blood smears whose cells are known exactly.

The demo ships with no foreign data: everything here comes from a seed. The same seed gives the same pixels.
"""

import io
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from PIL import Image

from labelwright.config.demo.smear.camera import debris, expose, photograph
from labelwright.config.demo.smear.layout import VISIBLE_SHARE, Layout, lay_out, overlapping
from labelwright.config.demo.smear.outline import Box, Outline
from labelwright.config.demo.smear.paint import Painter, mix_stain

CellLabel = Literal["rbc", "wbc", "platelet"]
LOBES = ("one", "two", "three", "four", "five")
SMEARS = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the truth. `box` is (x, y, width, height) in image pixels, clipped to the image."""

    label: CellLabel
    box: Box
    attributes: dict[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Smear:
    image: Image.Image
    cells: list[Cell]
    focus: Literal["good", "poor"]


def render_smear(seed: int, width: int = 640, height: int = 480) -> Smear:
    """A smear with its truth; the same pixels and cells for the same arguments.

    8–25 red cells, 0–2 white cells and 0–5 platelets are in the truth. Cells of which less than a quarter
    lies inside the image are painted but not listed.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    layout = lay_out(rng, width, height)
    exposure = expose(rng)
    image = photograph(_density(layout, rng), exposure, rng)
    return Smear(image, _truth(layout), "good" if exposure.in_focus else "poor")


def encode_jpeg(image: Image.Image) -> bytes:
    """The image as JPEG, with the settings that every file of the demo has."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88, subsampling="4:2:0", optimize=False)
    return out.getvalue()


def _density(layout: Layout, rng: np.random.Generator) -> np.ndarray:
    painter = Painter(layout, mix_stain(rng), rng)
    for red in layout.red:
        painter.red_cell(red)
    for white in layout.white:
        painter.white_cell(white)
    for platelet in layout.platelets:
        painter.platelet(platelet)
    specks = debris(rng, layout.width, layout.height)
    return painter.density + specks[..., None] * np.array([0.9, 1.0, 0.7], dtype=np.float32)


def _truth(layout: Layout) -> list[Cell]:
    outlines = [cell.outline for cell in layout.red] + [cell.outline for cell in layout.white]
    cells = [_cell(layout, "rbc", c.outline, {"overlapping": overlapping(c, outlines)}) for c in layout.red]
    cells += [_cell(layout, "wbc", c.outline, {"lobes": LOBES[len(c.lobes) - 1]}) for c in layout.white]
    cells += [_cell(layout, "platelet", c.outline, {}) for c in layout.platelets]
    return [cell for cell in cells if cell is not None]


def _cell(
    layout: Layout, label: CellLabel, outline: Outline, attributes: dict[str, str | bool]
) -> Cell | None:
    box, share = outline.visible(layout.width, layout.height)
    if box is None or share < VISIBLE_SHARE:
        return None
    return Cell(label, box, attributes)
