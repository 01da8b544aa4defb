"""The annotations that a dataset version is made of."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q, QuerySet

from annotation.models import AnnotationRevision, AnnotationState, Batch

STATES = {
    "accepted": (AnnotationState.ACCEPTED,),
    "submitted": (AnnotationState.SUBMITTED, AnnotationState.ACCEPTED),
}


def chosen_revisions(project_id: UUID, source: str) -> QuerySet[AnnotationRevision]:
    """The newest revision of each annotation of the project that is in one of the states of `source`.

    `source` is `accepted`, or `submitted` for both. What people label while they are trained is left out: it shows what
    they have yet to learn. Nobody asks here: it is for jobs, and for services that have asked before.
    """
    no_training = Q(annotation__task__isnull=True) | ~Q(annotation__task__batch__kind=Batch.Kind.TRAINING)
    return AnnotationRevision.objects.filter(
        no_training,
        annotation__project=project_id,
        annotation__state__in=STATES[source],
        number=F("annotation__revision"),
    )
