"""What a person may ask about: batches and sections that they know of anyway."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotation.models import Batch, BatchAnnotator, BatchState
from annotation.queries.people import colleagues
from annotation.queries.threads import Reader
from guidelines.markdown.render import sections
from guidelines.models import Project
from guidelines.queries.versions import current_guideline


def askable_batches(reader: Reader) -> QuerySet[Batch]:
    """All of the project for those who see its batches; else those in which the person has a place, and to a vendor's lead
    those in which one of their people has one. Of a batch that was never opened nobody who labels has heard.
    """
    batches = Batch.objects.filter(project=reader.project)
    if reader.batches:
        return batches
    project, me = reader.project, Q(user=reader.who.user)
    theirs = colleagues(project.organisation_id, reader.vendor).values("user")
    seats = BatchAnnotator.objects.filter(
        me | Q(user__in=theirs) if reader.leads else me, batch=OuterRef("pk")
    )
    return batches.filter(Exists(seats)).exclude(state=BatchState.DRAFT)


def published_sections(project: Project) -> list[str]:
    """The keys of the sections that everybody reads now."""
    current = current_guideline(project)
    return [section.key for section in sections(current.markdown)] if current else []
