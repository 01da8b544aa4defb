"""Looking at a guideline draft together before it is published: comments at its sections, and a second person's decision."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from guidelines.errors import NotAgreed, ReviewDecided
from guidelines.markdown.difference import BEGINNING, parts
from guidelines.markdown.render import with_section_keys
from guidelines.models import DraftComment, DraftReview, GuidelineVersion, VersionState
from guidelines.queries.drafting import draft_agreement
from guidelines.queries.members import editors_of
from guidelines.queries.projects import require
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Fault, Forbidden, Invalid, NotFound, Stale, Words

DECIDED = {
    DraftReview.Decision.APPROVED.value: "guideline.review_approved",
    DraftReview.Decision.CHANGES.value: "guideline.review_changes",
}


def _held(draft: GuidelineVersion) -> GuidelineVersion:
    """The draft as it is now, until the transaction ends. Raises `NotFound` if it was published or discarded."""
    held = GuidelineVersion.objects.select_for_update(of=("self",)).select_related("project")
    found = held.filter(pk=draft.pk, state=VersionState.DRAFT).first()
    if found is None:
        raise NotFound
    return found


def comment_on_draft(draft: GuidelineVersion, *, by: Principal, section: str, body: str) -> DraftComment:
    """The comment stands at the section, which keeps its key from now on. Raises `Invalid` if there is no such section."""
    require(by, draft.project, Can.EDIT_SCHEMA)
    with transaction.atomic():
        held = _held(draft)
        there = parts(held.markdown)
        if section not in there and section != BEGINNING:
            raise Invalid(errors=[Fault("/section", Words("There is no section {key} here.", key=section))])
        title = there[section].title if section in there else ""
        keyed = with_section_keys(held.markdown)
        if keyed != held.markdown:
            held.markdown, held.version = keyed, held.version + 1
            held.save(update_fields=["markdown", "version"])
        return DraftComment.objects.create(
            version=held, section=section, title=title[:200], body=body, author=by.user, created_at=now()
        )


def resolve_comment(comment: DraftComment, *, by: Principal, resolved: bool) -> DraftComment:
    """The comment is done with, or open again; once more changes nothing."""
    require(by, comment.version.project, Can.EDIT_SCHEMA)
    done = {"resolved_by": by.user, "resolved_at": now()}
    rows = DraftComment.objects.filter(pk=comment.pk, resolved_at__isnull=resolved)
    rows.update(**(done if resolved else {"resolved_by": None, "resolved_at": None}))
    return DraftComment.objects.select_related("author", "version").get(pk=comment.pk)


def ask_for_review(
    draft: GuidelineVersion, *, by: Principal, reviewer: UUID | None, note: str
) -> DraftReview:
    """Somebody is asked to look at the draft: `reviewer`, or None for whoever may. Who was asked before is not any more."""
    require(by, draft.project, Can.EDIT_SCHEMA)
    if reviewer is not None:
        known = editors_of(by, draft.project).exclude(user=by.user)
        if not known.filter(user=reviewer).exists():
            raise Invalid(errors=[Fault("/reviewer", "Name somebody else who may edit guidelines here.")])
    with transaction.atomic():
        audit.hold(draft.project.organisation_id)
        held = _held(draft)
        held.reviews.filter(decision="").delete()
        review = DraftReview.objects.create(
            version=held, asked_by=by.user, asked_at=now(), reviewer_id=reviewer, note=note
        )
        _audited(by, "guideline.review_asked", held)
    return review


def withdraw_review(draft: GuidelineVersion, *, by: Principal) -> None:
    """Nobody is asked any more; what was decided stays. Raises `ReviewDecided` if nobody was asked."""
    require(by, draft.project, Can.EDIT_SCHEMA)
    deleted, _ = DraftReview.objects.filter(version=draft, decision="").delete()
    if not deleted:
        raise ReviewDecided("Nobody is asked to review this draft.")


def decide_review(
    draft: GuidelineVersion, *, by: Principal, expected: int, decision: str, reason: str = ""
) -> DraftReview:
    """The draft, as of version `expected`, is approved, or changes are asked for.

    Raises `Forbidden` for who asked and, where somebody was named, for everybody else; `Stale` if the text has changed since;
    `ReviewDecided` if nobody is asked.
    """
    require(by, draft.project, Can.EDIT_SCHEMA)
    with transaction.atomic():
        audit.hold(draft.project.organisation_id)
        held = _held(draft)
        if held.version != expected:
            raise Stale("Somebody saved this draft after you read it.", current=held.version)
        review = held.reviews.filter(decision="").first()
        if review is None:
            raise ReviewDecided("Nobody is asked to review this draft.")
        if review.asked_by_id == by.user.pk:
            raise Forbidden("Somebody else than who asked decides.")
        if review.reviewer_id not in (None, by.user.pk):
            raise Forbidden("Somebody else was asked to decide.")
        review.decision, review.reason = decision, reason
        review.decided_by, review.decided_at, review.decided_on = by.user, now(), held.version
        review.save()
        _audited(by, DECIDED[decision], held)
    return review


def require_agreement(draft: GuidelineVersion) -> None:
    """Nothing, or `NotAgreed` where comments are open or an approval that was asked for is missing."""
    found = draft_agreement(draft)
    if not found.is_whole:
        raise NotAgreed(
            "Look at the open comments and the review, or publish it anyway.",
            open_comments=found.open_comments,
            review=found.review,
        )


def _audited(by: Principal, action: str, draft: GuidelineVersion) -> None:
    project = draft.project
    audit.record(by, action, draft, organisation=project.organisation_id, project_id=project.pk)
