"""Who writes a guideline draft, and how far they agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from guidelines.models import DraftComment, DraftReview, DraftVisit, GuidelineVersion, Project
from guidelines.queries.members import candidates_for
from guidelines.queries.projects import may, projects_for
from labelwright.accounts.models import Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now

OPEN_FOR = timedelta(
    seconds=35
)  # a draft counts as open after its editor was heard of last; it calls every 10


def others_at(who: Principal, draft: GuidelineVersion) -> QuerySet[Membership]:
    """Who else has the draft open just now, longest first: `opened_at` says since when, `is_identified` as above."""
    there = DraftVisit.objects.filter(draft=draft, seen_at__gt=now() - OPEN_FOR)
    since = there.filter(user=OuterRef("user")).values("opened_at")
    people = candidates_for(who, draft.project).filter(user__in=there.values("user"))
    return people.exclude(user=who.user).annotate(opened_at=Subquery(since)).order_by("opened_at")


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
