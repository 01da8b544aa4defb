"""What was labelled before a guideline version, of the labels that it touched; and what looking at it again has shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Avg, Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from annotation.consequences import Look, Looked, Recommendation, proposed_size, recommend
from annotation.models import (
    AnnotationRevision,
    BatchState,
    LabelUse,
    Recheck,
    RecheckBatch,
    RecheckTask,
    Review,
    TaskState,
)
from annotation.queries.chosen import chosen_revisions
from annotation.queries.people import people
from guidelines.markdown.difference import changed_keys, labels_about, parts
from guidelines.models import GuidelineVersion
from guidelines.queries.projects import project_for
from guidelines.queries.versions import current_schema, guideline_versions_for
from labelwright.accounts.models import Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound

TO_DO = (TaskState.OPEN, TaskState.LEASED, TaskState.RETURNED)


@dataclass(frozen=True, slots=True)
class Touched:
    """Labels and options that a guideline version touched, by the field of the current schema that has them."""

    project: UUID
    pairs: tuple[tuple[str, str], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Each key once."""
        return tuple(dict.fromkeys(label for _, label in self.pairs))

    def among(self, labels: Collection[str]) -> Touched:
        """Only those of `labels`."""
        return Touched(self.project, tuple(pair for pair in self.pairs if pair[1] in labels))

    def uses(self) -> QuerySet[LabelUse]:
        """Where the newest revisions of the project's annotations use one of them."""
        fields = {field for field, _ in self.pairs}
        return LabelUse.objects.filter(project=self.project, field__in=fields, label__in=self.keys)


def version_for(who: Principal, version_id: UUID, can: Can = Can.SEE_BATCHES) -> GuidelineVersion:
    """The published guideline version, for somebody who may do `can` in its project. Raises `NotFound` or `Forbidden`."""
    found = guideline_versions_for(who).filter(pk=version_id).select_related("project", "parent").first()
    if found is None:
        raise NotFound
    project_for(who, found.project_id, can)
    return found


def touched_by_version(version: GuidelineVersion) -> Touched:
    """What the version changed the rules of: nothing, where the change was editorial or there was no rule before."""
    schema = current_schema(version.project)
    if (
        schema is None
        or version.parent is None
        or version.change_kind == GuidelineVersion.ChangeKind.EDITORIAL
    ):
        return Touched(version.project_id, ())
    known = [
        (field["key"], each["key"])
        for field in schema.document["fields"]
        for each in [*field.get("labels", []), *field.get("options", [])]
    ]
    keys = version.touched_labels
    if keys is None:  # published before these were kept
        before, after = parts(version.parent.markdown), parts(version.markdown)
        keys = labels_about(changed_keys(before, after), before, after, [label for _, label in known])
    return Touched(version.project_id, tuple(pair for pair in known if pair[1] in keys))


def made_before(version: GuidelineVersion, touched: Touched) -> QuerySet[AnnotationRevision]:
    """The newest revisions that count, use something of `touched` and go by an older guideline version, or by none.

    What a schema migration wrote goes by what the person before it did. Left out are work that its annotator does again anyway,
    and what was labelled while people were trained.
    """
    older = Q(guideline_version=None) | Q(guideline_version__number__lt=version.number)
    if not touched.pairs:
        return AnnotationRevision.objects.none()
    found = chosen_revisions(version.project_id, "submitted").filter(older)
    return found.filter(annotation__in=touched.uses().values("annotation"))


def to_draw(version: GuidelineVersion, touched: Touched) -> QuerySet[AnnotationRevision]:
    """Those of `made_before` that nobody is to look at already."""
    return made_before(version, touched).exclude(
        annotation__in=_being_looked_at(version).values("annotation")
    )


def _being_looked_at(version: GuidelineVersion) -> QuerySet[RecheckTask]:
    """What is about annotations that somebody is to look at. `IN` a list of them, PostgreSQL looks each up in it.

    Asked for one by one (`Exists`) it reads the whole list for each of many annotations, since it takes the list for a short one.
    """
    rows = RecheckTask.objects.filter(
        recheck__version__project=version.project_id, is_changed=None, task__state__in=TO_DO
    )
    return rows.exclude(task__batch__state=BatchState.CLOSED)


def grouped(version: GuidelineVersion, found: QuerySet[AnnotationRevision]) -> QuerySet[AnnotationRevision]:
    """The same with `makers`, the vendor of who made each (null in house), and `is_imported`."""
    organisation = version.project.organisation_id
    theirs = Membership.objects.filter(organisation=organisation, user=OuterRef("annotation__author"))
    return found.annotate(
        makers=Subquery(theirs.values("vendor")[:1]),
        is_imported=Case(When(annotation__author=None, then=True), default=False),
    )


