"""How work by each guideline version was judged: one query for each way of judging, grouped by version in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from annotation.agreement.counts import Use
from annotation.agreement.eras import RuleChange, judged_until
from annotation.consequences import Looked
from annotation.models import AnnotationRevision, AnnotationState, Cause, GoldState, LabelUse, Recheck, Review
from annotation.queries.people import colleagues
from annotation.queries.training import REAL
from guidelines.models import GuidelineVersion, Project, VersionState
from labelwright.accounts.models import Membership
from labelwright.accounts.principal import Principal
from labelwright.database.among import Among

MOST_VERSIONS = 40  # the newest ones
ByVersion = dict[UUID | None, Looked]  # None: work by no guideline version


@dataclass(frozen=True, slots=True)
class Measured:
    """Whose work in a project is measured: everybody's, or only that of one vendor; with `use`, only what uses that label."""

    project: Project
    team: QuerySet[Membership] | None = None
    use: Use | None = None


def team_of(who: Principal, project: Project) -> QuerySet[Membership]:
    """The people of the person's own vendor."""
    mine = Membership.objects.get(user=who.user, organisation=project.organisation_id)
    return colleagues(project.organisation_id, mine.vendor_id)


def newest_versions(project: Project) -> tuple[list[GuidelineVersion], int]:
    """The newest published versions, oldest first and without their texts, and how many are older than these."""
    published = GuidelineVersion.objects.filter(project=project, state=VersionState.PUBLISHED)
    rows = list(published.defer("markdown").order_by("-number")[:MOST_VERSIONS])
    older = rows[-1].number - 1 if rows and rows[-1].number else 0
    return rows[::-1], older


def rule_changes(project: Project) -> list[RuleChange]:
    """All that the project's guideline changed of its rules. The first version is one: before it there were none."""
    rows = GuidelineVersion.objects.filter(
        Q(change_kind=GuidelineVersion.ChangeKind.RULE_CHANGE) | Q(number=1),
        project=project,
        state=VersionState.PUBLISHED,
    )
    return [
        RuleChange(number or 0, at, None if labels is None or number == 1 else frozenset(labels))
        for number, at, labels in rows.order_by("number").values_list(
            "number", "published_at", "touched_labels"
        )
        if at is not None
    ]


def own_work(of: Measured) -> QuerySet[AnnotationRevision]:
    """Of each annotation that counts, the newest revision that its author made themselves.

    Not what a reviewer, a schema migration or a look under a newer rule made of it; nor what was labelled in training or came late.
    """
    later = AnnotationRevision.objects.filter(
        annotation=OuterRef("annotation"),
        author=OuterRef("author"),
        cause=Cause.HUMAN,
        number__gt=OuterRef("number"),
    )
    return _made(of).filter(~Exists(later))


def _made(of: Measured) -> QuerySet[AnnotationRevision]:
    """What people themselves made of the tasks of pilots and production."""
    rows = AnnotationRevision.objects.filter(
        _counting(of),
        cause=Cause.HUMAN,
        author=F("annotation__author"),
        annotation__task__batch__kind__in=REAL,
    )
    return rows.order_by()


def _counting(of: Measured) -> Q:
    found = Q(annotation__project=of.project) & ~Q(annotation__state=AnnotationState.EXTRA)
    if of.team is not None:
        found &= Q(annotation__author__in=of.team.values("user"))
    if of.use is not None:
        field, label = of.use
        used = LabelUse.objects.filter(annotation=OuterRef("annotation"), field=field, label=label)
        found &= Q(Exists(used))
    return found


