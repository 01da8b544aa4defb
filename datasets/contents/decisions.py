"""`decisions.jsonl`: what was asked about what a version holds, and what was answered. One line a question.

A line holds what everybody in the project may read, and nothing of who asked or answered, nor when it was asked.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct, field

from datasets.contents.tally import Counts, classes
from datasets.manifest import canonical
from guidelines.schema.document import Schema

NAME: Final = "decisions.jsonl"
MEDIA_TYPE: Final = "application/x-ndjson"
MOST_ASKED: Final = 20  # labels that a summary names
# How a question was resolved; `answered`: there is an answer, and nobody has said what follows from it.
OUTCOMES: Final = (
    "as_written",
    "clarify_guideline",
    "change_schema",
    "data_problem",
    "wont_change",
    "answered",
)


class About(Struct, frozen=True):
    """What a question is about; None for what it does not name. All None: the project as a whole."""

    item: str | None = None
    region: str | None = None
    field: str | None = None
    label: str | None = None
    section: str | None = None


class Change(Struct, frozen=True):
    """The section of a published guideline version that took the answer up."""

    version: int
    section: str


class Decision(Struct, frozen=True):
    """A question with its answer, both in Markdown, as they were published to everybody."""

    id: str
    about: About
    question: str
    answer: str
    outcome: str
    guideline: tuple[Change, ...]
    published_at: str


def line(decision: Decision) -> bytes:
    """The decision as a line of the file: equal decisions are equal bytes."""
    return canonical(decision) + b"\n"


class Holdings:
    """What a version holds beside items, to tell which questions concern it."""

    def __init__(self, schema: Schema, sections: frozenset[str]) -> None:
        self._fields = {each.key for each in schema.fields}
        self._classes = {(key, label) for key, label, _ in classes(schema)}
        self._sections = sections

    def label_of(self, about: About) -> tuple[str, str] | None:
        """The label or option of the schema that is meant; without a field the first that has this key."""
        if about.label is None:
            return None
        if about.field is not None:
            meant = (about.field, about.label)
            return meant if meant in self._classes else None
        return min((each for each in self._classes if each[1] == about.label), default=None)

    def concerned_by(self, about: About) -> bool:
        """Whether the label, the field or the section that a question names is in the version."""
        has_label = self.label_of(about) is not None
        has_field = about.label is None and about.field in self._fields
        return has_label or has_field or about.section in self._sections


class DecisionTally(Struct):
    """Counts of the decisions that were written."""

    count: int = 0
    outcomes: Counts = field(default_factory=dict)
    labels: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, decision: Decision, label: tuple[str, str] | None) -> None:
        self.count += 1
        self.outcomes[decision.outcome] = self.outcomes.get(decision.outcome, 0) + 1
        if label is not None:
            self.labels[label] = self.labels.get(label, 0) + 1

    def summary(self, schema: Schema, *, sha256: str, size: int) -> dict[str, Any]:
        """What a version says of its decisions: the file, every outcome, and the labels that were asked about most."""
        asked: list[dict[str, Any]] = [
            {"field": key, "label": label, "name": name, "count": self.labels[key, label]}
            for key, label, name in classes(schema)
            if (key, label) in self.labels
        ]
        asked.sort(key=lambda each: -each["count"])  # those that are as many stay in the order of the schema
        return {
            "path": NAME,
            "sha256": sha256,
            "size": size,
            "count": self.count,
            "outcomes": {outcome: self.outcomes.get(outcome, 0) for outcome in OUTCOMES},
            "labels": asked[:MOST_ASKED],
        }
