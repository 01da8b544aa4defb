"""Questions that are decided for everybody: what goes out of the project with a dataset version."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from annotation.models import GuidelineAnswer, Thread
from annotation.queries.threads import SETTLED


def decided_threads(project_id: UUID) -> QuerySet[Thread]:
    """Published answers that nobody has asked to look at again, in the order of their public ids, without the work in them.

    With `guideline_answers` of published guideline versions. Nobody asks here: it is for jobs that somebody may start.
    """
    taken_up = GuidelineAnswer.objects.filter(guideline_version__number__isnull=False)
    return (
        Thread.objects.filter(project=project_id, published_at__isnull=False, state__in=SETTLED)
        .order_by("public_id")
        .only(
            "public_id",
            "public_question",
            "public_answer",
            "published_at",
            "state",
            "resolution",
            "item",
            "region_id",
            "field",
            "label",
            "section",
        )
        .prefetch_related(
            Prefetch(
                "guideline_answers",
                queryset=taken_up.select_related("guideline_version")
                .only("thread", "section", "guideline_version", "guideline_version__number")
                .order_by("guideline_version__number"),
            )
        )
    )
