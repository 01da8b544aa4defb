"""Drafting and publishing guidelines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from guidelines.errors import DraftExists, MarkdownTooLong, NothingChanged, SectionsPointedTo
from guidelines.markdown.difference import (
    Difference,
    Part,
    all_keys,
    changed_keys,
    difference_of,
    labels_about,
    parts,
)
from guidelines.markdown.render import LONGEST, with_section_keys
from guidelines.models import GuidelineVersion, Project, VersionState
from guidelines.pointers import Move, Pointer
from guidelines.queries.projects import may, require
from guidelines.queries.versions import current_guideline, current_schema
from guidelines.services.acknowledgements import write_down
from guidelines.services.draft_reviews import require_agreement
from guidelines.services.leaving import left_out, require_places, with_moved_examples
from guidelines.services.pictures import note_pictures, show_pictures
from guidelines.services.projects import require_open
from guidelines.services.translations import copy_translations, translations_differ
from guidelines.signals import guideline_version_published, guideline_version_publishing
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Conflict, Fault, Invalid, Stale, Words

MOST_POINTERS: Final = 100  # that a refusal names


def start_guideline_draft(project: Project, *, by: Principal) -> GuidelineVersion:
    """A draft that begins as a copy of the current version, or with one section for each label of the schema."""
    require(by, project, Can.EDIT_SCHEMA)
    require_open(project)
    current = current_guideline(project)
    try:
        with transaction.atomic():
            draft = GuidelineVersion.objects.create(
                project=project,
                markdown=current.markdown if current else first_markdown(project),
                language=current.language if current else None,
                parent=current,
                created_by=by.user,
            )
            if current:
                copy_translations(current, draft)
            return draft
    except IntegrityError as error:
        raise DraftExists("Go on with the draft that is there, or discard it.") from error


def draft_to_write(project: Project, *, by: Principal) -> GuidelineVersion:
    """The project's draft, locked until the caller's transaction ends; started now if there is none."""
    drafts = GuidelineVersion.objects.filter(project=project, state=VersionState.DRAFT)
    return drafts.select_for_update().first() or start_guideline_draft(project, by=by)


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
    for key, label in explained(document).items():
        if key == "overview":
            continue
        title = label.get("titles", {}).get("en") or label.get("name", key)
        lines += [
            f"## {title} {{#{key}}}",
            "",
            f"What counts as {title}, and what does not.",
            "",
        ]
    return "\n".join(lines)


def explained(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a guideline explains, by key: the labels and options of a schema document; of equal keys the first."""
    found: dict[str, dict[str, Any]] = {}
    for field in document["fields"]:
        for label in [*field.get("labels", []), *field.get("options", [])]:
            found.setdefault(label["key"], label)
    return found


def save_guideline_draft(
    draft: GuidelineVersion, *, by: Principal, expected: int, markdown: str, read: UUID | None = None
) -> GuidelineVersion:
    """The draft with its new text, showing those of its pictures that the person may see.

    Raises `Stale` with the newer text, `MarkdownTooLong`.

    `read` is the draft that the person began with: another one is newer, whatever its version.
    """
    require(by, draft.project, Can.EDIT_SCHEMA)
    if len(markdown) > LONGEST:
        raise MarkdownTooLong(
            Words("It has {count} characters; {most} are possible.", count=len(markdown), most=LONGEST)
        )
    there = GuidelineVersion.objects.filter(pk=draft.pk, version=expected, state=VersionState.DRAFT)
    is_another = read is not None and read != draft.pk
    with transaction.atomic():
        changed = 0 if is_another else there.update(markdown=markdown, version=F("version") + 1)
        if changed:
            note_pictures(draft, markdown, by=by)
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


