"""Writing a guideline draft together: who has it open, comments at its sections, and a second person's decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from guidelines.api.serializers import IF_IDENTIFIED
from guidelines.api.views import GuidelineDraftView
from guidelines.models import DraftComment, DraftReview, GuidelineVersion, Project
from guidelines.queries.drafting import (
    comments_at,
    draft_agreement,
    draft_comments_for,
    newest_review,
    others_at,
    review_state,
    waits_for,
)
from guidelines.queries.members import editors_of, names_in
from guidelines.queries.projects import project_for, require
from guidelines.queries.versions import guideline_drafts_for
from guidelines.services import draft_reviews, draft_visits
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, page
from labelwright.rest.permissions import SignedIn
from labelwright.rest.preconditions import if_match
from labelwright.rest.serializers import In, NothingIn, Out, parse, parse_query
from labelwright.rest.views import View

REVIEW_STATES = ["", "asked", "changes", "approved", "outdated"]


class ColleagueOut(Out):
    name = serializers.SerializerMethodField(help_text=f"Their name{IF_IDENTIFIED}")
    pseudonym = serializers.CharField(source="user.pseudonym", help_text="What others see of them.")

    def get_name(self, person: object) -> str | None:
        return person.user.name if person.is_identified else None  # type: ignore[attr-defined]  # see `others_at`


class VisitorOut(ColleagueOut):
    since = serializers.DateTimeField(source="opened_at", help_text="When they opened it.")


class VisitOut(Out):
    version = serializers.IntegerField(
        allow_null=True,
        help_text="Of the draft now: greater, when somebody has saved since; null, when it was published or discarded.",
    )
    others = VisitorOut(many=True, help_text="Who else has the draft open just now, longest first.")


class WriterOut(Out):
    user = serializers.UUIDField(help_text="The person.")
    name = serializers.CharField(allow_null=True, help_text=f"Their name{IF_IDENTIFIED}")
    pseudonym = serializers.CharField(help_text="What others see of them.")


class CommentIn(In):
    section = serializers.CharField(
        max_length=63, allow_blank=True, help_text="Key of the section; empty: before the first heading."
    )
    body = serializers.CharField(max_length=2000, help_text="What there is to say, as plain text.")


class CommentOut(Out):
    id = serializers.UUIDField(help_text="Identity of the comment.")
    section = serializers.CharField(allow_blank=True, help_text="Key of the section that it stands at.")
    title = serializers.CharField(
        allow_blank=True, help_text="The heading of the section when the comment was made."
    )
    body = serializers.CharField(help_text="What was said.")
    author = WriterOut(help_text="Who said it.")
    created_at = serializers.DateTimeField(help_text="When.")
    resolved_at = serializers.DateTimeField(allow_null=True, help_text="When it was done with; or null.")
    number = serializers.IntegerField(
        allow_null=True,
        help_text="Of the version that it was made at, if that is published meanwhile; null for one of this draft.",
    )


class ResolveCommentIn(In):
    resolved = serializers.BooleanField(default=True, help_text="False opens it again.")


class AskReviewIn(In):
    reviewer = serializers.UUIDField(
        allow_null=True, default=None, help_text="Who is asked; null: whoever may edit guidelines here."
    )
    note = serializers.CharField(max_length=500, default="", allow_blank=True, help_text="What to look at.")


class DecideReviewIn(In):
    decision = serializers.ChoiceField(DraftReview.Decision.values, help_text="approved or changes.")
    reason = serializers.CharField(
        max_length=500, default="", allow_blank=True, help_text="What is to be changed, in a sentence."
    )


class ReviewOut(Out):
    asked_by = WriterOut(help_text="Who asked for it.")
    asked_at = serializers.DateTimeField(help_text="When.")
    reviewer = WriterOut(allow_null=True, help_text="Who is asked; null: whoever may.")
    note = serializers.CharField(allow_blank=True, help_text="What to look at.")
    decided_by = WriterOut(allow_null=True, help_text="Who decided; null as long as nobody has.")
    decided_at = serializers.DateTimeField(allow_null=True, help_text="When.")
    reason = serializers.CharField(allow_blank=True, help_text="What is to be changed.")


class DraftReviewOut(Out):
    state = serializers.ChoiceField(
        REVIEW_STATES,
        allow_blank=True,
        help_text="Empty: nobody was asked. `outdated`: what was approved has changed since.",
    )
    review = ReviewOut(allow_null=True, help_text="What was asked or decided last; null where nobody was.")
    waits_for_me = serializers.BooleanField(help_text="Whether the person asking is to decide.")
    open_comments = serializers.IntegerField(help_text="Comments that nobody has resolved.")
    reviewers = WriterOut(many=True, help_text="Who could be asked by the person asking.")


def _told(people: dict[UUID, Any], user: Any) -> dict[str, Any] | None:
    """A person as the one who asks may know them."""
    if user is None:
        return None
    row = people.get(user.pk)
    name = user.name if row is not None and row.is_identified else None
    return {"user": user.pk, "name": name, "pseudonym": user.pseudonym}


def _comments(who: Principal, project: Project, rows: Iterable[DraftComment]) -> list[dict[str, Any]]:
    rows = list(rows)
    people = names_in(who, project, [row.author_id for row in rows])
    return [
        CommentOut({**vars(row), "author": _told(people, row.author), "number": row.version.number}).data
        for row in rows
    ]


class DraftVisitView(GuidelineDraftView):
    keeps_answers = False  # saying it again is what it is for

    @extend_schema(
        summary="Say that I have the draft open, and learn who else has",
        description="To be repeated every ten seconds; after half a minute of silence it counts as closed.",
        request=NothingIn,
        responses=VisitOut,
    )
    def post(self, request: Request, project: UUID) -> Response:
        draft = self._there(project)
        parse(NothingIn, request)
        if draft is None or not draft_visits.keep_draft_open(draft, by=self.who):
            return Response(VisitOut({"version": None, "others": []}).data)
        others = others_at(self.who, draft)
        return Response(VisitOut({"version": draft.version, "others": others}).data)

    @extend_schema(summary="Say that I have closed the draft", responses={204: None})
    def delete(self, request: Request, project: UUID) -> Response:
        draft = self._there(project)
        if draft is not None:
            draft_visits.close_draft(draft, by=self.who)
        return Response(status=204)

    def _there(self, project: UUID) -> GuidelineVersion | None:
        """The draft, if there still is one: who has it open asks until they notice."""
        found = project_for(self.who, project, Can.EDIT_SCHEMA)
        return guideline_drafts_for(self.who).filter(project=found).select_related("project").first()


class DraftComments(GuidelineDraftView):
    @extend_schema(
        summary="Comments at the draft, oldest first",
        description="Those made at the draft, and those at versions before that are still open.",
        parameters=[PageIn],
        responses=listing(CommentOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.SEE_DRAFTS)
        rows, key = page(comments_at(self.who, draft), parse_query(PageIn, request), by=("id",))
        return Response({"results": _comments(self.who, draft.project, rows), "next": key})

    @extend_schema(
        summary="Comment on a section of the draft", request=CommentIn, responses={201: CommentOut}
    )
    def post(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = parse(CommentIn, request)
        made = draft_reviews.comment_on_draft(draft, by=self.who, section=data.section, body=data.body)
        return Response(_comments(self.who, draft.project, [made])[0], status=201)


class ResolveComment(View):
    permission = SignedIn
    keeps_answers = False  # saying it again changes nothing

    @extend_schema(
        summary="Resolve a comment, or open it again", request=ResolveCommentIn, responses=CommentOut
    )
    def post(self, request: Request, guideline_comment: UUID) -> Response:
        found = draft_comments_for(self.who).filter(pk=guideline_comment)
        comment = found.select_related("version__project").first()
        if comment is None:
            raise NotFound
        project = comment.version.project
        require(self.who, project, Can.EDIT_SCHEMA)
        resolved = parse(ResolveCommentIn, request).resolved
        done = draft_reviews.resolve_comment(comment, by=self.who, resolved=resolved)
        return Response(_comments(self.who, project, [done])[0])


class GuidelineReview(GuidelineDraftView):
    needs_if_match = ("PUT",)

    @extend_schema(
        summary="Whether somebody is asked to review the guideline draft, and what they decided",
        description="Without a draft it says that nobody is.",
        responses=DraftReviewOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.SEE_DRAFTS)
        draft = guideline_drafts_for(self.who).filter(project=found).select_related("project").first()
        return Response(self._state(found, draft))

    @extend_schema(
        summary="Ask for a review of the draft",
        description="Who was asked before is not any more.",
        request=AskReviewIn,
        responses=DraftReviewOut,
    )
    def post(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = parse(AskReviewIn, request)
        draft_reviews.ask_for_review(draft, by=self.who, reviewer=data.reviewer, note=data.note)
        return Response(self._state(draft.project, draft))

    @extend_schema(
        summary="Approve the draft, or ask for changes", request=DecideReviewIn, responses=DraftReviewOut
    )
    def put(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = parse(DecideReviewIn, request)
        draft_reviews.decide_review(
            draft,
            by=self.who,
            expected=if_match(request),
            decision=data.decision,
            reason=data.reason,
        )
        return Response(self._state(draft.project, draft))

    @extend_schema(summary="Ask nobody any more", responses={204: None})
    def delete(self, request: Request, project: UUID) -> Response:
        draft_reviews.withdraw_review(self.draft(project, Can.EDIT_SCHEMA), by=self.who)
        return Response(status=204)

    def _state(self, project: Project, draft: GuidelineVersion | None) -> Any:
        review = newest_review(draft) if draft else None
        involved = (review.asked_by_id, review.reviewer_id, review.decided_by_id) if review else ()
        people = names_in(self.who, project, involved)
        editors = editors_of(self.who, project).exclude(user=self.who.user) if draft else []
        told = review and {
            **vars(review),
            **{name: _told(people, getattr(review, name)) for name in ("asked_by", "reviewer", "decided_by")},
        }
        return DraftReviewOut(
            {
                "state": review_state(draft, review) if draft else "",
                "review": told,
                "waits_for_me": waits_for(self.who, project, review),
                "open_comments": draft_agreement(draft).open_comments if draft else 0,
                "reviewers": [_told({row.user_id: row}, row.user) for row in editors],
            }
        ).data
