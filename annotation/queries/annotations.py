"""Reading annotations, revisions and reviews. An annotator sees their own; a reviewer what waits for them, without names."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from annotation.models import Annotation, AnnotationRevision, AnnotationState, Review
from annotation.queries.people import colleagues, isolation_of
from guidelines.models import Project
from guidelines.queries.projects import may, project_for, projects_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Forbidden, NotFound, Words


def _newest() -> QuerySet[AnnotationRevision]:
    return AnnotationRevision.objects.filter(annotation=OuterRef("pk"), number=OuterRef("revision"))


def _told(annotations: QuerySet[Annotation]) -> QuerySet[Annotation]:
    """With what a list shows of the newest revision."""
    return annotations.select_related("item__asset", "task__batch", "author", "project").annotate(
        saved_at=Subquery(_newest().values("created_at")),
        schema_version_id=Subquery(_newest().values("schema_version")),
        return_reason=Subquery(
            Review.objects.filter(annotation=OuterRef("pk"), decision="returned")
            .order_by("-revision")
            .values("reason")[:1]
        ),
    )


def annotations_of(
    who: Principal,
    project_id: UUID,
    *,
    state: str = "",
    batch: UUID | None = None,
    item: UUID | None = None,
    mine: bool = False,
) -> QuerySet[Annotation]:
    """The project's annotations that the person may see, which for an annotator are their own."""
    project = project_for(who, project_id)
    annotations = _visible(who, project)
    if annotations is None:
        raise Forbidden(
            Words("Your roles in {project} do not allow this.", project=project.name),
            needs=Can.SEE_ANNOTATIONS.value,
        )
    if state:
        annotations = annotations.filter(state=state)
    if batch:
        annotations = annotations.filter(task__batch=batch)
    if item:
        annotations = annotations.filter(item=item)
    if mine:
        annotations = annotations.filter(author=who.user)
    return _told(annotations)


def annotation_for(who: Principal, annotation_id: UUID) -> Annotation:
    """The annotation, for somebody who may see it. Raises `NotFound`."""
    annotation = _told(Annotation.objects.filter(pk=annotation_id, project__in=projects_for(who))).first()
    if annotation is None:
        raise NotFound
    visible = _visible(who, annotation.project)
    if visible is None or not visible.filter(pk=annotation_id).exists():
        raise NotFound
    return annotation


def revisable_for(who: Principal, annotation_id: UUID) -> Annotation:
    """The annotation, for its author and for curators. Raises `NotFound` or `Forbidden`."""
    annotation = annotation_for(who, annotation_id)
    if annotation.author_id != who.user.pk and Can.RUN_BATCHES not in may(who, annotation.project):
        raise Forbidden("Only its author and the project's curators can change it.")
    return annotation


def _visible(who: Principal, project: Project) -> QuerySet[Annotation] | None:
    """None for those whose roles have nothing to do with annotations."""
    allowed = may(who, project)
    here = Annotation.objects.filter(project=project)
    if Can.SEE_ANNOTATIONS in allowed:
        return here
    if not allowed & {Can.ANNOTATE, Can.REVIEW}:
        return None
    seen = Q()
    if Can.ANNOTATE in allowed:
        seen |= Q(author=who.user)
    if Can.REVIEW in allowed:
        seen |= Q(pk__in=under_review(who, project).values("pk"))
    return here.filter(seen)


def reviewable(who: Principal, project: Project) -> QuerySet[Annotation]:
    """What waits for review and is for this person to decide on."""
    return _reviewers(who, project).filter(state=AnnotationState.SUBMITTED)


def under_review(who: Principal, project: Project) -> QuerySet[Annotation]:
    """What waits for review or was decided on: who comes second must be able to see who was first."""
    decided = Exists(Review.objects.filter(annotation=OuterRef("pk")))
    return _reviewers(who, project).filter(Q(state=AnnotationState.SUBMITTED) | decided)


def _reviewers(who: Principal, project: Project) -> QuerySet[Annotation]:
    """Work on tasks that is not the person's own, nor another vendor's where they must not see that."""
    others = Annotation.objects.filter(project=project, task__isnull=False).exclude(author=who.user)
    isolation = isolation_of(who, project)
    if isolation.everybody:
        return others
    same = colleagues(project.organisation_id, isolation.vendor)
    return others.filter(author__in=same.values("user"))


def newest_revision(annotation: Annotation) -> AnnotationRevision:
    """The revision that `annotation.revision` names."""
    return AnnotationRevision.objects.get(annotation=annotation, number=annotation.revision)


def newest_revisions(annotations: list[Annotation]) -> dict[UUID, AnnotationRevision]:
    """The newest revision of each annotation by the annotation's id, in one query."""
    newest = Q()
    for annotation in annotations:
        newest |= Q(annotation=annotation.pk, number=annotation.revision)
    if not annotations:
        return {}
    return {row.annotation_id: row for row in AnnotationRevision.objects.filter(newest)}


def revisions_of(annotation: Annotation) -> QuerySet[AnnotationRevision]:
    """Every state of the annotation. Who may see the annotation may see how it came about."""
    return AnnotationRevision.objects.filter(annotation=annotation).select_related("author")


def reviews_of(annotation: Annotation) -> QuerySet[Review]:
    """The decisions on the annotation, first to last."""
    return annotation.reviews.select_related("reviewer").order_by("revision")


def names_people(who: Principal, annotation: Annotation) -> bool:
    """Whether the person sees who (by pseudonym) made each revision; its annotator does not."""
    return bool(may(who, annotation.project) & {Can.SEE_ANNOTATIONS, Can.REVIEW})
