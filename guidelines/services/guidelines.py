"""Drafting and publishing guidelines."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from guidelines.errors import DraftExists, MarkdownTooLong, NothingChanged
from guidelines.markdown.render import LONGEST, with_section_keys
from guidelines.models import GuidelineVersion, Project, VersionState
from guidelines.queries import current_guideline, current_schema, require
from guidelines.services.projects import require_open
from guidelines.signals import guideline_version_published
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Conflict, Fault, Invalid, Stale


def start_guideline_draft(project: Project, *, by: Principal) -> GuidelineVersion:
    """A draft that begins as a copy of the current version, or with one section for each label of the schema."""
    require(by, project, Can.EDIT_SCHEMA)
    require_open(project)
    current = current_guideline(project)
    try:
        with transaction.atomic():
            return GuidelineVersion.objects.create(
                project=project,
                markdown=current.markdown if current else first_markdown(project),
                parent=current,
                created_by=by.user,
            )
    except IntegrityError as error:
        raise DraftExists("Go on with the draft that is there, or discard it.") from error


def first_markdown(project: Project) -> str:
    """A guideline to begin with: what the project is about, and one section for each label or option."""
    schema = current_schema(project)
    document = schema.document if schema else {"fields": []}
    lines = [
        f"# {project.name} {{#overview}}",
        "",
        project.description or "What is labelled here, and what for.",
        "",
    ]
    seen = {"overview"}
    for field in document["fields"]:
        for label in [*field.get("labels", []), *field.get("options", [])]:
            if label["key"] in seen:
                continue
            seen.add(label["key"])
            title = label.get("titles", {}).get("en") or label.get("name", label["key"])
            lines += [
                f"## {title} {{#{label['key']}}}",
                "",
                f"What counts as {title}, and what does not.",
                "",
            ]
    return "\n".join(lines)


def save_guideline_draft(
    draft: GuidelineVersion, *, by: Principal, expected: int, markdown: str
) -> GuidelineVersion:
    """The draft with its new text. Raises `Stale` with the newer text, `MarkdownTooLong`."""
    require(by, draft.project, Can.EDIT_SCHEMA)
    if len(markdown) > LONGEST:
        raise MarkdownTooLong(f"It has {len(markdown)} characters; {LONGEST} are possible.")
    changed = GuidelineVersion.objects.filter(pk=draft.pk, version=expected, state=VersionState.DRAFT).update(
        markdown=markdown, version=F("version") + 1
    )
    if not changed:
        newest = GuidelineVersion.objects.filter(pk=draft.pk, state=VersionState.DRAFT).first()
        if newest is None:
            raise Conflict("The draft was published or discarded in the meantime.")
        raise Stale(
            "Somebody saved this draft after you read it.", current=newest.version, markdown=newest.markdown
        )
    draft.refresh_from_db()
    return draft


def discard_guideline_draft(draft: GuidelineVersion, *, by: Principal, expected: int) -> None:
    """The draft is gone. Raises `Stale` if somebody changed it since version `expected`."""
    require(by, draft.project, Can.EDIT_SCHEMA)
    deleted, _ = GuidelineVersion.objects.filter(
        pk=draft.pk, version=expected, state=VersionState.DRAFT
    ).delete()
    if not deleted:
        raise Stale("Somebody saved this draft after you read it.")


def publish_guideline_version(
    draft: GuidelineVersion, *, by: Principal, expected: int, change_kind: str, summary: str
) -> GuidelineVersion:
    """The draft as the next published version, which never changes again; every heading has its key from then on.

    Raises `NothingChanged`, `Stale`, `Invalid` for an empty text.
    """
    require(by, draft.project, Can.EDIT_SCHEMA)
    require_open(draft.project)
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=draft.project_id)
        locked = GuidelineVersion.objects.filter(
            pk=draft.pk, version=expected, state=VersionState.DRAFT
        ).first()
        if locked is None:
            raise Stale("Somebody saved this draft after you read it.")
        if not locked.markdown.strip():
            raise Invalid(errors=[Fault("/markdown", "A guideline says something before it is published.")])
        markdown = with_section_keys(locked.markdown)
        current = current_guideline(project)
        if current is not None and current.markdown == markdown:
            raise NothingChanged
        highest = project.guideline_versions.aggregate(highest=Max("number"))["highest"] or 0
        locked.parent = current
        locked.markdown = markdown
        locked.number = highest + 1
        locked.change_kind = change_kind
        locked.summary = summary
        locked.state = VersionState.PUBLISHED
        locked.published_by = by.user
        locked.published_at = now()
        locked.save()
        audit.record(
            by,
            "guideline.published",
            locked,
            organisation=project.organisation_id,
            project_id=project.pk,
            number=locked.number,
            change_kind=change_kind,
        )
        version_id = locked.pk
        transaction.on_commit(
            lambda: guideline_version_published.send(GuidelineVersion, version_id=version_id)
        )
    return locked
