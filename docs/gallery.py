"""`make gallery`: the pictures of docs/gallery.md. One item of each kind on the labelling screen, light and dark.

Everything on them is made here, from a seed: no foreign data is in the project.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import soundfile  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright  # noqa: E402

from guidelines.values.mask import Mask  # noqa: E402
from labelwright.config.demo.cells import Smear, encode_jpeg, render_smear  # noqa: E402
from tests.jobs.world import Lab, packed  # noqa: E402
from tests.stack import PASSWORD, Stack  # noqa: E402

GALLERY: Final = ROOT / "docs" / "images" / "gallery"
SIZE: Final[ViewportSize] = {"width": 1440, "height": 900}
Document = dict[str, Any]
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An item with its schema, and work on it. `keys` are pressed before the picture is taken."""

    name: str
    document: Document
    file: str
    content: bytes
    value: Value
    keys: tuple[str, ...] = ()


def main() -> None:
    chromium = os.environ.get("LABELWRIGHT_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no Chromium on this machine (Debian: apt-get install chromium).")
    wanted = set(sys.argv[1:])
    GALLERY.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder))
        try:
            stack.start()
            stack.found()
            lab = Lab(stack)
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for make in EXHIBITS:
                exhibit = make()
                if not wanted or exhibit.name in wanted:
                    hang(exhibit, lab, browser)
            browser.close()
        finally:
            stack.stop()


def hang(exhibit: Exhibit, lab: Lab, browser: Browser) -> None:
    """The pictures of one exhibit are in the gallery."""
    project = lab.project(exhibit.document)
    lab.imported(project, f"{exhibit.name}.zip", packed({exhibit.file: exhibit.content}))
    email = f"{exhibit.name}@example.test"
    person = lab.joined(lab.invited(email, {project: "annotator"}), name="Mina Seo")
    lab.opened_batch(project, [person], name="Pilot 1")
    person.begins_next(project, exhibit.value, seconds=94)
    slug = lab.owner.get(f"/projects/{project}")["slug"]
    page = browser.new_context(
        base_url=lab.stack.url, viewport=SIZE, locale="en-GB", reduced_motion="reduce"
    ).new_page()
    page.goto("/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects**")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"/projects/{slug}/label")
        take(page, exhibit.keys, GALLERY / f"{exhibit.name}-{scheme}.webp")
    page.context.close()


def take(page: Page, keys: tuple[str, ...], path: Path) -> None:
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.mouse.move(0, 0)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(1500)  # what is fetched later, and what is drawn after it
    with Image.open(io.BytesIO(page.screenshot())) as image:
        image.convert("RGB").save(path, quality=88, method=6)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


# ---- images ---------------------------------------------------------------------------------------------
CELLS: Final = (
    ("rbc", "Red cell", "#e0504a"),
    ("wbc", "White cell", "#3d7fe0"),
    ("platelet", "Platelet", "#e8a53c"),
)


