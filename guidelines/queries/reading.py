"""What somebody has read of a project's guideline, and what they are to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, UUIDField, Value, When

from guidelines.markdown.difference import Difference, Part, all_keys, changed_keys, difference_of, parts
from guidelines.markdown.languages import Standing, in_language, standing
from guidelines.models import Acknowledgement, GuidelineVersion, Project, ProjectMember, VersionState
from guidelines.queries.languages import translated
from guidelines.queries.members import members_of
from guidelines.queries.projects import may
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can, Role
from labelwright.errors import Forbidden, Words


def with_reading(projects: QuerySet[Project], user: UUID) -> QuerySet[Project]:
    """The projects with `read_id`, the newest guideline version that the person has acknowledged, and `is_behind`:
    whether there is a newer one that is more than editorial. Conditions of one query, because every task begins with it.
    """
    newest = Acknowledgement.objects.filter(project=OuterRef("pk"), user=user).order_by("-number")
    return projects.annotate(
        read_id=Subquery(newest.values("version")[:1], output_field=UUIDField()),
        is_behind=Exists(_beyond(OuterRef("pk"), user)),
    )


def _beyond(project: OuterRef | Value, user: UUID | OuterRef) -> QuerySet[GuidelineVersion]:
    """Published versions, more than editorial, that are newer than all that the person has acknowledged."""
    as_new = Acknowledgement.objects.filter(
        project=OuterRef("project"),
        user=OuterRef(user) if isinstance(user, OuterRef) else user,
        number__gte=OuterRef("number"),
    )
    return GuidelineVersion.objects.filter(
        ~Exists(as_new), project=project, state=VersionState.PUBLISHED
    ).exclude(change_kind=GuidelineVersion.ChangeKind.EDITORIAL)


def newest_read(user: UUID, project_id: UUID) -> UUID | None:
    """The newest guideline version of the project that the person has acknowledged."""
    rows = Acknowledgement.objects.filter(project=project_id, user=user).order_by("-number")
    return rows.values_list("version", flat=True).first()


def has_read(user: UUID, version_id: UUID) -> bool:
    """Whether the person has acknowledged this very version."""
    return Acknowledgement.objects.filter(user=user, version=version_id).exists()


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section that changed, as Markdown; None where it was not there yet or is gone."""

    key: str
    title: str
    change: Difference
    before: str | None
    after: str | None
    language: str  # of title and texts


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person is to read before they go on.

    `current` is the newest version and `since` the newest that they have acknowledged. `versions` are those between, oldest
    first, that are more than editorial; `sections` what these touched, as they read in `since` and in `current`.
    """

    current: GuidelineVersion | None
    since: GuidelineVersion | None
    is_needed: bool
    versions: list[GuidelineVersion]
    sections: list[ChangedSection]


def reading_of(who: Principal, project: Project, language: str | None = None) -> Reading:
    """What the person is to read in the project; of a guideline that they have never confirmed, all of it.

    A section is told in `language` if its translation is up to date, else in that of the source: what changed must be seen.
    """
    published = project.guideline_versions.filter(state=VersionState.PUBLISHED).select_related("published_by")
    current = published.order_by("-number").first()
    read = newest_read(who.user.pk, project.pk)
    since = published.filter(pk=read).first() if read else None
    if current is None or since is None:
        return Reading(current, since, current is not None, [], [])
    newer = published.filter(number__gt=since.number).order_by("number")
    versions = list(newer.exclude(change_kind=GuidelineVersion.ChangeKind.EDITORIAL))
    before, after = parts(since.markdown), parts(current.markdown)
    touched: set[str] = set()
    for version in versions:
        if version.touched_sections is None:  # published before these were kept
            touched.update(changed_keys(before, after))
        else:
            touched.update(version.touched_sections)
    told = _told_beside(since, current, language)
    found = [_changed(key, before, after, told) for key in all_keys(before, after) if key in touched]
    return Reading(current, since, bool(versions), versions, found)


@dataclass(frozen=True, slots=True)
class _ToldBeside:
    """Both texts in the reader's language, and the sections that are translated up to date in the newer one."""

    language: str
    source: str
    before: dict[str, Part]
    after: dict[str, Part]
    current: frozenset[str]


def _told_beside(since: GuidelineVersion, current: GuidelineVersion, language: str | None) -> _ToldBeside:
    language = language or current.source_language
    old, new = translated(since, language), translated(current, language)
    up_to_date = {
        key
        for key, part in parts(current.markdown).items()
        if standing(part, new.get(key)) is Standing.TRANSLATED
    }
    return _ToldBeside(
        language,
        current.source_language,
        parts(in_language(since.markdown, old, only=Standing.TRANSLATED)) if old else {},
        parts(in_language(current.markdown, new)) if new else {},
        frozenset(up_to_date),
    )


def _changed(
    key: str, before: dict[str, Part], after: dict[str, Part], beside: _ToldBeside
) -> ChangedSection:
    change = difference_of(before.get(key), after.get(key))
    is_told = key in beside.current
    old = (beside.before if is_told and beside.before else before).get(key) if key in before else None
    new = (beside.after if is_told else after).get(key)
    title = (new or before[key]).title
    return ChangedSection(
        key,
        title,
        change,
        old.markdown if old else None,
        new.markdown if new else None,
        beside.language if is_told else beside.source,
    )


def readers_of(who: Principal, project: Project, *, is_behind: bool | None = None) -> QuerySet[ProjectMember]:
    """The people who label in the project, each with `is_behind` and `is_identified`; a vendor's lead sees their own.

    Raises `Forbidden` for everybody else: who labels learns of no other.
    """
    if not may(who, project) & {Can.SEE_MEMBERS, Can.SEE_VENDOR_PROGRESS}:
        raise Forbidden(Words("Your roles in {project} do not allow this.", project=project.name))
    rows = members_of(who, project).filter(role=Role.ANNOTATOR)
    nothing_yet = ~Exists(
        Acknowledgement.objects.filter(project=project, user=OuterRef("membership__user"))
    ) & Exists(GuidelineVersion.objects.filter(project=project, state=VersionState.PUBLISHED))
    newer = Exists(_beyond(Value(project.pk), OuterRef("membership__user")))
    rows = rows.annotate(is_behind=Case(When(nothing_yet | newer, then=True), default=False))
    return rows if is_behind is None else rows.filter(is_behind=is_behind, membership__is_active=True)


def with_readings(rows: Iterable[ProjectMember]) -> list[ProjectMember]:
    """The same rows of one project, each with `readings`: the person's acknowledgements, newest first. One query."""
    rows = list(rows)
    found = Acknowledgement.objects.filter(
        project__in={row.project_id for row in rows}, user__in=[row.membership.user_id for row in rows]
    ).order_by("-number")
    by_user: dict[UUID, list[Acknowledgement]] = {}
    for each in found:
        by_user.setdefault(each.user_id, []).append(each)
    for row in rows:
        row.readings = by_user.get(row.membership.user_id, [])  # type: ignore[attr-defined]
    return rows
