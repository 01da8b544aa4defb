"""Counting what goes into a version while it is written; the state fits into a job's cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from guidelines.schema.document import Schema

Counts = dict[str, int]
# Why an annotation is left out: it waits for a person's answer; its value is not valid under the schema that it was saved
# under; no operations lead from there and as it is it does not fit.
WAITING, REFUSED, UNREACHABLE = REASONS = ("waiting", "refused", "unreachable")


def _more(counts: Counts, key: str, by: int = 1) -> None:
    counts[key] = counts.get(key, 0) + by


class Tally(Struct):
    """Counts by split, by label, and by where the annotations come from."""

    items: Counts = field(default_factory=dict)
    annotations: Counts = field(default_factory=dict)
    labels: dict[str, Counts] = field(default_factory=dict)  # "field/label" → split → how often
    causes: Counts = field(default_factory=dict)
    states: Counts = field(default_factory=dict)
    schema_versions: Counts = field(default_factory=dict)  # by number
    guideline_versions: Counts = field(default_factory=dict)
    annotators: int = 0
    carried: int = 0  # read through the operations of newer schema versions
    left_out: int = 0
    reasons: Counts = field(default_factory=dict)  # why, of those left out

    def leave_out(self, reason: str) -> None:
        self.left_out += 1
        _more(self.reasons, reason)

    @property
    def left_out_because(self) -> Counts:
        """How many were left out for each reason, those that never occurred with 0."""
        return {reason: self.reasons.get(reason, 0) for reason in REASONS}

    def add_item(self, split: str) -> None:
        _more(self.items, split)

    def add_labels(self, split: str, used: Mapping[tuple[str, str], int]) -> None:
        for (field_key, label), count in used.items():
            _more(self.labels.setdefault(f"{field_key}/{label}", {}), split, count)

    def add_annotation(
        self,
        split: str,
        used: Mapping[tuple[str, str], int],
        *,
        state: str,
        cause: str,
        schema_version: int,
        guideline_version: int | None,
        annotator: int | None,
    ) -> None:
        _more(self.annotations, split)
        self.add_labels(split, used)
        _more(self.states, state)
        _more(self.causes, cause)
        _more(self.schema_versions, str(schema_version))
        if guideline_version is not None:
            _more(self.guideline_versions, str(guideline_version))
        self.annotators = max(self.annotators, annotator or 0)

    def counts(self, schema: Schema, splits: Sequence[str]) -> dict[str, Any]:
        """What a version says of itself: every split and every label, those that nobody used with 0."""
        return {
            "items": sum(self.items.values()),
            "annotations": sum(self.annotations.values()),
            "splits": [
                {"name": name, "items": self.items.get(name, 0), "annotations": self.annotations.get(name, 0)}
                for name in splits
            ],
            "labels": [
                {
                    "field": field_key,
                    "label": key,
                    "name": name,
                    "count": sum(self.labels.get(f"{field_key}/{key}", {}).values()),
                    "splits": {
                        split: self.labels.get(f"{field_key}/{key}", {}).get(split, 0) for split in splits
                    },
                }
                for field_key, key, name in classes(schema)
            ],
        }


def classes(schema: Schema) -> list[tuple[str, str, str]]:
    """(field key, key, name) of every label, option and node in the order of the schema, which is the class numbering."""
    return [(each.key, named.key, named.name) for each in schema.fields for named in each.classes]
