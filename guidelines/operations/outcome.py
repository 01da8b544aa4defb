"""What becomes of the parts of one annotation.

A *subject* is what an operation looks at: a located part (region, span), or the answer of a field as a whole.
`Outcome` has three kinds; what an operation leaves as it is has no outcome at all.

All of these are frozen and made of what was there before, so none can be part of a cycle (`gc=False`). A migration makes
millions of them, and the garbage collector would look at each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from guidelines.values.value import Value

Part = Any  # a `Located`, a `Relation` or an `Answer`
RELATION: Final = (
    "relation:"  # no id of a part has a colon, so that a span and a relation are never taken for another
)


class Migrated(Struct, frozen=True, gc=False):
    """`parts` stand in the place of the subject: usually one. `loss` says what they no longer hold; empty if nothing."""

    parts: tuple[Part, ...]
    loss: str = ""


class Candidate(Struct, frozen=True, gc=False):
    """One answer that a person may give. `parts` then stand in the place of the subject.

    `key` is what the answer is stored as: a label, an option, or another word that is unique among the candidates;
    `parts` may be empty: the subject is removed.
    """

    key: str
    parts: tuple[Part, ...]


class NeedsPerson(Struct, frozen=True, gc=False):
    """A machine cannot know. Without `candidates` the annotation has to be done again in that place by hand."""

    reason: str
    candidates: tuple[Candidate, ...] = ()


class Dropped(Struct, frozen=True, gc=False):
    """The subject is not in the new value, and `reason` says why."""

    reason: str


Outcome = Migrated | NeedsPerson | Dropped


class Subject(Struct, frozen=True, gc=False):
    """What an outcome is about: a part with its id and label (or option), or with an empty `id` the whole answer of `field`.

    A relation has an id of its own kind: `RELATION` and then its id, and as `label` its type.
    """

    field: str
    id: str = ""
    label: str = ""


class Change(Struct, frozen=True, gc=False):
    """What one operation did to one subject. `step` is its place in the plan; `before` the part as the operation found it."""

    step: int
    subject: Subject
    before: Part
    outcome: Outcome


class Carried(Struct, frozen=True, gc=False):
    """A value as an operation or a plan leaves it, and what was done to get there. Subjects that wait for a person are not in `value`."""

    value: Value
    changes: tuple[Change, ...] = ()

    @property
    def questions(self) -> tuple[Change, ...]:
        """What only a person can decide."""
        return tuple(change for change in self.changes if isinstance(change.outcome, NeedsPerson))


Answers = Mapping[tuple[int, str, str], str]
"""What people have decided: (step, field key, part id or "") → the key of a candidate."""

NO_ANSWERS: Answers = {}
