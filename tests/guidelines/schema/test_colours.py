from itertools import combinations

import numpy as np
import pytest

from guidelines.schema.colours import PALETTE, assign_colours
from guidelines.schema.parse import parse_document
from tests.guidelines.schema.colour_vision import VISIONS, contrast, difference, seen


def closest(count: int, vision: str) -> float:
    lab = seen(list(PALETTE[:count]), vision)
    return min(float(difference(lab[i], lab[j])) for i, j in combinations(range(count), 2))


def test_the_difference_agrees_with_published_pairs() -> None:
    one = np.array([[50, 2.6772, -79.7751], [50, 2.5, 0], [2.0776, 0.0795, -1.1350]])
    other = np.array([[50, 0, -82.7485], [73, 25, -18], [0.9033, -0.0636, -0.5514]])

    assert difference(one, other) == pytest.approx([2.0425, 27.1492, 0.9082], abs=1e-4)


@pytest.mark.parametrize("vision", VISIONS)
def test_the_first_eight_colours_differ_at_a_glance_to_everybody(vision: str) -> None:
    assert closest(8, vision) > 17


@pytest.mark.parametrize("vision", VISIONS)
def test_all_colours_can_be_told_apart_side_by_side(vision: str) -> None:
    assert closest(20, vision) > 6


@pytest.mark.parametrize("background", ["#ffffff", "#1a1b1e"])
def test_every_colour_can_be_seen_on_light_and_dark(background: str) -> None:
    assert contrast(list(PALETTE), background).min() > 1.6


def test_missing_colours_are_filled_and_given_ones_stay() -> None:
    labels = [{"key": "a"}, {"key": "b", "colour": PALETTE[0]}, {"key": "c"}]
    schema = parse_document({"input": "text", "fields": [{"key": "f", "type": "spans", "labels": labels}]})

    coloured = assign_colours(schema)

    assert [label.colour for label in coloured.fields[0].all_labels] == [PALETTE[1], PALETTE[0], PALETTE[2]]


def test_colours_repeat_only_after_the_palette_is_used_up() -> None:
    options = [{"key": f"o{number}"} for number in range(25)]
    schema = parse_document({"input": "text", "fields": [{"key": "f", "type": "choice", "options": options}]})

    colours = [option.colour for option in assign_colours(schema).fields[0].all_options]

    assert colours == [*PALETTE, *PALETTE[:5]]
