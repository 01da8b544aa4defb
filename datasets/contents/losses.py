"""Counting what becomes of annotations that are read under another schema; the state fits into a job's cursor."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct, field

from annotation.tallies import UNCHANGED, outcome_of, worst_changes
from guidelines.operations.outcome import Carried, Change, Migrated
from guidelines.operations.plan import Plan

REASONS_TOLD: Final = 500  # more than a person reads, and a bound for the cursor
KEPT: Final = ("unchanged", "lossless", "lossy", "dropped")


class Losses(Struct):
    """Annotations by the worst that happened to a part of them, and those left out; parts by what happened to them and why."""

    annotations: dict[str, int] = field(default_factory=dict)
    without_answer: int = 0
    refused: int = 0
    items_left_out: int = 0
    parts: dict[str, int] = field(default_factory=dict)  # JSON of step, field, label, outcome and reason

    def count(self, carried: Carried) -> bool:
        """Count one annotation; whether it stays. Half an annotation teaches what is not so: one that lacks an answer goes."""
        worst = list(worst_changes(carried))
        for change in worst:
            key = _key(change, reason_of(change))
            if key not in self.parts and len(self.parts) >= REASONS_TOLD:
                key = _key(change, "")
            self.parts[key] = self.parts.get(key, 0) + 1
        if carried.questions:
            self.without_answer += 1
            return False
        found = {outcome_of(change) for change in worst}
        outcome = next((each for each in reversed(KEPT) if each in found), UNCHANGED)
        self.annotations[outcome] = self.annotations.get(outcome, 0) + 1
        return True

    def report(self, plan: Plan) -> dict[str, Any]:
        """In words and numbers: nothing in it depends on who counted."""
        words = [str(operation.describe()) for operation in plan.operations]
        rows = sorted((*msgspec.json.decode(key), count) for key, count in self.parts.items())
        return {
            "annotations": {outcome: self.annotations.get(outcome, 0) for outcome in KEPT},
            "without_answer": self.without_answer,
            "refused": self.refused,
            "items_left_out": self.items_left_out,
            "parts": [
                {
                    # what does not fit in the end is the doing of no one step
                    "operation": words[step] if step < len(words) else "",
                    "field": name,
                    "label": label,
                    "outcome": outcome,
                    "reason": reason,
                    "count": count,
                }
                for step, name, label, outcome, reason, count in rows
            ],
        }


def reason_of(change: Change) -> str:
    """What was lost, or why it was dropped or needs a person, in English; empty where nothing was lost."""
    return str(change.outcome.loss if isinstance(change.outcome, Migrated) else change.outcome.reason)


def _key(change: Change, reason: str) -> str:
    subject = change.subject
    return msgspec.json.encode(
        [change.step, subject.field, subject.label, outcome_of(change), reason]
    ).decode()
