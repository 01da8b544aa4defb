"""What happens to projects and their members."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify

from guidelines.errors import AlreadyMember, ProjectArchived, SlugTaken, UnknownTemplate
from guidelines.models import Project, ProjectMember, SchemaVersion
from guidelines.queries.projects import may, require
from guidelines.schema.colours import assign_colours
from guidelines.schema.parse import parse_document, to_document
from guidelines.schema.templates import TEMPLATES
from labelwright.accounts import audit
from labelwright.accounts.models import Membership, Organisation
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import ALLOWED, Can, Role
from labelwright.database.clock import now
from labelwright.errors import Fault, Forbidden, Invalid, Stale, Words

# What a curator may hand out without an administrator: the people who label.
GIVEN_BY_CURATORS = frozenset({Role.ANNOTATOR, Role.REVIEWER, Role.VENDOR_LEAD})


def create_project(
    organisation: Organisation,
    *,
    by: Principal,
    name: str,
    slug: str = "",
    description: str = "",
    template: str,
) -> Project:
    """A project with a schema draft from `template`; who makes it is its first curator.

    Raises `UnknownTemplate`, `SlugTaken`, and `Forbidden` for a vendor's person.
    """
    membership = Membership.objects.get(user=by.user, organisation=organisation, is_active=True)
    if membership.vendor_id is not None:
        raise Forbidden("People of a vendor do not make projects.")
    if template not in TEMPLATES:
        known = ", ".join(TEMPLATES)
        raise UnknownTemplate(
            Words("There is no template {template!r}.", template=template),
            errors=[Fault("/template", Words("Expected one of {known}.", known=known))],
        )
    schema = assign_colours(parse_document(TEMPLATES[template].document))
    slug = slug or slugify(name)[:60] or f"project-{template.replace('_', '-')}"
    try:
        with transaction.atomic():
            project = Project.objects.create(
                organisation=organisation,
                name=name,
                slug=slug,
                description=description,
                input=schema.input,
                created_by=by.user,
            )
            ProjectMember.objects.create(project=project, membership=membership, role=Role.CURATOR)
            SchemaVersion.objects.create(project=project, document=to_document(schema), created_by=by.user)
            _audit(by, "project.created", project, project, template=template)
    except IntegrityError as error:
        raise SlugTaken(Words("Choose another short name than {slug!r}.", slug=slug), slug=slug) from error
    return project


def change_project(
    project: Project, *, by: Principal, expected: int, name: str | None = None, description: str | None = None
) -> Project:
    """The project with another name or description. Raises `Stale` if it is no longer at version `expected`."""
    require(by, project, Can.EDIT_PROJECT)
    fields = {
        key: value for key, value in (("name", name), ("description", description)) if value is not None
    }
    with transaction.atomic():
        if not Project.objects.filter(pk=project.pk, version=expected).update(
            version=F("version") + 1, **fields
        ):
            raise Stale(current=Project.objects.values_list("version", flat=True).get(pk=project.pk))
        _audit(by, "project.changed", project, project, fields=sorted(fields))
    project.refresh_from_db()
    return project


def archive_project(project: Project, *, by: Principal, archived: bool) -> Project:
    """An archived project stays readable; nothing in it is worked on. It can be taken back."""
    require(by, project, Can.EDIT_PROJECT)
    with transaction.atomic():
        Project.objects.filter(pk=project.pk).update(
            archived_at=now() if archived else None, version=F("version") + 1
        )
        _audit(by, "project.archived" if archived else "project.reopened", project, project)
    project.refresh_from_db()
    return project


def require_open(project: Project) -> None:
    """Nothing, or `ProjectArchived`."""
    if project.archived_at is not None:
        raise ProjectArchived(
            Words("{project} is archived; take it back to work on it.", project=project.name)
        )


def add_member(project: Project, *, by: Principal, membership: UUID, role: str) -> ProjectMember:
    """One more role of a person of the same organisation.

    Raises `AlreadyMember`, `Invalid` for a person who is not there, `Forbidden` for a role beyond one's own.
    """
    _require_giving(by, project, Role(role))
    person = Membership.objects.filter(
        pk=membership, organisation=project.organisation_id, is_active=True
    ).first()
    if person is None:
        raise Invalid(errors=[Fault("/membership", "Nobody in this organisation has this membership.")])
    if person.vendor_id is not None and Role(role) not in GIVEN_BY_CURATORS:
        raise Invalid(errors=[Fault("/role", "A vendor's person can be annotator, reviewer or vendor lead.")])
    try:
        with transaction.atomic():
            member = ProjectMember.objects.create(project=project, membership=person, role=role)
            _audit(by, "member.role_given", member, project, role=role, person=person.user.pseudonym)
    except IntegrityError as error:
        raise AlreadyMember from error
    return member


def remove_member(member: ProjectMember, *, by: Principal) -> None:
    """The person no longer has this role in the project; their work stays."""
    _require_giving(by, member.project, Role(member.role))
    with transaction.atomic():
        _audit(
            by,
            "member.role_taken",
            member,
            member.project,
            role=member.role,
            person=member.membership.user.pseudonym,
        )
        member.delete()


def _require_giving(by: Principal, project: Project, role: Role) -> None:
    """Nobody gives away what they do not have; curators may bring in the people who label."""
    mine = may(by, project)
    if Can.MANAGE_MEMBERS in mine:
        return
    if Can.EDIT_PROJECT in mine and (role in GIVEN_BY_CURATORS or role is Role.MODELER) and ALLOWED[role]:
        return
    raise Forbidden("Your roles in this project do not allow giving or taking this role.")


def _audit(by: Principal, action: str, subject: object, project: Project, **data: object) -> None:
    audit.record(by, action, subject, organisation=project.organisation_id, project_id=project.pk, **data)
