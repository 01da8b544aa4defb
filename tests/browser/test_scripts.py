"""Texts of any script are marked where they stand, also where lines run from right to left, and stored to the code point."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_relations import Relater, relater

__all__ = ["relater"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINES = (
    "𝔸da 👩‍🔬 met 이순신.",  # letters and signs of two UTF-16 units, and one of several code points
    "吾輩は猫である。𠮷野家",
    "مرحبا بالعالم من Seoul اليوم",
    "שלום עולם",
)
SPANS = {
    "𝔸da": "person",
    "👩‍🔬": "firm",
    "이순신": "person",
    "𠮷野家": "firm",
    "بالعالم": "place",
    "Seoul": "place",
}


@pytest.fixture
def content() -> str:
    return "\n".join(LINES)


@pytest.fixture(params=[1, 2], ids=["one device pixel", "two device pixels"])
def options(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"device_scale_factor": request.param}


def test_words_of_any_script_marked_with_the_mouse_are_stored(relater: Relater) -> None:
    for number, (words, label) in enumerate(SPANS.items(), start=1):
        relater.marks(words, label)
        relater.has_spans(number)
    first, last = relater.box("مرحبا"), relater.box("اليوم")
    assert first["left"] > last["right"]  # it begins at the right

    assert relater.submits()["spans"] == SPANS


def test_in_a_line_from_right_to_left_the_keys_go_where_they_point(relater: Relater) -> None:
    relater.press("ArrowDown", "ArrowDown", "Home")
    relater.press(*["Shift+ArrowLeft"] * len("مرحبا"), "1")
    relater.has_spans(1)
    relater.press("Escape", "ArrowDown", "Home", "ArrowLeft", "ArrowRight")
    relater.press(*["Shift+ArrowLeft"] * len("שלום"), "2")
    relater.has_spans(2)
    relater.press("Alt+ArrowRight")

    assert relater.submits()["spans"] == {"مرحبا": "person", "שלו": "firm"}