def region(number: int, label: str, geometry: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": f"r{number}", "label": label, "geometry": geometry, "attributes": {}, **more}


def smear() -> Smear:
    """One in focus, with white cells and platelets."""
    found = (render_smear(seed, 960, 720) for seed in range(200))
    return next(
        each
        for each in found
        if each.focus == "good" and {cell.label for cell in each.cells} == {"rbc", "wbc", "platelet"}
    )


def boxes() -> Exhibit:
    """Boxes, three of them a group, and an arrow between two."""
    made = smear()
    regions = [
        region(number, cell.label, {"type": "box", "box": [round(side, 1) for side in cell.box]})
        for number, cell in enumerate(made.cells)
    ]
    red = [each for each in regions if each["label"] == "rbc"]
    white = next(each for each in regions if each["label"] == "wbc")
    for each in red[:3]:
        each["group"] = "g1"
    field = {
        "key": "cells",
        "type": "regions",
        "labels": [
            {"key": key, "name": name, "colour": colour, "geometry": "box"} for key, name, colour in CELLS
        ],
        "relations": [{"key": "touches", "titles": {"en": "touches"}, "colour": "#9a5bd0"}],
    }
    arrow = {"id": "a1", "type": "touches", "from": white["id"], "to": red[0]["id"]}
    return Exhibit(
        "boxes",
        {"input": "image", "fields": [field]},
        "smear.jpg",
        encode_jpeg(made.image),
        {"cells": {"regions": regions, "relations": [arrow]}},
        ("]",),
    )


def shapes() -> Exhibit:
    """Outlines, masks and turned boxes of the same cells."""
    made = smear()
    rows, columns = np.mgrid[: made.image.height, : made.image.width] + 0.5
    regions = []
    for number, cell in enumerate(made.cells):
        x, y, width, height = cell.box
        centre, half = (x + width / 2, y + height / 2), (width / 2, height / 2)
        if cell.label == "wbc":
            inside = ((columns - centre[0]) / half[0]) ** 2 + ((rows - centre[1]) / half[1]) ** 2 <= 0.92
            mask = Mask.from_pixels(inside)
            geometry: dict[str, Any] = {"type": "mask", "size": list(mask.size), "counts": mask.counts}
        elif cell.label == "rbc":
            angles = np.linspace(0, 2 * np.pi, 14, endpoint=False)
            points = [
                [
                    round(float(np.clip(centre[0] + half[0] * np.cos(angle), 0, made.image.width)), 1),
                    round(float(np.clip(centre[1] + half[1] * np.sin(angle), 0, made.image.height)), 1),
                ]
                for angle in angles
            ]
            geometry = {"type": "polygon", "points": points}
        else:
            geometry = {"type": "rotated_box", "rotated_box": [x, y, width, height, 20.0]}
        regions.append(region(number, cell.label, geometry))
    kinds = {"rbc": "polygon", "wbc": "mask", "platelet": "rotated_box"}
    labels = [
        {"key": key, "name": name, "colour": colour, "geometry": kinds[key]} for key, name, colour in CELLS
    ]
    document = {"input": "image", "fields": [{"key": "cells", "type": "regions", "labels": labels}]}
    return Exhibit(
        "shapes", document, "smear.jpg", encode_jpeg(made.image), {"cells": {"regions": regions}}, ("]", "]")
    )


ANT: Final = {
    "head": (250, 330),
    "thorax": (440, 345),
    "abdomen": (660, 335),
    "left_front": (330, 150),
    "left_middle": (450, 130),
    "left_back": (600, 150),
    "right_front": (330, 560),
    "right_middle": (450, 580),
    "right_back": (600, 560),
}


def keypoints() -> Exhibit:
    """A skeleton on an ant, one point of it hidden."""
    image = Image.new("RGB", (960, 720), (222, 214, 196))
    grain = np.random.Generator(np.random.PCG64(7)).normal(0, 6, (720, 960, 1))
    draw = ImageDraw.Draw(image)
    legs = [name for name in ANT if "_" in name]
    for leg in legs:
        (x, y), (fx, fy) = ANT["thorax"], ANT[leg]
        knee = ((x + fx) / 2 - 20, (y + 2 * fy) / 3)
        draw.line([(x, y), knee, (fx, fy)], fill=(92, 52, 34), width=12, joint="curve")
    for name, size in (("head", (80, 70)), ("thorax", (95, 55)), ("abdomen", (140, 95))):
        x, y = ANT[name]
        draw.ellipse((x - size[0], y - size[1], x + size[0], y + size[1]), fill=(120, 62, 36))
    photo = Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))
    skeleton = {
        "points": [{"key": name, "name": name.replace("_", " ").capitalize()} for name in ANT],
        "edges": [["head", "thorax"], ["thorax", "abdomen"], *(["thorax", leg] for leg in legs)],
    }
    label = {"key": "ant", "name": "Ant", "colour": "#1f9e8f", "geometry": "keypoints", "skeleton": skeleton}
    points = [[x, y, 1 if name == "right_back" else 2] for name, (x, y) in ANT.items()]
    return Exhibit(
        "keypoints",
        {"input": "image", "fields": [{"key": "animals", "type": "regions", "labels": [label]}]},
        "ant.jpg",
        encode_jpeg(photo),
        {"animals": {"regions": [region(1, "ant", {"type": "keypoints", "keypoints": points})]}},
        ("]",),
    )


# ---- texts ----------------------------------------------------------------------------------------------
NEWS: Final = (
    "Kim Seoyeon joined Hankang Bio in Busan, where 👩‍🔬 Dr. Haruka Sato leads the laboratory.\n\n"
    "김서연은 지난주 부산의 한강바이오에 합류했다. 연구소는 사토 하루카 박사가 이끈다.\n\n"
    "佐藤春香博士は東京大学を卒業し、釜山の研究所を率いている。\n\n"
    "انضمت كيم سيويون إلى شركة هانكانغ بيو في مدينة بوسان."
)


