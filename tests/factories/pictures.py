"""Pictures as people bring them."""

from __future__ import annotations

import hashlib
import io
from itertools import count

from PIL import Image

from guidelines.models import Picture, Project
from guidelines.services.pictures import Drawn, store_picture
from labelwright.accounts.principal import Principal

_SHADES = count(1)


def brought(project: Project, who: Principal, *, shade: int | None = None) -> Picture:
    """A picture of the person's, another one each time unless the shade is said. Its bytes are drawn already."""
    colour = next(_SHADES) if shade is None else shade
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (colour >> 16 & 255, colour >> 8 & 255, colour & 255)).save(
        out, "WEBP", lossless=True
    )
    content = out.getvalue()
    return store_picture(project, Drawn(content, hashlib.sha256(content).hexdigest(), 30, 20), by=who)


def shown(picture: Picture, words: str = "two cells") -> str:
    """How a text shows the picture."""
    return f"![{words}](picture:{picture.key})"
