"""From optical density to a photograph: lamp, dust, focus, colour fringes and sensor noise."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from labelwright.config.demo.smear.paint import Plane, noise


@dataclass(frozen=True, slots=True)
class Exposure:
    """How one photograph was taken. `blur` is the standard deviation of the defocus in pixels."""

    blur: float
    in_focus: bool


def expose(rng: np.random.Generator) -> Exposure:
    """One photograph in six is out of focus; the others differ a little."""
    in_focus = bool(rng.random() > 1 / 6)
    return Exposure(float(rng.uniform(0.55, 1.05) if in_focus else rng.uniform(2.6, 3.8)), in_focus)


def photograph(density: Plane, exposure: Exposure, rng: np.random.Generator) -> Image.Image:
    """The RGB photograph of a smear of that density (height, width, 3)."""
    height, width, _ = density.shape
    light = _lamp(rng, width, height) * np.exp(-density)
    image = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
    image = _fringe(image.filter(ImageFilter.GaussianBlur(exposure.blur)), rng.uniform(0.0004, 0.0016))
    return _sense(image, rng)


def _lamp(rng: np.random.Generator, width: int, height: int) -> Plane:
    """The empty slide: a warm pale tone, brightest somewhere near the middle, dimmer in the corners."""
    tone = np.array([225, 218, 206]) + rng.normal(0, 1.6, 3) + rng.normal(0, 3.0)
    x = (np.arange(width, dtype=np.float32)[None, :] / width - rng.uniform(0.38, 0.62)) * np.float32(
        width / height
    )
    y = np.arange(height, dtype=np.float32)[:, None] / height - rng.uniform(0.38, 0.62)
    square = x * x + y * y
    fall = 1 + 0.03 - rng.uniform(0.10, 0.20) * square - rng.uniform(0.02, 0.08) * square * square
    tilt = rng.uniform(-0.05, 0.05) * x + rng.uniform(-0.05, 0.05) * y
    film = 0.006 * noise(rng, width, height, 90) + 0.004 * noise(rng, width, height, 30)
    warmth = np.array([0.0, -0.006, -0.016], dtype=np.float32) * np.sqrt(square)[..., None]
    shape = (fall + tilt + film)[..., None] + warmth
    return (tone.astype(np.float32) * shape).astype(np.float32)


def debris(rng: np.random.Generator, width: int, height: int) -> Plane:
    """Density of stain specks, dust out of focus and faint rings, over the whole smear (height, width)."""
    plane = np.zeros((height, width), dtype=np.float32)
    for _ in range(int(rng.integers(3, 10))):
        _blot(
            plane, rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.7, 1.7), rng.uniform(0.2, 0.9)
        )
    for _ in range(int(rng.integers(0, 4))):
        _blot(
            plane, rng.uniform(0, width), rng.uniform(0, height), rng.uniform(5, 14), rng.uniform(0.04, 0.13)
        )
    for _ in range(int(rng.integers(0, 6))):
        x, y, size = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(1.6, 3.2)
        _blot(plane, x, y, 1.7 * size, 0.12)
        _blot(plane, x, y, size, -0.22)
    return plane


def _blot(plane: Plane, x: float, y: float, size: float, strength: float) -> None:
    height, width = plane.shape
    reach = int(3 * size) + 1
    left, right = max(0, int(x) - reach), min(width, int(x) + reach + 1)
    top, bottom = max(0, int(y) - reach), min(height, int(y) + reach + 1)
    dx = np.arange(left, right, dtype=np.float32)[None, :] + 0.5 - x
    dy = np.arange(top, bottom, dtype=np.float32)[:, None] + 0.5 - y
    plane[top:bottom, left:right] += strength * np.exp(-(dx * dx + dy * dy) / (2 * size * size))


def _fringe(image: Image.Image, spread: float) -> Image.Image:
    """Lateral colour: red is magnified a little more and blue a little less than green, around the centre."""
    red, green, blue = image.split()
    return Image.merge("RGB", (_magnify(red, 1 + spread), green, _magnify(blue, 1 - spread)))


def _magnify(channel: Image.Image, factor: float) -> Image.Image:
    width, height = channel.size
    box = (width / 2 * (1 - 1 / factor), height / 2 * (1 - 1 / factor))
    matrix = (1 / factor, 0, box[0], 0, 1 / factor, box[1])
    grown = channel.transform(channel.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    if (
        factor < 1
    ):  # The outermost pixels have no source; the unmoved channel is right to a fraction of a pixel.
        inner = grown.crop((1, 1, width - 1, height - 1))
        grown = channel.copy()
        grown.paste(inner, (1, 1))
    return grown


def _sense(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Grain: fine luminance noise, and coarser colour noise as demosaicing leaves it."""
    width, height = image.size
    pixels = np.asarray(image, dtype=np.float32)
    strength = rng.uniform(1.0, 2.2)
    luminance = rng.standard_normal((height, width), dtype=np.float32) * np.float32(strength)
    colour = np.stack([noise(rng, width, height, 3) for _ in range(3)], axis=-1) * np.float32(0.8 * strength)
    noisy = pixels + luminance[..., None] + colour
    return Image.fromarray(np.clip(noisy + np.float32(0.5), 0, 255).astype(np.uint8))
