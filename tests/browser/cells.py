"""Pascal VOC images of blood cells to import: the real ones where they are, else those of the demo's renderer."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from labelwright.config.demo.cells import encode_jpeg, render_smear

NAMES = {"rbc": "RBC", "wbc": "WBC", "platelet": "Platelets"}
RENDERED = 12


@dataclass(frozen=True)
class Slide:
    """An image with the labels that its VOC file gives it."""

    name: str
    image: bytes
    xml: bytes

    @property
    def labels(self) -> Counter[str]:
        return Counter(each.text or "" for each in ET.fromstring(self.xml).iterfind("object/name"))


def slides(shared: Path | None) -> list[Slide]:
    if shared and (shared / "bccd").is_dir():
        return _real(shared / "bccd")
    return [_rendered(seed) for seed in range(1, RENDERED + 1)]


def _real(folder: Path) -> list[Slide]:
    return [
        Slide(path.stem, path.read_bytes(), (folder / "Annotations" / f"{path.stem}.xml").read_bytes())
        for path in sorted((folder / "JPEGImages").glob("*.jpg"))
    ]


def _rendered(seed: int) -> Slide:
    smear, name = render_smear(seed), f"smear_{seed:03}"
    root = ET.Element("annotation")
    ET.SubElement(root, "filename").text = f"{name}.jpg"
    size = ET.SubElement(root, "size")
    for key, value in (("width", smear.image.width), ("height", smear.image.height), ("depth", 3)):
        ET.SubElement(size, key).text = str(value)
    for cell in smear.cells:
        part = ET.SubElement(root, "object")
        ET.SubElement(part, "name").text = NAMES[cell.label]
        x, y, width, height = cell.box
        corners = {"xmin": x, "ymin": y, "xmax": x + width, "ymax": y + height}
        box = ET.SubElement(part, "bndbox")
        for key, value in corners.items():
            ET.SubElement(box, key).text = str(round(value))
    return Slide(name, encode_jpeg(smear.image), ET.tostring(root))


def voc_zip(slides: list[Slide]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for slide in slides:
            archive.writestr(f"JPEGImages/{slide.name}.jpg", slide.image)
            archive.writestr(f"Annotations/{slide.name}.xml", slide.xml)
    return out.getvalue()
