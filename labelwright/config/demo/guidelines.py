"""The guidelines of the demo projects in Markdown, version by version.

A heading attribute such as `{#rbc}` ties a section to the label or option with that key.
"""

from dataclasses import dataclass
from typing import Literal

from labelwright.config.demo.guideline_texts import cells, intents, news


@dataclass(frozen=True, slots=True)
class GuidelineText:
    """One version; `labels` are the keys of the labels that the change touches."""

    number: int
    change_kind: Literal["editorial", "clarification", "rule_change"]
    summary: str
    labels: tuple[str, ...]
    markdown: str


GUIDELINES: dict[str, tuple[GuidelineText, ...]] = {
    "cells": (
        GuidelineText(1, "rule_change", "First version.", (), cells.VERSION_1),
        GuidelineText(
            2,
            "clarification",
            "Clumped platelets get one box each; cells on the border count from a quarter visible; "
            "how to count lobes that are joined by a thread.",
            ("rbc", "wbc", "platelet"),
            cells.VERSION_2,
        ),
    ),
    "intents": (GuidelineText(1, "rule_change", "First version.", (), intents.VERSION_1),),
    "news": (GuidelineText(1, "rule_change", "First version.", (), news.VERSION_1),),
}
"""By the key of the demo project, oldest first."""