def going_out(version: GuidelineVersion, found: QuerySet[AnnotationRevision]) -> int:
    """How many of them are looked at in one go: of several that colleagues made about one item it is one."""
    rows = grouped(version, found).order_by()
    whose = rows.values("annotation__item", "makers", "is_imported")  # type: ignore[misc]  # `grouped` adds them
    return whose.distinct().count()


@dataclass(frozen=True, slots=True)
class OfLabel:
    field: str
    label: str
    annotations: int


@dataclass(frozen=True, slots=True)
class OfVersion:
    """`number` is None for labels that go by no guideline version."""

    number: int | None
    annotations: int


@dataclass(frozen=True, slots=True)
class OfMakers:
    """`vendor` is None for people in house, and for labels that were imported."""

    vendor: str | None
    is_imported: bool
    annotations: int


@dataclass(frozen=True, slots=True)
class OneRecheck:
    """`tasks` in all, of which somebody `looked` at so many, changed `changed`, and `left` are still to be done."""

    recheck: Recheck
    batches: list[RecheckBatch]
    tasks: int
    looked: int
    changed: int
    left: int


@dataclass(frozen=True, slots=True)
class Effort:
    """What looking at `annotations` takes: hours at the speed of the project's people, and cost at the price of its batches.

    None where nothing was measured or no batch has a price.
    """

    annotations: int
    hours: float | None
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class InReview:
    """Of the annotations that were made by one guideline version and reviewed: `changed` were fixed or returned."""

    number: int | None
    looked: Looked


@dataclass(frozen=True, slots=True)
class Consequences:
    """`annotations` were made under older rules; of these `waiting` are to be looked at already.

    `effort` is that of what is recommended: of the slice, or of all that is left. Both count what goes out at once.
    """

    version: GuidelineVersion
    labels: tuple[str, ...]
    annotations: int
    waiting: int
    by_label: list[OfLabel]
    by_version: list[OfVersion]
    by_makers: list[OfMakers]
    proposed: int
    in_review: list[InReview]
    rechecks: list[OneRecheck]
    recommendation: Recommendation
    effort: Effort
    effort_of_all: Effort


