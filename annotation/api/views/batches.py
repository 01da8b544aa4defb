from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers.batches import (
    BatchIn,
    BatchOut,
    BatchSharesOut,
    MoreItemsIn,
    NewBatchIn,
    TaskOut,
    TasksIn,
)
from annotation.models import Batch
from annotation.queries import batches as queries
from annotation.services import batches as services
from guidelines.queries.projects import project_for
from labelwright.accounts.roles import Can
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, page, paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import NothingIn, parse, parse_query
from labelwright.rest.views import View


class BatchView(View):
    """What the views of one batch share: the answer."""

    permission = SignedIn

    def told(self, batch: Batch, status: int = 200) -> Response:
        (view,) = queries.views_of(self.who, [batch])
        return versioned(BatchOut(view).data, batch.version, status)


class Batches(BatchView):
    @extend_schema(summary="List the batches of a project", parameters=[PageIn], responses=listing(BatchOut))
    def get(self, request: Request, project: UUID) -> Response:
        found, key = page(queries.batches_of(self.who, project), parse_query(PageIn, request))
        results = BatchOut(queries.views_of(self.who, found), many=True).data
        return Response({"results": results, "next": key})

    @extend_schema(summary="Make a batch", request=NewBatchIn, responses={201: BatchOut})
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.RUN_BATCHES)
        data = vars(parse(NewBatchIn, request))
        annotators, items = data.pop("annotators"), data.pop("items", None)
        batch = services.create_batch(
            found, by=self.who, plan=services.Plan(**data), annotators=annotators, items=items
        )
        return self.told(batch, 201)


class OneBatch(BatchView):
    needs_if_match = ("PATCH",)

    @extend_schema(summary="Read a batch", responses=BatchOut)
    def get(self, request: Request, batch: UUID) -> Response:
        return self.told(queries.batch_for(self.who, batch))

    @extend_schema(summary="Change a batch", request=BatchIn, responses=BatchOut)
    def patch(self, request: Request, batch: UUID) -> Response:
        found = queries.batch_for(self.who, batch, Can.RUN_BATCHES)
        version = if_match(request)
        data: dict[str, Any] = vars(parse(BatchIn, request))
        annotators = data.pop("annotators", None)
        return self.told(
            services.change_batch(found, by=self.who, version=version, changes=data, annotators=annotators)
        )


class BatchItems(BatchView):
    @extend_schema(summary="Add items to a batch", request=MoreItemsIn, responses=BatchOut)
    def post(self, request: Request, batch: UUID) -> Response:
        found = queries.batch_for(self.who, batch, Can.RUN_BATCHES)
        data: SimpleNamespace = parse(MoreItemsIn, request)
        return self.told(services.add_items_to_batch(found, by=self.who, items=data.items))


class _Move(BatchView):
    move = ""

    def moved(self, request: Request, batch: UUID) -> Response:
        found = queries.batch_for(self.who, batch, Can.RUN_BATCHES)
        parse(NothingIn, request)
        return self.told(services.move_batch(found, self.move, by=self.who))


class OpenBatch(_Move):
    move = "open"

    @extend_schema(summary="Give out the tasks of a batch", request=None, responses=BatchOut)
    def post(self, request: Request, batch: UUID) -> Response:
        return self.moved(request, batch)


class PauseBatch(_Move):
    move = "pause"

    @extend_schema(summary="Give out no more tasks for now", request=None, responses=BatchOut)
    def post(self, request: Request, batch: UUID) -> Response:
        return self.moved(request, batch)


class CloseBatch(_Move):
    move = "close"

    @extend_schema(summary="Give out no more tasks", request=None, responses=BatchOut)
    def post(self, request: Request, batch: UUID) -> Response:
        return self.moved(request, batch)


class BatchShares(View):
    permission = SignedIn

    @extend_schema(summary="Who does how much of a batch", responses=BatchSharesOut)
    def get(self, request: Request, batch: UUID) -> Response:
        parse_query(NothingIn, request)
        return Response(BatchSharesOut({"results": queries.shares_of(self.who, batch)}).data)


class Tasks(View):
    permission = SignedIn

    @extend_schema(summary="List the tasks of a batch", parameters=[TasksIn], responses=listing(TaskOut))
    def get(self, request: Request, batch: UUID) -> Response:
        query = parse_query(TasksIn, request)
        return Response(paged(request, queries.tasks_of(self.who, batch, state=query.state), query, TaskOut))
