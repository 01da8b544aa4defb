from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import annotations as told
from annotation.api.views.work import save_key
from annotation.queries import annotations as queries
from annotation.queries.progress import progress_of
from annotation.services.predictions import prediction_of
from annotation.services.review import Verdict, next_review, review_annotation
from annotation.services.revisions import Save
from annotation.services.schema_migration.showing import read_now
from annotation.services.submit import revise_annotation
from guidelines.queries.projects import project_for
from labelwright.accounts.roles import Can
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, page, paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import parse, parse_query
from labelwright.rest.views import View


class Annotations(View):
    permission = SignedIn

    @extend_schema(
        summary="List annotations",
        description="All of them for those who run the project; annotators get their own, reviewers what they review.",
        parameters=[told.AnnotationsIn],
        responses=listing(told.AnnotationRowOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        query = parse_query(told.AnnotationsIn, request)
        found = queries.annotations_of(
            self.who,
            project,
            state=query.state,
            batch=query.batch,
            item=query.item,
            mine=query.author == "me",
        )
        return Response(paged(request, found, query, told.AnnotationRowOut))


class OneAnnotation(View):
    permission = SignedIn

    @extend_schema(summary="Read an annotation", responses=told.AnnotationOut)
    def get(self, request: Request, annotation: UUID) -> Response:
        found = queries.annotation_for(self.who, annotation)
        revision = queries.newest_revision(found)
        body = told.annotation_detail(
            found,
            revision,
            read_now(found, revision),
            list(queries.reviews_of(found)),
            prediction_of(found, revision),
            {"request": request},
        )
        return versioned(body, found.revision)


class Revisions(View):
    permission = SignedIn
    keeps_answers = False  # the revision itself carries the key
    needs_if_match = ("POST",)

    @extend_schema(
        summary="How an annotation came about", parameters=[PageIn], responses=listing(told.RevisionOut)
    )
    def get(self, request: Request, annotation: UUID) -> Response:
        found = queries.annotation_for(self.who, annotation)
        rows, key = page(queries.revisions_of(found), parse_query(PageIn, request), by=("-number",))
        context = {"request": request, "names_people": queries.names_people(self.who, found)}
        return Response({"results": told.RevisionOut(rows, many=True, context=context).data, "next": key})

    @extend_schema(
        summary="Save an annotation again",
        description="By its author until somebody decided on it, or by a curator. 412 carries both values.",
        request=told.RevisionIn,
        responses={201: told.RevisionOut},
    )
    def post(self, request: Request, annotation: UUID) -> Response:
        found = queries.revisable_for(self.who, annotation)
        key, base = save_key(request), if_match(request)
        data = parse(told.RevisionIn, request)
        save = Save(
            value=data.value,
            schema_version=data.schema_version,
            guideline_version=data.guideline_version,
            seconds=data.seconds,
            client_key=key,
        )
        revision = revise_annotation(found.pk, by=self.who, save=save, base=base)
        context = {"request": request, "names_people": False}
        return versioned(told.RevisionOut(revision, context=context).data, revision.number, 201)


class NextReview(View):
    permission = SignedIn
    keeps_answers = False  # asking again gives what is held

    @extend_schema(
        summary="The next annotation to review",
        request=told.NextReviewIn,
        responses={200: told.ToReviewOut, 204: None},
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.REVIEW)
        data = parse(told.NextReviewIn, request)
        waiting = next_review(self.who, found, batch_id=data.batch, without=data.without)
        return Response(status=204) if waiting is None else Response(told.to_review(waiting))


class Reviews(View):
    permission = SignedIn

    @extend_schema(
        summary="Accept, fix or return an annotation",
        request=told.ReviewIn,
        responses={201: told.ReviewedOut},
    )
    def post(self, request: Request, annotation: UUID) -> Response:
        found = queries.annotation_for(self.who, annotation)
        project_for(self.who, found.project_id, Can.REVIEW)
        data = parse(told.ReviewIn, request)
        fix = None
        if data.value is not None:
            fix = Save(
                value=data.value,
                schema_version=data.schema_version or found.schema_version_id,  # type: ignore[attr-defined]
                seconds=data.seconds,
            )
        verdict = Verdict(data.decision, data.revision, data.reason, tuple(data.regions), fix)
        review = review_annotation(found.pk, by=self.who, verdict=verdict)
        return Response(told.ReviewedOut(review).data, status=201)


class ProjectProgress(View):
    permission = SignedIn

    @extend_schema(
        summary="How the work goes",
        description="For those who run the project; a vendor's lead sees their own people only.",
        responses=told.ProgressOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        return Response(told.ProgressOut(progress_of(self.who, project)).data)
