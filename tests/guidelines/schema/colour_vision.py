"""How far apart colours look, to people with and without colour blindness.

Simulation: Machado, Oliveira, Fernandes (2009), severity 1. Difference: CIEDE2000, checked against Sharma,
Wu, Dalal (2005).
"""

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.float64]

VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colours: list[str]) -> Colours:
    """Linear RGB, 0 to 1, of hexadecimal sRGB colours."""
    encoded = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def lab(rgb: Colours) -> Colours:
    """CIE L*a*b* (D65) of linear RGB."""
    t = np.clip(rgb, 0, 1) @ _TO_XYZ.T / _WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1
    )


def seen(colours: list[str], vision: str) -> Colours:
    """L*a*b* of `colours` as they look with this kind of vision."""
    return lab(linear(colours) @ VISIONS[vision].T)


def difference(one: Colours, other: Colours) -> Colours:
    """CIEDE2000 between L*a*b* colours; 1 is just noticeable side by side, above 10 is plain at a glance."""
    l1, a1, b1 = np.moveaxis(one, -1, 0)
    l2, a2, b2 = np.moveaxis(other, -1, 0)
    c_mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(c_mean**7 / (c_mean**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dh = (h2 - h1 + 180) % 360 - 180
    dh = np.where(c1 * c2 == 0, 0, dh)
    l_mean, c_mean = (l1 + l2) / 2, (c1 + c2) / 2
    h_mean = np.where(c1 * c2 == 0, h1 + h2, h1 + dh / 2) % 360
    t = (
        1
        - 0.17 * np.cos(np.radians(h_mean - 30))
        + 0.24 * np.cos(np.radians(2 * h_mean))
        + 0.32 * np.cos(np.radians(3 * h_mean + 6))
        - 0.20 * np.cos(np.radians(4 * h_mean - 63))
    )
    sl = 1 + 0.015 * (l_mean - 50) ** 2 / np.sqrt(20 + (l_mean - 50) ** 2)
    sc, sh = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    rc = 2 * np.sqrt(c_mean**7 / (c_mean**7 + 25.0**7))
    rt = -rc * np.sin(np.radians(60 * np.exp(-(((h_mean - 275) / 25) ** 2))))
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2)) / sh
    total: Colours = np.sqrt(dl**2 + dc**2 + dh**2 + rt * dc * dh)
    return total


def contrast(colours: list[str], background: str) -> Colours:
    """WCAG contrast ratio of each colour with `background`, 1 to 21."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    front, back = linear(colours) @ weights, linear([background]) @ weights
    ratio: Colours = (np.maximum(front, back) + 0.05) / (np.minimum(front, back) + 0.05)
    return ratio
