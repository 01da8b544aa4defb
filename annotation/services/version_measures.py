"""Whether changes of a guideline helped: agreement and errors of the work by each of its versions.

Computed when somebody looks: nothing of it is stored. Counts are of all work; values are compared for the newest items of each version,
so many that it takes about a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, combinations
from typing import Final
from uuid import UUID

from annotation.agreement.compare import compare
from annotation.agreement.counts import Comparison, Counts, Use, together
from annotation.agreement.eras import RuleChange, changes_between
from annotation.consequences import Looked, wilson
from annotation.models import AnnotationRevision, GoldAnswer
from annotation.queries.in_scope import material_of
from annotation.queries.version_measures import (
    Measured,
    Reviewed,
    in_review,
    looked_again,
    made_by_version,
    newest_versions,
    overlaps,
    rule_changes,
    team_of,
    work_on,
    work_on_gold,
)
from annotation.queries.versions import published_schema
from annotation.services.gold_scores import carried_value, counting_gold, is_from_own_work
from guidelines.models import GuidelineVersion, Project
from guidelines.queries.projects import may, project_for
from guidelines.schema.document import Schema
from guidelines.values.usage import labels_used
from guidelines.values.value import Value
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can

COMPARED: Final = 800  # items whose values are compared, over all versions
OF_EACH: Final = (25, 100)  # of one version at least and at most: ±14 and ±7 points at a share of 0.85
TOGETHER: Final = 3  # people of one item who are compared with each other
LEAST: Final = 10  # fewer say nothing


@dataclass(frozen=True, slots=True)
class Score:
    """How far so many pairs of values say the same. `found` of the items say anything that is measured."""

    found: int
    counts: Counts

    @property
    def score(self) -> float:
        """As `Counts.score`."""
        return self.counts.score

    @property
    def interval(self) -> tuple[float, float]:
        """Between which the true score lies in 95 of 100 cases. As if each item said one thing: never too narrow."""
        return wilson(self.counts.score * self.found, self.found)


@dataclass(frozen=True, slots=True)
class OfVersion:
    """What is known of the work by one version; None for work by no version.

    `overlapping` items were labelled by several people by this version; `agreement` is that of the newest of them. `on_gold` and
    `looked_again` are None for who may not know of them.
    """

    version: GuidelineVersion | None
    annotations: int
    overlapping: int
    agreement: Score
    reviewed: Reviewed
    on_gold: Score | None
    looked_again: Looked | None


@dataclass(frozen=True, slots=True)
class VersionMeasures:
    """Oldest version first; `older` ones are left out."""

    rows: list[OfVersion]
    older: int


NO_REVIEW: Final = Reviewed(Looked(0, 0), 0)
NO_SCORE: Final = Score(0, Counts())


def version_measures(who: Principal, project_id: UUID, *, use: Use | None = None) -> VersionMeasures:
    """The work by each guideline version; with `use` (field, label), what it says of this label.

    An annotation belongs to the version that its author had confirmed. Judgements by other rules than those of the work are left
    out: rework that a new rule causes is nobody's error. For who runs a project and its quality managers; a vendor's lead is told
    of their own people's work, and nothing of gold answers.
    """
    project = project_for(who, project_id, Can.SEE_VENDOR_PROGRESS)
    allowed = may(who, project)
    is_everybody = Can.SEE_BATCHES in allowed
    of = Measured(project, None if is_everybody else team_of(who, project), use)
    versions, older = newest_versions(project)
    changes = rule_changes(project)
    numbers: dict[UUID | None, int | None] = {each.pk: each.number for each in versions}
    numbers[None] = None
    each = max(OF_EACH[0], min(OF_EACH[1], COMPARED // len(numbers)))
    made, found = made_by_version(of), overlaps(of, each=each)
    reader = _Reader(project)
    agreements = _agreements(of, reader, {key: overlap.chosen for key, overlap in found.items()})
    reviews = in_review(of, numbers, changes)
    gold = _on_gold(of, reader, changes, numbers, each=each) if Can.SEE_GOLD in allowed else None
    again = looked_again(of) if is_everybody else None
    rows = [
        OfVersion(
            version,
            made.get(key, 0),
            found[key].items if key in found else 0,
            agreements.get(key, NO_SCORE),
            reviews.get(key, NO_REVIEW),
            None if gold is None else gold.get(key, NO_SCORE),
            None if again is None else again.get(key, Looked(0, 0)),
        )
        for key, version in [(None, None), *((version.pk, version) for version in versions)]
    ]
    return VersionMeasures(rows if _says_anything(rows[0]) else rows[1:], older)


def _says_anything(row: OfVersion) -> bool:
    return bool(row.annotations or row.reviewed.looked.seen or (row.looked_again and row.looked_again.seen))


class _Reader:
    """Values in the words of the project's current schema."""

    def __init__(self, project: Project) -> None:
        self.current = project.current_schema_version_id
        self._project = project

    @property
    def schema(self) -> Schema:
        assert self.current is not None, "where there is work, there is a schema"
        return published_schema(self._project.pk, self.current)

    def read(self, stored: object, version: UUID, revision: AnnotationRevision) -> Value | None:
        """None where the value does not come to the current schema without loss."""
        assert self.current is not None, "where there is work, there is a schema"
        material = material_of(revision.annotation.item)
        return carried_value(stored, version, self.current, self.schema, material)