def made_by_version(of: Measured) -> dict[UUID | None, int]:
    """How many annotations go by each version."""
    return dict(own_work(of).values_list("guideline_version").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many items several people labelled by one version, and which of them are looked at."""

    items: int
    chosen: frozenset[UUID]


def overlaps(of: Measured, *, each: int) -> dict[UUID | None, Overlap]:
    """By version; chosen are the newest items, so many of each version."""
    by_version = [F("guideline_version")]
    rows = (
        own_work(of)
        .values("guideline_version", "annotation__item")
        .annotate(people=Count("author", distinct=True))
        .filter(people__gte=2)
        .annotate(
            items=Window(Count("*"), partition_by=by_version),
            place=Window(RowNumber(), partition_by=by_version, order_by=F("annotation__item").desc()),
        )
        .filter(place__lte=each)
    )
    counts: dict[UUID | None, int] = {}
    chosen: dict[UUID | None, set[UUID]] = defaultdict(set)
    for version, item, items in rows.values_list("guideline_version", "annotation__item", "items"):
        counts[version] = items
        chosen[version].add(item)
    return {version: Overlap(items, frozenset(chosen[version])) for version, items in counts.items()}


def work_on(of: Measured, items: Iterable[UUID]) -> QuerySet[AnnotationRevision]:
    """The own work on these items, with what carrying a value needs."""
    rows = own_work(of).filter(Among("annotation__item", items))
    return rows.select_related("annotation__item__asset").order_by("pk")


def work_on_gold(of: Measured, *, each: int) -> QuerySet[AnnotationRevision]:
    """The own work on items with a current gold answer: the newest, so many of each version."""
    place = Window(RowNumber(), partition_by=[F("guideline_version")], order_by=F("annotation").desc())
    rows = own_work(of).filter(annotation__item__gold__state=GoldState.CURRENT).annotate(place=place)
    return rows.filter(place__lte=each).select_related("annotation__item__asset").order_by("pk")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What reviewers fixed or returned of what they saw. `set_aside` were judged when a rule had changed since."""

    looked: Looked
    set_aside: int


def in_review(
    of: Measured, versions: Mapping[UUID | None, int | None], changes: Iterable[RuleChange]
) -> dict[UUID | None, Reviewed]:
    """By the version that the work was made by. `versions` has the number of each."""
    changes = [each for each in changes if of.use is None or each.concerns([of.use[1]])]
    until: dict[datetime | None, list[UUID | None]] = defaultdict(list)
    for version, number in versions.items():
        until[judged_until(changes, made_by=number)].append(version)
    in_time = reduce(or_, (_by(made_by) & _before(at) for at, made_by in until.items()), Q(pk__isnull=True))
    wrong = Q(annotation__reviews__decision__in=[Review.Decision.RETURNED, Review.Decision.FIXED])
    rows = (
        _made(of)
        .filter(annotation__reviews__revision=F("number"))
        .values_list("guideline_version")
        .annotate(n=Count("pk"), seen=Count("pk", filter=in_time), wrong=Count("pk", filter=in_time & wrong))
    )
    return {version: Reviewed(Looked(seen, bad), n - seen) for version, n, seen, bad in rows}


def _by(versions: list[UUID | None]) -> Q:
    found = Q(guideline_version__in=[each for each in versions if each is not None])
    return found | Q(guideline_version=None) if None in versions else found


def _before(at: datetime | None) -> Q:
    return Q() if at is None else Q(annotation__reviews__created_at__lt=at)


def looked_again(of: Measured) -> ByVersion:
    """What was changed of random samples that were looked at under a newer rule, by the version that it was made by."""
    rows = AnnotationRevision.objects.filter(
        _counting(of),
        annotation__rechecks__revision=F("number") + 1,  # what was there before
        annotation__rechecks__is_changed__isnull=False,
        annotation__rechecks__recheck__purpose=Recheck.Purpose.SAMPLE,
    ).order_by()
    if of.use is None:
        changed = Q(annotation__rechecks__is_changed=True)
        counted = rows.values_list("guideline_version").annotate(
            n=Count("pk"), changed=Count("pk", filter=changed)
        )
        return {version: Looked(n, bad) for version, n, bad in counted}
    found: ByVersion = {}
    for version, labels, changed_ones in rows.values_list(
        "guideline_version", "annotation__rechecks__labels", "annotation__rechecks__changed"
    ):
        if of.use[1] in labels:
            before = found.get(version, Looked(0, 0))
            found[version] = Looked(before.seen + 1, before.changed + (of.use[1] in changed_ones))
    return found
