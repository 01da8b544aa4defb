"""Model runs: open one, send its predictions, complete it, score it, see where it is wrong."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from datasets.evaluation import queries
from datasets.evaluation.api import serializers as shapes
from datasets.evaluation.errors import PredictionsCutOff, PredictionsTooLarge
from datasets.evaluation.services import runs, uploads
from datasets.evaluation.services.ask import request_score
from datasets.evaluation.services.sides import both_sides
from datasets.queries.versions import published_version_for
from guidelines.queries.projects import project_for
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, Invalid, NotFound, Words
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, paged
from labelwright.rest.permissions import AsksForExports, PullsDatasets, WritesPredictions
from labelwright.rest.serializers import NothingIn, parse, parse_query
from labelwright.rest.uploads import UploadView
from labelwright.rest.views import View


class ProjectModelRuns(View):
    permission = WritesPredictions

    @extend_schema(
        summary="Model runs of a project, newest first",
        parameters=[shapes.ModelRunsIn],
        responses=listing(shapes.ModelRunOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        query = parse_query(shapes.ModelRunsIn, request)
        rows = queries.runs_of(self.who, project, version=query.dataset_version)
        return Response(paged(request, rows, query, shapes.ModelRunOut))

    @extend_schema(summary="Open a model run", request=shapes.ModelRunIn, responses={201: shapes.ModelRunOut})
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.WRITE_PREDICTIONS)
        data = parse(shapes.ModelRunIn, request)
        try:
            version = published_version_for(self.who, data.dataset_version)
        except NotFound as error:
            raise _no_version() from error
        if version.dataset.project_id != found.pk:
            raise _no_version()
        run = runs.open_run(
            version,
            by=self.who,
            name=data.name,
            note=data.note,
            split=data.split,
            schema=data.schema_version,
        )
        return Response(shapes.ModelRunOut(run).data, status=201)


def _no_version() -> Invalid:
    words = Words("Expected a published version of this project, found none with this id.")
    return Invalid(words, errors=[Fault("/dataset_version", words)])


class OneModelRun(View):
    permission = PullsDatasets

    @extend_schema(summary="A model run and its scores", responses=shapes.ModelRunOut)
    def get(self, request: Request, model_run: UUID) -> Response:
        return Response(shapes.ModelRunOut(queries.run_for(self.who, model_run)).data)


class PredictionFiles(UploadView):
    permission = WritesPredictions
    keeps_answers = False  # the same bytes again are the same file: sending it twice changes nothing
    most, cut_off = uploads.FILE_BYTES, PredictionsCutOff

    def too_large(self) -> PredictionsTooLarge:
        words = Words("A file may have {most} bytes at most.", most=self.most)
        return PredictionsTooLarge(words, limit=self.most)

    @extend_schema(
        summary="Files that were sent to a model run, newest first",
        parameters=[PageIn],
        responses=listing(shapes.PredictionFileOut),
    )
    def get(self, request: Request, model_run: UUID) -> Response:
        rows = queries.files_of(queries.run_for(self.who, model_run))
        return Response(paged(request, rows, parse_query(PageIn, request), shapes.PredictionFileOut))

    @extend_schema(
        summary="Send a file of predictions; 200 if the same bytes were sent before",
        description="A job reads it; follow it by its id. Where a prediction does not fit, the file says which and why.",
        request={"multipart/form-data": shapes.PredictionFileIn},
        responses={200: shapes.PredictionFileOut, 201: shapes.PredictionFileOut},
    )
    def post(self, request: Request, model_run: UUID) -> Response:
        run = queries.run_for(self.who, model_run, Can.WRITE_PREDICTIONS)
        data = parse(shapes.PredictionFileIn, request)
        image_ids = getattr(data, "image_ids", "")
        added, is_new = uploads.add_predictions(
            run,
            data.file,
            by=self.who,
            name=getattr(data, "name", "") or data.file.name,
            size=getattr(data, "size", self.size_of(request, data.file)),
            format=data.format,
            options={"image_ids": image_ids} if image_ids else {},
            keep_good=data.on_error == "skip",
            sha256=getattr(data, "sha256", None),
        )
        return Response(shapes.PredictionFileOut(added).data, status=201 if is_new else 200)


class CompleteModelRun(View):
    permission = WritesPredictions

    @extend_schema(
        summary="Complete a model run: it takes no more predictions, and can be scored",
        request=NothingIn,
        responses=shapes.ModelRunOut,
    )
    def post(self, request: Request, model_run: UUID) -> Response:
        run = queries.run_for(self.who, model_run, Can.WRITE_PREDICTIONS)
        parse(NothingIn, request)
        return Response(shapes.ModelRunOut(runs.complete_run(run, by=self.who)).data)


class ModelRunScores(View):
    permission = AsksForExports

    @extend_schema(
        summary="Scores of a model run, newest first",
        parameters=[PageIn],
        responses=listing(shapes.RunScoreOut),
    )
    def get(self, request: Request, model_run: UUID) -> Response:
        run = queries.run_for(self.who, model_run)
        return Response(
            paged(request, queries.scores_of(run), parse_query(PageIn, request), shapes.RunScoreOut)
        )

    @extend_schema(
        summary="Ask how well a model run fits the labels; 200 if somebody has asked for the same before",
        description="A job compares both under one schema version, carrying labels, predictions or both there. Refused "
        "with `schema-not-reachable` or `predictions-not-reachable` where an operation on the way has no reverse.",
        request=shapes.ScoreIn,
        responses={200: shapes.RunScoreOut, 201: shapes.RunScoreOut},
    )
    def post(self, request: Request, model_run: UUID) -> Response:
        run = queries.run_for(self.who, model_run)
        data = parse(shapes.ScoreIn, request)
        score, is_new = request_score(run, by=self.who, as_schema=data.as_schema, threshold=data.threshold)
        return Response(shapes.RunScoreOut(score).data, status=201 if is_new else 200)


class OneRunScore(View):
    permission = PullsDatasets

    @extend_schema(summary="A score with its report", responses=shapes.RunScoreDetailOut)
    def get(self, request: Request, run_score: UUID) -> Response:
        return Response(shapes.RunScoreDetailOut(queries.score_for(self.who, run_score)).data)


class WorstItems(View):
    permission = PullsDatasets

    @extend_schema(
        summary="Items on which the model was wrong, most errors first",
        parameters=[PageIn],
        responses=listing(shapes.ScoredItemOut),
    )
    def get(self, request: Request, run_score: UUID) -> Response:
        rows = queries.worst_items(queries.score_for(self.who, run_score))
        query = parse_query(PageIn, request)
        return Response(paged(request, rows, query, shapes.ScoredItemOut, by=("-errors", "id")))


class OneScoredItem(View):
    permission = PullsDatasets

    @extend_schema(
        summary="An item with its labels and its prediction, as the score compares them",
        responses=shapes.ComparedItemOut,
    )
    def get(self, request: Request, run_score: UUID, item: UUID) -> Response:
        score = queries.score_for(self.who, run_score)
        both = both_sides(score, item)
        return Response(shapes.ComparedItemOut(both, context={"version": score.run.version_id}).data)