def _agreements(
    of: Measured, reader: _Reader, chosen: Mapping[UUID | None, Collection[UUID]]
) -> dict[UUID | None, Score]:
    items = set(chain.from_iterable(chosen.values()))
    if not items:
        return {}
    by_item: dict[UUID | None, dict[UUID, dict[UUID | None, AnnotationRevision]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for revision in work_on(of, items):
        item, version = revision.annotation.item_id, revision.guideline_version_id
        if item in chosen.get(version, ()):
            by_item[version][item][revision.author_id] = revision
    return {
        version: _score((_pairwise(reader, people.values()) for people in found.values()), of.use)
        for version, found in by_item.items()
    }


def _pairwise(reader: _Reader, revisions: Iterable[AnnotationRevision]) -> Comparison | None:
    """What several people said about one item, each beside each; None where fewer than two can be compared."""
    values = [
        value
        for each in list(revisions)[:TOGETHER]
        if (value := reader.read(each.value, each.schema_version_id, each)) is not None
    ]
    if len(values) < 2:
        return None
    return together(compare(one, other, reader.schema) for one, other in combinations(values, 2))


def _score(found: Iterable[Comparison | None], use: Use | None) -> Score:
    """With `use`, of this label only, and of the items in which somebody says it."""
    compared = [each for each in found if each is not None and (use is None or use in each.by_label)]
    whole = together(compared)
    return Score(len(compared), whole.counts if use is None else whole.by_label.get(use, Counts()))


def _on_gold(
    of: Measured,
    reader: _Reader,
    changes: list[RuleChange],
    numbers: Mapping[UUID | None, int | None],
    *,
    each: int,
) -> dict[UUID | None, Score]:
    gold, _ = counting_gold(of.project)
    if not gold:
        return {}
    said_at = _said_at(of.project)
    found: dict[UUID | None, list[Comparison]] = defaultdict(list)
    for revision in work_on_gold(of, each=each):
        answer = gold.get(revision.annotation.item_id)
        if answer is None or is_from_own_work(answer, revision.annotation):
            continue
        true = reader.read(answer.value, answer.schema_version_id, revision)
        said = reader.read(revision.value, revision.schema_version_id, revision)
        version = revision.guideline_version_id
        if true is None or said is None or version not in numbers:
            continue
        between = changes_between(changes, made_by=numbers[version], judged_at=said_at[answer.pk])
        labels = [label for _, label in {**labels_used(true), **labels_used(said)}]
        if not any(change.concerns(labels) for change in between):
            found[version].append(compare(true, said, reader.schema))
    return {version: _score(some, of.use) for version, some in found.items()}


def _said_at(project: Project) -> dict[UUID, datetime]:
    """When somebody said of each gold answer that it is true: what a schema migration carried is as old as what it carried."""
    rows = GoldAnswer.objects.filter(project=project).order_by("pk")
    at: dict[UUID, datetime] = {}
    for pk, replaces, migration, created in rows.values_list("pk", "replaces", "migration", "created_at"):
        at[pk] = at[replaces] if migration is not None and replaces in at else created
    return at
