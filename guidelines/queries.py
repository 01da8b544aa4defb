"""Reading projects and versions. Every function begins with who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, UUIDField, Value, When

from guidelines.markdown.difference import Difference, Part, all_keys, changed_keys, difference_of, parts
from guidelines.markdown.languages import Standing, Translated, in_language, source_hash, standing
from guidelines.markdown.render import Section, pictures, sections
from guidelines.models import (
    Acknowledgement,
    DraftComment,
    DraftReview,
    DraftVisit,
    GuidelineTranslation,
    GuidelineVersion,
    Picture,
    Project,
    ProjectMember,
    SchemaVersion,
    VersionState,
)
from labelwright.accounts.models import AuditEvent, Membership, Organisation, OrganisationRole
from labelwright.accounts.principal import Principal
from labelwright.accounts.queries import audit_of, memberships_of
from labelwright.accounts.roles import BLINDED, Can, Role, allowed, roles_that, scope_of
from labelwright.database.clock import now
from labelwright.database.locks import share
from labelwright.errors import Forbidden, NotFound, Words
from labelwright.jobs.models import Job
from labelwright.jobs.queries import jobs_of_projects

OPEN_FOR = timedelta(
    seconds=35
)  # a draft counts as open after its editor was heard of last; it calls every 10
RUNNING_THE_ORGANISATION = (OrganisationRole.OWNER, OrganisationRole.ADMIN)


def projects_for(who: Principal, can: Can = Can.SEE_PROJECT) -> QuerySet[Project]:
    """The projects in which the person may do `can`; with a token, only those that it is for."""
    roles = roles_that(can)
    member = memberships_of(who)
    through_role = ProjectMember.objects.filter(membership__in=member, role__in=roles).values("project")
    allowed_here = Q(pk__in=through_role)
    if Role.ADMINISTRATOR in roles:
        allowed_here |= Q(
            organisation__in=member.filter(role__in=RUNNING_THE_ORGANISATION).values("organisation")
        )
    projects = Project.objects.filter(allowed_here)
    if can in BLINDED:
        labelling = ProjectMember.objects.filter(membership__in=member, role=Role.ANNOTATOR).values("project")
        projects = projects.exclude(pk__in=labelling)
    limit = who.only_projects(scope_of(can))
    return projects if limit is None else projects.filter(pk__in=limit)


def project_for(who: Principal, project_id: UUID | str, can: Can = Can.SEE_PROJECT) -> Project:
    """The project, for somebody who may do `can` in it.

    Raises `NotFound` if they may not know of it, `Forbidden` if they may see it but not do this.
    """
    project = projects_for(who).select_related("organisation").filter(pk=project_id).first()
    if project is None:
        raise NotFound
    if can is not Can.SEE_PROJECT:
        require(who, project, can)
    return project


def require(who: Principal, project: Project, can: Can) -> None:
    """Nothing, or `Forbidden` when the person may not do `can` in the project."""
    if can not in may(who, project):
        raise Forbidden(
            Words("Your roles in {project} do not allow this.", project=project.name), needs=can.value
        )
    limit = who.only_projects(scope_of(can))
    if limit is not None and str(project.pk) not in limit:
        raise NotFound


def roles_in(who: Principal, project: Project) -> frozenset[Role]:
    """All the roles of the person in the project."""
    membership = (
        memberships_of(who)
        .filter(organisation=project.organisation_id)
        .prefetch_related(
            Prefetch("project_roles", queryset=ProjectMember.objects.filter(project=project), to_attr="here")
        )
        .first()
    )
    if membership is None:
        return frozenset()
    roles = {Role(row.role) for row in membership.here}  # type: ignore[attr-defined]
    if membership.role in RUNNING_THE_ORGANISATION:
        roles.add(Role.ADMINISTRATOR)
    return frozenset(roles)


def may(who: Principal, project: Project) -> frozenset[Can]:
    """All that the person may do in the project."""
    return allowed(roles_in(who, project))


def roles_by_project(who: Principal, projects: Iterable[Project]) -> dict[UUID, frozenset[Role]]:
    """The person's roles in each of `projects`, in two queries however many there are."""
    projects = list(projects)
    roles: dict[UUID, set[Role]] = {project.pk: set() for project in projects}
    member = memberships_of(who)
    rows = ProjectMember.objects.filter(membership__in=member, project__in=projects)
    for project_id, role in rows.values_list("project", "role"):
        roles[project_id].add(Role(role))
    run = set(member.filter(role__in=RUNNING_THE_ORGANISATION).values_list("organisation", flat=True))
    for project in projects:
        if project.organisation_id in run:
            roles[project.pk].add(Role.ADMINISTRATOR)
    return {key: frozenset(value) for key, value in roles.items()}


