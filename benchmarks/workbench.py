"""The annotation screen in headless Chromium: many shapes on an image, a long text with many spans, and from task to task.

Chromium draws on the processor here, which it shares with the server. The same is done in the same run with a fiftieth of the
shapes: that ratio, and not the milliseconds, says what many shapes cost.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.figures import Figure, median, percentile
from tests.jobs.world import Lab, Person, packed
from tests.stack import PASSWORD, Stack

BOXES, POLYGONS, SPANS, LETTERS = 5_000, 2_000, 5_000, 1_000_000
FEWER, FRAMES, TASKS = 50, 120, 12
SIDE: Final = 4_000  # pixels of the image
WORDS: Final = (
    "the cell",
    "grew",
    "세포가",
    "서울에서",
    "吾輩は",
    "猫である。",
    "👩‍🔬",
    "in Busan",
    "slowly",
    "한강바이오",
)
SHAPES: Final[dict[str, Any]] = {
    "input": "image",
    "fields": [
        {
            "key": "cells",
            "type": "regions",
            "labels": [
                {"key": "box", "colour": "#e0504a", "geometry": "box"},
                {"key": "outline", "colour": "#3d7fe0", "geometry": "polygon"},
            ],
        }
    ],
}
NAMES: Final[dict[str, Any]] = {
    "input": "text",
    "fields": [
        {
            "key": "names",
            "type": "spans",
            "overlap": True,
            "labels": [{"key": "person", "colour": "#3d7fe0"}, {"key": "place", "colour": "#2f9e63"}],
        }
    ],
}
CHOICE: Final[dict[str, Any]] = {
    "input": "text",
    "fields": [
        {
            "key": "intent",
            "type": "choice",
            "options": [{"key": "yes", "shortcut": "y"}, {"key": "no", "shortcut": "n"}],
        }
    ],
}
# Each does something at the start of every frame, and gives how long the frames took, in milliseconds.
ZOOM_AND_PAN: Final = """
async (frames) => {
  const stage = document.querySelector('[role=application]');
  const { left, top, width, height } = stage.getBoundingClientRect();
  const took = [];
  let last = await new Promise(requestAnimationFrame);
  for (let at = 0; at < frames; at++) {
    const isZoom = at % 2 === 0;
    const deltaY = (Math.floor(at / 30) % 2 === 0 ? -1 : 1) * (isZoom ? 60 : 40);
    stage.dispatchEvent(new WheelEvent('wheel', {
      deltaY, altKey: !isZoom, bubbles: true, cancelable: true,
      clientX: left + width / 2, clientY: top + height / 2,
    }));
    const now = await new Promise(requestAnimationFrame);
    took.push(now - last);
    last = now;
  }
  return took;
}
"""
SCROLL: Final = """
async (frames) => {
  const text = document.querySelector('[role=textbox][aria-readonly]');
  const step = (text.scrollHeight - text.clientHeight) / frames;
  const took = [];
  let last = await new Promise(requestAnimationFrame);
  for (let at = 0; at < frames; at++) {
    text.scrollTop += step;
    const now = await new Promise(requestAnimationFrame);
    took.push(now - last);
    last = now;
  }
  text.scrollTop = 0;
  return took;
}
"""
# A key of the editor, and how long until what it does is painted.
PRESS: Final = """
async ([selector, keys]) => {
  const took = [];
  for (const [key, options] of keys) {
    const before = performance.now();
    const target = document.querySelector(selector);
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }));
    await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done));
    took.push(performance.now() - before);
  }
  return took;
}
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds: until the item stands there, of each frame, of each selection."""

    opened: float
    frames: list[float]
    selections: list[float]


def measure(*, quick: bool) -> list[Figure]:
    share = 10 if quick else 1
    with _browser() as (lab, browser):
        few = _image(lab, browser, BOXES // share // FEWER, POLYGONS // share // FEWER)
        many = _image(lab, browser, BOXES // share, POLYGONS // share)
        short = _text(lab, browser, LETTERS // share // FEWER, SPANS // share // FEWER)
        long = _text(lab, browser, LETTERS // share, SPANS // share)
        one_line = _text(lab, browser, LETTERS // share, SPANS // share, is_one_line=True)
        hops = _tasks(lab, browser)
    shapes = f"{(BOXES + POLYGONS) // share:,} shapes"
    letters = f"{LETTERS // share:,} letters, {SPANS // share:,} spans"
    return [
        *_figures(f"image, {shapes}", many, few, "pan and zoom"),
        *_figures(f"text, {letters}", long, short, "scroll"),
        *_figures(f"one line, {letters}", one_line, short, "scroll"),
        Figure(
            "submit → next task on the screen",
            median(hops),
            "ms",
            p50_ms=percentile(hops, 0.5),
            p95_ms=percentile(hops, 0.95),
            aim="< 50 ms",
        ),
    ]


def _figures(name: str, seen: Seen, floor: Seen, moving: str) -> Iterator[Figure]:
    than = f"a {FEWER}th of it"
    yield Figure(f"{name}: open", seen.opened, "ms", floor.opened, than, aim="< 1000 ms")
    for what, ours, theirs, aim in (
        (f"frame, {moving}", seen.frames, floor.frames, "< 16.7 ms"),
        ("select the next", seen.selections, floor.selections, ""),
    ):
        yield Figure(
            f"{name}: {what}",
            median(ours),
            "ms",
            median(theirs),
            than,
            p50_ms=percentile(ours, 0.5),
            p95_ms=percentile(ours, 0.95),
            aim=aim,
        )


@contextmanager
def _browser() -> Iterator[tuple[Lab, Browser]]:
    chromium = os.environ.get("LABELWRIGHT_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        raise SystemExit("There is no Chromium on this machine (Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder))
        try:
            stack.start()
            stack.found()
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            yield Lab(stack), browser
            browser.close()
        finally:
            stack.stop()


def _page(
    lab: Lab, browser: Browser, document: dict[str, Any], files: dict[str, bytes]
) -> tuple[Page, Person, str]:
    """Somebody logged in who has these items to do; their person, and the project."""
    project = lab.project(document)
    lab.imported(project, "items.zip", packed(files))
    email = f"{project}@example.test"
    person = lab.joined(lab.invited(email, {project: "annotator"}))
    lab.opened_batch(project, [person], review_policy="none")
    page = browser.new_context(base_url=lab.stack.url, viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects**")
    return page, person, project


def _seen(page: Page, lab: Lab, project: str, stage: str, moving: str) -> Seen:
    slug = lab.owner.get(f"/projects/{project}")["slug"]
    page.goto(f"/projects/{slug}/label")
    page.locator('[role=tree] [aria-level="2"]').first.wait_for()
    opened = float(page.evaluate("performance.now()"))
    expect(page.locator(stage)).to_be_focused()
    page.wait_for_load_state("networkidle")
    frames = page.evaluate(moving, FRAMES)
    selections = page.evaluate(PRESS, [stage, [["]", {}]] * 20])
    page.context.close()
    return Seen(opened, frames, selections)


def _image(lab: Lab, browser: Browser, boxes: int, polygons: int) -> Seen:
    out = io.BytesIO()
    Image.effect_noise((SIDE, SIDE), 40).convert("RGB").save(out, "JPEG", quality=60)
    page, person, project = _page(lab, browser, SHAPES, {"image.jpg": out.getvalue()})
    chance = random.Random(5)
    regions = [
        {
            "id": f"r{number}",
            "label": "box" if number < boxes else "outline",
            "geometry": _geometry(chance, is_box=number < boxes),
            "attributes": {},
        }
        for number in range(boxes + polygons)
    ]
    person.begins_next(project, {"cells": {"regions": regions}})
    return _seen(page, lab, project, "[role=application]", ZOOM_AND_PAN)


def _geometry(chance: random.Random, *, is_box: bool) -> dict[str, Any]:
    x, y = chance.uniform(60, SIDE - 60), chance.uniform(60, SIDE - 60)
    if is_box:
        return {"type": "box", "box": [x, y, chance.uniform(10, 50), chance.uniform(10, 50)]}
    points = [[x + chance.uniform(8, 40) * dx, y + chance.uniform(8, 40) * dy] for dx, dy in _AROUND]
    return {"type": "polygon", "points": points}


_AROUND: Final = (
    *((1.0, 0.0), (0.87, 0.5), (0.5, 0.87), (0.0, 1.0), (-0.5, 0.87), (-0.87, 0.5)),
    *((-1.0, 0.0), (-0.87, -0.5), (-0.5, -0.87), (0.0, -1.0), (0.5, -0.87), (0.87, -0.5)),
)


def _text(lab: Lab, browser: Browser, letters: int, spans: int, *, is_one_line: bool = False) -> Seen:
    chance = random.Random(6)
    words: list[str] = []
    length = 0
    while length < letters:
        words.append(chance.choice(WORDS) + (" " if is_one_line or chance.random() > 0.03 else "\n"))
        length += len(words[-1])
    text = "".join(words)
    page, person, project = _page(lab, browser, NAMES, {"text.txt": text.encode()})
    starts = sorted(chance.sample(range(len(text) - 40), spans))
    made = [
        {
            "id": f"s{number}",
            "label": ("person", "place")[number % 2],
            "start": start,
            "end": start + chance.randint(3, 30),
            "attributes": {},
        }
        for number, start in enumerate(starts)
    ]
    person.begins_next(project, {"names": {"spans": made}})
    return _seen(page, lab, project, "[role=textbox][aria-readonly]", SCROLL)


def _tasks(lab: Lab, browser: Browser) -> list[float]:
    """From handing one in to the next one standing there, in the page's own time."""
    files = {f"{number}.txt": f"Text number {number}".encode() for number in range(TASKS + 1)}
    page, _, project = _page(lab, browser, CHOICE, files)
    slug = lab.owner.get(f"/projects/{project}")["slug"]
    page.goto(f"/projects/{slug}/label")
    page.locator("[data-reading]").first.wait_for()
    page.wait_for_load_state("networkidle")
    took = []
    for _ in range(TASKS - 1):
        page.keyboard.press("y")
        page.wait_for_timeout(250)
        took.append(float(page.evaluate(_HOP)))
    page.context.close()
    return took


_HOP: Final = """
async () => {
  const shown = () => document.querySelector('[data-reading] blockquote')?.textContent;
  const before = shown();
  const start = performance.now();
  document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
  );
  while (shown() === before) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}
"""