@dataclass(frozen=True, slots=True)
class TouchedSection:
    """A section that a change is about; `title` as it reads now, or read last."""

    key: str
    title: str
    change: Difference


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change is about. `translations` says whether what it reads in other languages differs."""

    sections: list[TouchedSection]
    labels: list[str]
    translations: bool


def touched_by(draft: GuidelineVersion) -> Touched:
    """What the draft touches, going by its difference from the current version; the curator has the last word."""
    current = current_guideline(draft.project)
    before, after = _both(current, with_section_keys(draft.markdown))
    keys = changed_keys(before, after)
    told = [
        TouchedSection(
            key, (after.get(key) or before[key]).title, difference_of(before.get(key), after.get(key))
        )
        for key in keys
    ]
    translations = current is not None and translations_differ(current, draft)
    return Touched(told, labels_about(keys, before, after, _labels(draft.project)), translations)


def _both(current: GuidelineVersion | None, markdown: str) -> tuple[dict[str, Part], dict[str, Part]]:
    return parts(current.markdown) if current else {}, parts(markdown)


def _labels(project: Project) -> list[str]:
    schema = current_schema(project)
    return list(explained(schema.document)) if schema else []


def _chosen(given: Sequence[str] | None, proposed: list[str], known: list[str], at: str) -> list[str]:
    """What the curator chose, in the order of `known`, or else what is proposed. Raises `Invalid`."""
    if given is None:
        return proposed
    faults = [
        Fault(f"/{at}/{index}", Words("There is no {key} here.", key=key))
        for index, key in enumerate(given)
        if key not in known
    ]
    if faults:
        raise Invalid("The change names what is not there.", errors=faults)
    return [key for key in known if key in given]


def publish_guideline_version(
    draft: GuidelineVersion,
    *,
    by: Principal,
    expected: int,
    change_kind: str,
    summary: str,
    sections: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
    moves: Sequence[Move] = (),
    anyway: bool = False,
) -> GuidelineVersion:
    """The draft as the next published version, which never changes again; every heading has its key from then on.

    `sections` and `labels` are the keys of what the change is about; None takes what `touched_by` proposes.
    `moves` say where to goes what points to sections that the draft leaves out.
    Raises `NothingChanged`, `Stale`, `SectionsPointedTo` with what no move is about, `Invalid` for an empty text and for
    sections, labels, examples and pictures that are not there; without `anyway` also `NotAgreed`, where comments are open or an approval
    that was asked for is missing.
    """
    require(by, draft.project, Can.EDIT_SCHEMA)
    require_open(draft.project)
    with transaction.atomic():
        audit.hold(draft.project.organisation_id)
        project = Project.objects.select_for_update().get(pk=draft.project_id)
        locked = GuidelineVersion.objects.filter(
            pk=draft.pk, version=expected, state=VersionState.DRAFT
        ).first()
        if locked is None:
            raise Stale("Somebody saved this draft after you read it.")
        if not locked.markdown.strip():
            raise Invalid(errors=[Fault("/markdown", "A guideline says something before it is published.")])
        current = current_guideline(project)
        markdown = _moved(locked, with_section_keys(locked.markdown), current, moves, by)
        if current is not None and current.markdown == markdown and not translations_differ(current, locked):
            raise NothingChanged
        if not anyway:
            require_agreement(locked)
        show_pictures(locked, markdown, by=by)
        before, after = _both(current, markdown)
        known = _labels(project)
        locked.touched_sections = _chosen(
            sections, changed_keys(before, after), all_keys(before, after), "sections"
        )
        # Of the sections that were chosen: who takes one out does not mean its label either.
        about = labels_about(locked.touched_sections, before, after, known)
        locked.touched_labels = _chosen(labels, about, known, "labels")
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
        locked.visits.all().delete()
        locked.reviews.filter(decision="").delete()  # nobody is asked any more
        if Can.ANNOTATE in may(by, project):
            write_down(locked, by.user)  # who wrote it has read it
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


def _moved(
    draft: GuidelineVersion, text: str, current: GuidelineVersion | None, moves: Sequence[Move], by: Principal
) -> str:
    """The text with what stood in sections that it leaves out where `moves` put it. Raises `SectionsPointedTo`."""
    require_places(moves, text)
    gone = left_out(current, text)
    markdown, undecided = with_moved_examples(current, text, moves)
    answers = guideline_version_publishing.send(
        GuidelineVersion, version=draft, markdown=markdown, gone=gone, moves=moves, by=by
    )
    for _, found in answers:
        undecided += cast(list[Pointer], found)  # signals know no types
    if undecided:
        raise SectionsPointedTo(
            "Say for each where it belongs from now on.",
            count=len(undecided),
            pointers=[asdict(pointer) for pointer in undecided[:MOST_POINTERS]],
        )
    return markdown