def schema_versions_for(who: Principal) -> QuerySet[SchemaVersion]:
    """Published schema versions of the person's projects."""
    return SchemaVersion.objects.filter(project__in=projects_for(who), state=VersionState.PUBLISHED)


def schema_drafts_for(who: Principal) -> QuerySet[SchemaVersion]:
    """Schema drafts, for those who may see what is not published."""
    return SchemaVersion.objects.filter(
        project__in=projects_for(who, Can.SEE_DRAFTS), state=VersionState.DRAFT
    )


def draft_for(who: Principal, project_id: UUID, can: Can) -> SchemaVersion:
    """The schema draft of the project, for somebody who may do `can` there. Raises `NotFound` if there is none."""
    found = project_for(who, project_id, can)
    draft = schema_drafts_for(who).filter(project=found).select_related("project", "parent").first()
    if draft is None:
        raise NotFound("This project has no schema draft; start one with POST.")
    return draft


def guideline_versions_for(who: Principal) -> QuerySet[GuidelineVersion]:
    """Published guideline versions of the person's projects."""
    return GuidelineVersion.objects.filter(project__in=projects_for(who), state=VersionState.PUBLISHED)


def guideline_drafts_for(who: Principal) -> QuerySet[GuidelineVersion]:
    """Guideline drafts, for those who may see what is not published."""
    return GuidelineVersion.objects.filter(
        project__in=projects_for(who, Can.SEE_DRAFTS), state=VersionState.DRAFT
    )


def current_schema(project: Project) -> SchemaVersion | None:
    """The newest published schema version."""
    return project.schema_versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()


def share_current_schema(project_id: UUID) -> UUID | None:
    """The id of the newest published schema version, which stays so until the caller's transaction ends.

    Many may hold it at once; publishing waits for all of them. So whoever writes an annotation and then asks here either
    sees a new version, or is seen by the schema migration that it brings.
    """
    found = share(Project, project_id, "current_schema_version", strength="KEY SHARE")
    return None if found is None else UUID(str(found))


def current_guideline(project: Project) -> GuidelineVersion | None:
    """The newest published guideline version."""
    return project.guideline_versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()


def pictures_shown(version: GuidelineVersion) -> list[Picture]:
    """The pictures that the text of a version shows, in the language that it is written in; by their keys."""
    named = pictures(version.markdown)
    return list(Picture.objects.filter(uses__version=version, key__in=named).order_by("key")) if named else []


def translated(version: GuidelineVersion, language: str) -> dict[str, Translated]:
    """What the version's sections read in the language, by section key; nothing in that of its source."""
    if language == version.source_language:
        return {}
    rows = GuidelineTranslation.objects.filter(version=version, language=language)
    return {
        key: Translated(title, body, source)
        for key, title, body, source in rows.values_list("section", "title", "body", "source_hash")
    }


@dataclass(frozen=True, slots=True)
class Told:
    """A guideline version as it reads in a language. `languages` are those that something of it can be read in."""

    language: str
    languages: list[str]
    markdown: str
    sections: list[Section]
    standings: dict[str, Standing]


def told_in(version: GuidelineVersion, language: str | None) -> Told:
    """The version in the language; sections that are not translated, and all of it without `language`, in that of the source."""
    others = version.translations.exclude(language=version.source_language)
    languages = [version.source_language, *sorted(set(others.values_list("language", flat=True)))]
    if language is None or language not in languages:
        language = version.source_language
    translations = translated(version, language)
    if language == version.source_language:
        there = sections(version.markdown)
        told = {each.key: Standing.SOURCE for each in there}
        return Told(language, languages, version.markdown, there, told)
    markdown = in_language(version.markdown, translations)
    standings = {key: standing(part, translations.get(key)) for key, part in parts(version.markdown).items()}
    return Told(language, languages, markdown, sections(markdown), standings)


@dataclass(frozen=True, slots=True)
class Beside:
    """A section of a draft beside what it reads in another language; `made_from` is the source of an outdated translation."""

    key: str
    level: int
    title: str
    body: str
    hash: str
    standing: Standing
    translated_title: str
    translated_body: str
    revision: int
    made_from: str | None


