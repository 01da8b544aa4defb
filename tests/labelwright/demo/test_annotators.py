"""Simulated annotators: repeatable, within the rules, and as good as their skill."""

import re
from typing import Any

import pytest

from labelwright.config.demo.annotators import (
    EXACT,
    EXPERT,
    GOOD,
    HASTY,
    MISTAKEN_CELLS,
    MISTAKEN_ENTITIES,
    MISTAKEN_INTENTS,
    Skill,
    annotate_cells,
    answer_intent,
    mark_entities,
    rng_for,
    seconds_spent,
)
from labelwright.config.demo.cells import Smear, render_smear
from labelwright.config.demo.review import ACCEPTED, review_cells, review_entities, review_intent
from labelwright.config.demo.schemas import CELLS, INTENTS, NEWS
from labelwright.config.demo.texts import intent_texts, news_texts

SMEARS = [render_smear(seed) for seed in range(12)]
SKILLS = [EXACT, EXPERT, GOOD, HASTY]


def boxes_of(smear: Smear, skill: Skill, who: str = "a") -> dict[str, Any]:
    index = SMEARS.index(smear)
    rng = rng_for("cells", who, skill.key, index)
    return annotate_cells(smear.cells, smear.focus, width=640, height=480, skill=skill, rng=rng)


def spans_of(skill: Skill) -> list[tuple[str, list[dict[str, Any]]]]:
    values = [
        mark_entities(t.text, t.spans, skill=skill, rng=rng_for(t.key, skill.key)) for t in news_texts()
    ]
    return [(t.text, value["entities"]["spans"]) for t, value in zip(news_texts(), values, strict=True)]


def keys_of(things: list[dict[str, Any]]) -> set[str]:
    return {thing["key"] for thing in things}


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.key)
def test_the_same_person_answers_the_same_twice(skill: Skill) -> None:
    assert boxes_of(SMEARS[3], skill) == boxes_of(SMEARS[3], skill)
    assert spans_of(skill) == spans_of(skill)


def test_two_people_of_one_skill_do_not_draw_the_same_boxes() -> None:
    assert boxes_of(SMEARS[3], GOOD, "a") != boxes_of(SMEARS[3], GOOD, "b")


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.key)
def test_boxes_stay_inside_the_image(skill: Skill) -> None:
    regions = [region for smear in SMEARS for region in boxes_of(smear, skill)["cells"]["regions"]]
    boxes = [region["geometry"]["box"] for region in regions]

    assert all(x >= 0 and y >= 0 and width > 0 and height > 0 for x, y, width, height in boxes)
    assert all(x + width <= 640.01 and y + height <= 480.01 for x, y, width, height in boxes)


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.key)
def test_ids_are_short_safe_and_unique_within_a_value(skill: Skill) -> None:
    ids = [region["id"] for region in boxes_of(SMEARS[5], skill)["cells"]["regions"]]

    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,36}", name) for name in ids)


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.key)
def test_values_of_cells_use_only_keys_of_the_schema(skill: Skill) -> None:
    cells, focus = CELLS["fields"]
    attributes = {label["key"]: keys_of(label.get("attributes", [])) for label in cells["labels"]}
    lobes = keys_of(cells["labels"][1]["attributes"][0]["options"])

    values = [boxes_of(smear, skill) for smear in SMEARS]
    regions = [region for value in values for region in value["cells"]["regions"]]

    assert {value["focus"]["choice"] for value in values} <= keys_of(focus["options"])
    assert {key for value in values for key in value} == keys_of(CELLS["fields"])
    assert all(set(region["attributes"]) <= attributes[region["label"]] for region in regions)
    assert all(region["attributes"]["lobes"] in lobes for region in regions if region["label"] == "wbc")


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.key)
def test_spans_stay_inside_the_text_and_do_not_overlap(skill: Skill) -> None:
    marked = spans_of(skill)
    borders = [[border for span in spans for border in (span["start"], span["end"])] for _, spans in marked]

    assert all(line == sorted(line) for line in borders)
    assert all(0 <= s["start"] < s["end"] <= len(text) for text, spans in marked for s in spans)
    assert {s["label"] for _, spans in marked for s in spans} <= keys_of(NEWS["fields"][0]["labels"])