def spans() -> Exhibit:
    """Names in four scripts, and who works where."""
    names = {
        "person": ["Kim Seoyeon", "Haruka Sato", "김서연", "사토 하루카", "佐藤春香", "كيم سيويون"],
        "firm": ["Hankang Bio", "한강바이오", "東京大学", "هانكانغ بيو"],
        "place": ["Busan", "부산", "釜山", "بوسان"],
    }
    found = sorted(
        ((NEWS.index(words), words, label) for label, all_words in names.items() for words in all_words)
    )
    made = [
        {"id": f"s{at}", "label": label, "start": at, "end": at + len(words), "attributes": {}}
        for at, words, label in found
    ]
    by_words = {words: f"s{at}" for at, words, _ in found}
    arrows = [
        {"id": "a1", "type": "works_for", "from": by_words["Kim Seoyeon"], "to": by_words["Hankang Bio"]},
        {"id": "a2", "type": "lives_in", "from": by_words["Haruka Sato"], "to": by_words["Busan"]},
    ]
    field = {
        "key": "names",
        "type": "spans",
        "labels": [
            {"key": "person", "name": "Person", "colour": "#3d7fe0"},
            {"key": "firm", "name": "Company", "colour": "#c8681e"},
            {"key": "place", "name": "Place", "colour": "#2f9e63"},
        ],
        "relations": [
            {"key": "works_for", "titles": {"en": "works for"}, "colour": "#b8478f"},
            {"key": "lives_in", "titles": {"en": "works in"}, "colour": "#6a6fd8"},
        ],
    }
    value = {"names": {"spans": made, "relations": arrows}}
    return Exhibit("spans", {"input": "text", "fields": [field]}, "news.txt", NEWS.encode(), value)


def choices() -> Exhibit:
    """A text that is read and judged."""
    options = ("Order status", "Return or exchange", "Payment", "Account", "Something else")
    document = {
        "input": "text",
        "fields": [
            {
                "key": "intent",
                "type": "choice",
                "titles": {"en": "What does the customer want?"},
                "required": True,
                "options": [
                    {"key": f"o{number}", "name": name, "shortcut": str(number + 1)}
                    for number, name in enumerate(options)
                ],
            },
            {
                "key": "tone",
                "type": "rating",
                "titles": {"en": "How friendly is it?"},
                "maximum": 5,
            },
        ],
    }
    text = "Hi! The lamp arrived on Tuesday, but the glass has a crack. Could you send me another one, please? 🙏"
    value = {"intent": {"choice": "o1"}, "tone": {"rating": 4}}
    return Exhibit("choices", document, "mail.txt", text.encode(), value)


# ---- sounds ---------------------------------------------------------------------------------------------
def sound() -> Exhibit:
    """Two voices and a noise, made of tones."""
    rate, seconds = 16_000, 8.0
    rng = np.random.Generator(np.random.PCG64(3))
    samples = rng.normal(0, 0.004, round(rate * seconds))
    turns = (
        (0.4, 2.3, 130.0, "ada"),
        (2.6, 4.9, 205.0, "ben"),
        (5.2, 5.8, 0.0, "noise"),
        (6.1, 7.6, 130.0, "ada"),
    )
    for start, end, pitch, _ in turns:
        moments = np.arange(round((end - start) * rate)) / rate
        beat = np.abs(np.sin(np.pi * moments * 3.1)) ** 1.5 * np.sin(np.pi * moments / (end - start)) ** 0.5
        if pitch:
            glide = pitch * (1 + 0.12 * np.sin(2 * np.pi * 1.3 * moments))
            phase = 2 * np.pi * np.cumsum(glide) / rate
            voice = sum(np.sin(part * phase) / part for part in range(1, 16))
        else:
            voice = rng.normal(0, 1.0, len(moments))
        first = round(start * rate)
        samples[first : first + len(moments)] += 0.28 * beat * voice
    out = io.BytesIO()
    soundfile.write(out, np.clip(samples, -1, 1).astype(np.float32), rate, format="WAV", subtype="PCM_16")
    said = (
        "So how did it go yesterday?",
        "Better than we thought, although it took all day.",
        "",
        "And tomorrow?",
    )
    segments = [
        {
            "id": f"s{number}",
            "label": label,
            "start": start,
            "end": end,
            "attributes": {"said": said[number]} if said[number] else {},
        }
        for number, (start, end, _, label) in enumerate(turns)
    ]
    speech = [{"key": "said", "type": "text", "titles": {"en": "Transcript"}}]
    labels = [
        {"key": "ada", "name": "Ada", "colour": "#0a7aa8", "attributes": speech},
        {"key": "ben", "name": "Ben", "colour": "#8a57c7", "attributes": speech},
        {"key": "noise", "name": "Noise", "colour": "#b4552d"},
    ]
    document = {"input": "audio", "fields": [{"key": "speech", "type": "segments", "labels": labels}]}
    return Exhibit(
        "sound", document, "talk.wav", out.getvalue(), {"speech": {"segments": segments}}, ("]", "]")
    )


EXHIBITS: Final[tuple[Callable[[], Exhibit], ...]] = (boxes, shapes, keypoints, spans, choices, sound)


if __name__ == "__main__":
    main()