def beside(draft: GuidelineVersion, language: str) -> list[Beside]:
    """The sections of the draft, in the order of the text, each with its translation."""
    rows = {row.section: row for row in draft.translations.filter(language=language)}
    levels = {section.key: section.level for section in sections(draft.markdown)}
    earlier = parts(draft.parent.markdown) if draft.parent else {}
    found = []
    for key, part in parts(draft.markdown).items():
        row, now_hash, was = rows.get(key), source_hash(part), earlier.get(key)
        made = Translated(row.title, row.body, row.source_hash) if row else None
        stands = standing(part, made)
        is_known = stands is Standing.OUTDATED and was is not None and source_hash(was) == made.source  # type: ignore[union-attr]
        found.append(
            Beside(
                key,
                levels.get(key, 0),
                part.title,
                part.body,
                now_hash,
                stands,
                row.title if row else "",
                row.body if row else "",
                row.revision if row else 0,
                was.body if is_known and was else None,
            )
        )
    return found


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


def project_rows(who: Principal, projects: QuerySet[Project]) -> QuerySet[Project]:
    """`projects` with what a list shows: the newest published versions, in one query."""

    def newest(model: type[SchemaVersion] | type[GuidelineVersion]) -> Subquery:
        rows = model.objects.filter(project=OuterRef("pk"), state=VersionState.PUBLISHED).order_by("-number")
        return Subquery(rows.values("pk")[:1])

    return projects.annotate(
        schema_version_id=newest(SchemaVersion), guideline_version_id=newest(GuidelineVersion)
    )


def with_asker(who: Principal, projects: Iterable[Project]) -> list[Project]:
    """The same rows, each knowing the asker's roles in it (`asker_roles`) and what they allow (`asker_may`)."""
    rows = list(projects)
    roles = roles_by_project(who, rows)
    for project in rows:
        project.asker_roles = roles[project.pk]  # type: ignore[attr-defined]
        project.asker_may = allowed(roles[project.pk])  # type: ignore[attr-defined]
    return rows


def organisation_for(who: Principal, organisation_id: UUID | str) -> Organisation:
    """An organisation that the person is an active member of. Raises `NotFound`."""
    found = Organisation.objects.filter(
        pk=organisation_id, memberships__user=who.user, memberships__is_active=True
    ).first()
    if found is None or not who.unlimited:
        raise NotFound
    return found


def organisation_to_make_projects_in(who: Principal, organisation_id: UUID | str) -> Organisation:
    """As `organisation_for`, for people in house. Raises `Forbidden` for a vendor's person."""
    found = organisation_for(who, organisation_id)
    if Membership.objects.filter(user=who.user, organisation=found, vendor__isnull=False).exists():
        raise Forbidden("People of a vendor do not make projects.")
    return found


def members_of(who: Principal, project: Project) -> QuerySet[ProjectMember]:
    """Who works in the project; a vendor lead sees the people of their own vendor.

    Each row says in `is_identified` whether the person asking may see name and address.
    """
    mine = may(who, project)
    members = (
        ProjectMember.objects.filter(project=project)
        .select_related("membership__user", "membership__vendor")
        .annotate(is_identified=_identified(who, project, mine, "membership__"))
    )
    if Can.SEE_MEMBERS in mine:
        return members
    own = Membership.objects.filter(user=who.user, organisation=project.organisation_id).values("vendor")
    return members.filter(membership__vendor__in=own)


def candidates_for(who: Principal, project: Project) -> QuerySet[Membership]:
    """Active members of the organisation, from whom those who may give roles choose; `is_identified` as above."""
    mine = may(who, project)
    return (
        Membership.objects.filter(organisation=project.organisation_id, is_active=True, user__is_active=True)
        .select_related("user", "vendor")
        .annotate(is_identified=_identified(who, project, mine))
    )


def others_at(who: Principal, draft: GuidelineVersion) -> QuerySet[Membership]:
    """Who else has the draft open just now, longest first: `opened_at` says since when, `is_identified` as above."""
    there = DraftVisit.objects.filter(draft=draft, seen_at__gt=now() - OPEN_FOR)
    since = there.filter(user=OuterRef("user")).values("opened_at")
    people = candidates_for(who, draft.project).filter(user__in=there.values("user"))
    return people.exclude(user=who.user).annotate(opened_at=Subquery(since)).order_by("opened_at")


def editors_of(who: Principal, project: Project) -> QuerySet[Membership]:
    """Who may edit guidelines in the project, and so review a draft; `is_identified` as above."""
    editing = ProjectMember.objects.filter(project=project, role__in=roles_that(Can.EDIT_SCHEMA))
    found = Q(pk__in=editing.values("membership")) | Q(role__in=RUNNING_THE_ORGANISATION)
    return candidates_for(who, project).filter(found)