def test_somebody_exact_says_what_is_true() -> None:
    smear, text = SMEARS[0], news_texts()[0]

    value = boxes_of(smear, EXACT)
    spans = mark_entities(text.text, text.spans, skill=EXACT, rng=rng_for("any"))["entities"]["spans"]

    assert [tuple(r["geometry"]["box"]) for r in value["cells"]["regions"]] == [
        pytest.approx(cell.box, abs=0.01) for cell in smear.cells
    ]
    assert value["focus"] == {"choice": smear.focus}
    assert [(s["start"], s["end"], s["label"]) for s in spans] == [
        (s.start, s.end, s.label) for s in text.spans
    ]
    assert answer_intent("other", skill=EXACT, rng=rng_for("any")) == {"intent": {"choice": "other"}}


def test_less_skill_means_more_wrong_intents() -> None:
    texts = intent_texts()

    def right(skill: Skill) -> int:
        answers = [
            answer_intent(text.intent, skill=skill, rng=rng_for(text.key, skill.key)) for text in texts
        ]
        return sum(a["intent"]["choice"] == t.intent for a, t in zip(answers, texts, strict=True))

    assert len(texts) == right(EXACT) > right(EXPERT) > right(GOOD) > right(HASTY) > 0.6 * len(texts)


def test_less_skill_means_more_returned_work() -> None:
    def accepted(skill: Skill) -> int:
        work = [(smear, boxes_of(smear, skill, who)) for smear in SMEARS for who in "abcdefgh"]
        return sum(review_cells(smear.cells, value) == ACCEPTED for smear, value in work)

    assert 8 * len(SMEARS) == accepted(EXACT) > accepted(EXPERT) > accepted(GOOD) > accepted(HASTY) > 0


def test_a_review_says_what_is_missing() -> None:
    value = {"cells": {"regions": []}, "focus": {"choice": "good"}}

    verdict = review_cells([cell for cell in SMEARS[0].cells if cell.label == "wbc"], value)

    assert verdict.decision == "returned"
    assert verdict.reason == "Missing: 1 white cell."


def test_a_review_names_the_regions_with_a_wrong_label() -> None:
    value = boxes_of(SMEARS[0], EXACT)
    value["cells"]["regions"][0]["label"] = "platelet"

    verdict = review_cells(SMEARS[0].cells, value)

    assert verdict.decision == "returned"
    assert verdict.regions == (value["cells"]["regions"][0]["id"],)


def test_reviews_of_texts_return_what_is_not_true() -> None:
    text = news_texts()[0]
    exact = mark_entities(text.text, text.spans, skill=EXACT, rng=rng_for("any"))
    nothing: dict[str, Any] = {"entities": {"spans": []}}

    assert review_entities(text.spans, exact) == ACCEPTED
    assert review_entities(text.spans, nothing).reason == f"{len(text.spans)} names are not marked."
    assert review_intent("other", {"intent": {"choice": "other"}}) == ACCEPTED
    assert review_intent("other", {"intent": {"choice": "pay_bill"}}).decision == "returned"


def test_a_hasty_person_is_faster() -> None:
    value = boxes_of(SMEARS[0], EXACT)

    hasty = seconds_spent(value, skill=HASTY, rng=rng_for("any"))

    assert 0 < hasty < seconds_spent(value, skill=EXPERT, rng=rng_for("any"))


@pytest.mark.parametrize(
    ("mistakes", "things"),
    [
        (MISTAKEN_CELLS, CELLS["fields"][0]["labels"]),
        (MISTAKEN_INTENTS, INTENTS["fields"][0]["options"]),
        (MISTAKEN_ENTITIES, NEWS["fields"][0]["labels"]),
    ],
    ids=["cells", "intents", "news"],
)
def test_mistakes_are_other_labels_of_the_schema(
    mistakes: dict[str, tuple[str, ...]], things: list[dict[str, Any]]
) -> None:
    assert set(mistakes) == keys_of(things)
    assert all(key not in others and set(others) <= keys_of(things) for key, others in mistakes.items())
