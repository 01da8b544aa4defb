"""What else of a project a change of its schema is about."""

from __future__ import annotations

from uuid import UUID

from annotation.models import Assignment, Task, TaskState
from annotation.queries.work import HOLDING
from guidelines.models import GuidelineVersion, VersionState
from guidelines.operations.plan import Plan

WORK_LEFT = (TaskState.OPEN, TaskState.LEASED, TaskState.RETURNED)


def touches_of(project_id: UUID, plan: Plan) -> dict[str, object]:
    """Counts of open tasks and drafts, and the guideline's sections about labels that change."""
    tasks = Task.objects.filter(batch__project=project_id, state__in=WORK_LEFT)
    drafts = Assignment.objects.filter(
        task__batch__project=project_id, state__in=HOLDING, draft__isnull=False
    )
    newest = (
        GuidelineVersion.objects.filter(project=project_id, state=VersionState.PUBLISHED)
        .order_by("-number")
        .first()
    )
    labels = sorted({label for _, label in plan.scope.uses if label})
    sections = [label for label in labels if newest is not None and f"{{#{label}}}" in newest.markdown]
    return {
        "open_tasks": tasks.count(),
        "drafts": drafts.count(),
        "labels": labels,
        "guideline_sections": sections,
    }