def consequences_of(who: Principal, version_id: UUID) -> Consequences:
    """What the guideline version means for labels made before it. For those who run batches, and quality managers."""
    version = version_for(who, version_id)
    touched = touched_by_version(version)
    stale = made_before(version, touched)
    out = going_out(version, to_draw(version, touched))
    groups = _groups(version, stale)
    recommendation = recommend(looks_of(version))
    each = _each(version, groups)
    slice_of = out
    if recommendation.labels:
        slice_of = going_out(version, to_draw(version, touched.among(recommendation.labels)))
    return Consequences(
        version,
        touched.keys,
        sum(group.annotations for group in groups),
        sum(group.annotations for group in groups if group.waits),
        _by_label(touched, stale),
        _by_version(groups),
        _by_makers(version, groups),
        proposed_size(out),
        _in_review(touched),
        rechecks_of(version),
        recommendation,
        each.of(slice_of),
        each.of(out),
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Annotations that one person made (None: imported) by one version, and that wait to be looked at or do not."""

    number: int | None
    author: UUID | None
    waits: bool
    annotations: int
    seconds: int | None  # of those that took `timed` any
    timed: int
    price: Decimal | None  # of those that had one, `priced`
    priced: int


def _groups(version: GuidelineVersion, stale: QuerySet[AnnotationRevision]) -> list[Group]:
    """All that is counted of the same annotations, in one query."""
    looked_at = _being_looked_at(version).values("annotation")
    waits = Case(When(annotation__in=looked_at, then=True), default=False)
    took, price = Q(seconds__gt=0), "annotation__task__batch__price"
    rows = (
        stale.order_by()
        .annotate(waits=waits)
        .values_list("guideline_version__number", "annotation__author", "waits")
        .annotate(
            n=Count("pk"),
            took=Sum("seconds", filter=took),
            timed=Count("pk", filter=took),
            price=Sum(price),
            priced=Count(price),
        )
    )
    return [Group(*row) for row in rows]


def _by_version(groups: Iterable[Group]) -> list[OfVersion]:
    """Oldest first; before all, what goes by none."""
    counts: Counter[int | None] = Counter()
    for group in groups:
        counts[group.number] += group.annotations
    order = sorted(counts, key=lambda number: number or 0)
    return [OfVersion(number, counts[number]) for number in order]


def _by_label(touched: Touched, stale: QuerySet[AnnotationRevision]) -> list[OfLabel]:
    """In the order of the schema; what is not used any more is left out."""
    rows = touched.uses().filter(annotation__in=stale.values("annotation")).order_by()
    found = {
        (field, label): n for field, label, n in rows.values_list("field", "label").annotate(n=Count("pk"))
    }
    return [OfLabel(*pair, found[pair]) for pair in touched.pairs if pair in found]


def _by_makers(version: GuidelineVersion, groups: Collection[Group]) -> list[OfMakers]:
    """Most first."""
    known = people(version.project.organisation_id, {group.author for group in groups})
    counts: Counter[tuple[str | None, bool]] = Counter()
    for group in groups:
        vendor = known[group.author].vendor if group.author in known else None
        counts[vendor, group.author is None] += group.annotations
    return [OfMakers(vendor, imported, n) for (vendor, imported), n in counts.most_common()]


def _in_review(touched: Touched) -> list[InReview]:
    """How reviewers decided on work with the touched labels, by the guideline version that it was made by, oldest first."""
    if not touched.pairs:
        return []
    wrong = Q(annotation__reviews__decision__in=[Review.Decision.RETURNED, Review.Decision.FIXED])
    rows = (
        AnnotationRevision.objects.filter(annotation__project=touched.project)
        .filter(annotation__in=touched.uses().values("annotation"))
        .filter(annotation__reviews__revision=F("number"))
        .order_by(F("guideline_version__number").asc(nulls_first=True))
        .values_list("guideline_version__number")
        .annotate(n=Count("pk"), wrong=Count("pk", filter=wrong))
    )
    return [InReview(number, Looked(n, changed)) for number, n, changed in rows]


def looks_of(version: GuidelineVersion) -> list[Look]:
    """What was seen of the samples that were drawn for the version."""
    rows = RecheckTask.objects.filter(
        recheck__version=version, recheck__purpose=Recheck.Purpose.SAMPLE, is_changed__isnull=False
    )
    return [
        Look(frozenset(labels), frozenset(changed))
        for labels, changed in rows.order_by("pk").values_list("labels", "changed")
    ]


def rechecks_of(version: GuidelineVersion) -> list[OneRecheck]:
    """The drawings for the version, newest first, with their batches."""
    rows = list(
        Recheck.objects.filter(version=version)
        .annotate(
            n=Count("tasks"),
            looked=Count("tasks", filter=Q(tasks__is_changed__isnull=False)),
            changed=Count("tasks", filter=Q(tasks__is_changed=True)),
            left=Count(
                "tasks",
                filter=Q(tasks__is_changed=None, tasks__task__state__in=TO_DO)
                & ~Q(tasks__task__batch__state=BatchState.CLOSED),
            ),
        )
        .order_by("-id")
        .prefetch_related("batches__batch", "batches__vendor")
    )
    return [
        OneRecheck(row, list(row.batches.all()), row.n, row.looked, row.changed, row.left)  # type: ignore[attr-defined]
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Each:
    """What looking at one annotation takes, on the average; None where nobody knows."""

    seconds: float | None
    price: Decimal | None

    def of(self, annotations: int) -> Effort:
        """What looking at so many takes."""
        hours = None if self.seconds is None else round(annotations * self.seconds / 3600, 2)
        cost = None if self.price is None else round(annotations * self.price, 2)
        return Effort(annotations, hours, cost)


def _each(version: GuidelineVersion, groups: Collection[Group]) -> Each:
    """Looking again is faster than labelling: where people have done it in the project, that counts."""
    again = AnnotationRevision.objects.filter(
        annotation__rechecks__recheck__version__project=version.project_id,
        annotation__rechecks__revision=F("number"),
        seconds__gt=0,
    ).aggregate(each=Avg("seconds"))["each"]
    timed, priced = (sum(group.timed for group in groups), sum(group.priced for group in groups))
    seconds = again
    if seconds is None and timed:
        seconds = sum(group.seconds or 0 for group in groups) / timed
    price = sum((group.price or Decimal(0) for group in groups), Decimal(0)) / priced if priced else None
    return Each(
        None if seconds is None else float(seconds),
        None if price is None else round(price, 2),
    )


def price_of_one(version: GuidelineVersion, touched: Touched) -> Decimal | None:
    """What a task of the batches cost that these labels were made in; None where none has a price."""
    return _each(version, _groups(version, made_before(version, touched))).price