def names_in(who: Principal, project: Project, users: Iterable[UUID | None]) -> dict[UUID, Membership]:
    """The people among `users` by id, `is_identified` as above; who left the organisation is known by pseudonym only."""
    rows = candidates_for(who, project).filter(user__in={user for user in users if user})
    return {row.user_id: row for row in rows}


def draft_comments_for(who: Principal) -> QuerySet[DraftComment]:
    """Comments at guidelines, for those who may see drafts."""
    return DraftComment.objects.filter(version__project__in=projects_for(who, Can.SEE_DRAFTS))


def comments_at(who: Principal, draft: GuidelineVersion) -> QuerySet[DraftComment]:
    """The comments at the draft, oldest first: its own, and what is still open of versions before."""
    here = Q(version=draft) | Q(version__project=draft.project_id, resolved_at=None)
    rows = draft_comments_for(who).filter(here).select_related("author", "version")
    return rows.defer("version__markdown").order_by("id")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far those who write a draft agree. `review` is empty where nobody was asked, or `asked`, `approved`, `changes`;
    `outdated`, where what was approved has changed since."""

    open_comments: int
    review: str

    @property
    def is_whole(self) -> bool:
        return self.open_comments == 0 and self.review in ("", DraftReview.Decision.APPROVED)


def newest_review(draft: GuidelineVersion) -> DraftReview | None:
    """What was asked or decided last about the draft."""
    rows = draft.reviews.select_related("asked_by", "reviewer", "decided_by")
    return rows.order_by("-id").first()


def review_state(draft: GuidelineVersion, review: DraftReview | None) -> str:
    """As `Agreement.review`."""
    if review is None:
        return ""
    if review.decision == DraftReview.Decision.APPROVED and review.decided_on != draft.version:
        return "outdated"
    return review.decision or "asked"


def waits_for(who: Principal, project: Project, review: DraftReview | None) -> bool:
    """Whether the person is asked to decide it: by name, or as one of those who may."""
    if review is None or review.decision or review.asked_by_id == who.user.pk:
        return False
    is_meant = review.reviewer_id in (None, who.user.pk)
    return is_meant and Can.EDIT_SCHEMA in may(who, project)


def draft_agreement(draft: GuidelineVersion) -> Agreement:
    """How far those who write the draft agree."""
    comments = DraftComment.objects.filter(version__project=draft.project_id, resolved_at=None).count()
    return Agreement(comments, review_state(draft, newest_review(draft)))


def _identified(who: Principal, project: Project, mine: frozenset[Can], at: str = "") -> Q | Value:
    """Whose name and address may be seen: everybody's by administrators, by a lead those of their own vendor.

    To the others a vendor's people are vendor and pseudonym. So is who labels here, though in house: beside their
    pseudonym, a name would lift the blinding of all their work.
    """
    if Can.MANAGE_MEMBERS in mine or Can.SEE_MEMBERS not in mine:
        return Value(True)
    labels = ProjectMember.objects.filter(
        project=project, role=Role.ANNOTATOR, membership=OuterRef(f"{at}pk")
    )
    in_house = Q(**{f"{at}vendor__isnull": True}) & ~Exists(labels)
    return in_house | Q(**{f"{at}user": who.user})


def project_member_for(who: Principal, member_id: UUID | str) -> ProjectMember:
    """A role of somebody in a project whose members the person may see. Raises `NotFound`."""
    member = (
        ProjectMember.objects.filter(pk=member_id, project__in=projects_for(who, Can.SEE_MEMBERS))
        .select_related("project", "membership__user")
        .first()
    )
    if member is None:
        raise NotFound
    return member


def audit_of_project(
    who: Principal, project_id: UUID, *, action: str = "", actor: str = ""
) -> QuerySet[AuditEvent]:
    """What happened in the project; names of who did it only for administrators."""
    project = project_for(who, project_id, Can.SEE_AUDIT)
    names = Can.MANAGE_MEMBERS in may(who, project)
    return audit_of(project.organisation, project_id=project.pk, action=action, actor=actor, names=names)


def job_for(who: Principal, job_id: UUID | str) -> Job:
    """A job of a project whose jobs the person may see. Raises `NotFound`."""
    job = jobs_of_projects(projects_for(who, Can.SEE_JOBS).values("pk")).filter(pk=job_id).first()
    if job is None:
        raise NotFound
    return job


def job_for_change(who: Principal, job_id: UUID | str) -> Job:
    """A job that the person may stop or start again: a curator's project, or their own. Raises `NotFound`, `Forbidden`."""
    job = job_for(who, job_id)
    if job.created_by_id != who.user.pk:
        require(who, Project.objects.get(pk=job.project_id), Can.EDIT_PROJECT)  # type: ignore[misc]
    return job
