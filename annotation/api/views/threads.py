from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import threads as told
from annotation.models import Message, Thread
from annotation.queries import threads as queries
from annotation.queries.mentions import offered, told_mentions
from annotation.queries.topics import askable_batches
from annotation.queries.weak_spots import weak_spots
from annotation.services.threads import ask, curate
from guidelines.queries.projects import project_for
from labelwright.accounts.roles import Can
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import page
from labelwright.rest.permissions import SignedIn
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import NothingIn, parse, parse_query
from labelwright.rest.views import View


class ThreadView(View):
    """What the views of one question share: the answer, as it is after what was done."""

    permission = SignedIn

    def told(self, thread_id: UUID, status: int = 200) -> Response:
        reader, thread = queries.thread_for(self.who, thread_id)
        cast = queries.cast_of_threads(reader, [thread])
        body = told.whole(reader, thread, cast, queries.duplicates_of(thread).count())
        return versioned(body, thread.version, status)


class Threads(ThreadView):
    @extend_schema(
        summary="List the questions of a project",
        parameters=[told.ThreadsIn],
        responses=listing(told.ThreadRowOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        reader = queries.reader_for(self.who, project)
        query = parse_query(told.ThreadsIn, request)
        wanted = {name: value for name, value in vars(query).items() if name not in ("limit", "after")}
        found, key = page(queries.threads_of(reader, queries.Wanted(**wanted)), query)
        cast = queries.cast_of_threads(reader, found)
        return Response({"results": [told.row(reader, thread, cast) for thread in found], "next": key})

    @extend_schema(summary="Ask a question", request=told.QuestionIn, responses={201: told.ThreadOut})
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project)
        queries.require_speaker(queries.reader_in(self.who, found))
        data: dict[str, Any] = vars(parse(told.QuestionIn, request))
        thread = ask.ask_question(found, by=self.who, question=ask.Question(**data))
        return self.told(thread.pk, 201)


class Counts(View):
    permission = SignedIn

    @extend_schema(summary="Count the questions that wait and what is new", responses=told.ThreadCountsOut)
    def get(self, request: Request, project: UUID) -> Response:
        reader = queries.reader_for(self.who, project)
        return Response(told.ThreadCountsOut(queries.counts_for(reader)).data)


class Facets(View):
    permission = SignedIn

    @extend_schema(
        summary="By what the questions of a project can be narrowed",
        description="Only what occurs in questions that the reader sees.",
        responses=told.ThreadFacetsOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        reader = queries.reader_for(self.who, project)
        return Response(told.ThreadFacetsOut(queries.facets_of(reader)).data)


class Topics(View):
    permission = SignedIn

    @extend_schema(
        summary="What I may ask about",
        description="Batches that the reader knows of anyway: all, or those in which they work, and to a vendor's lead those "
        "in which their people work. Sections are those of the published guideline.",
        responses=told.ThreadTopicsOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        reader = queries.reader_for(self.who, project)
        queries.require_speaker(reader)
        batches = askable_batches(reader).only("id", "name").order_by("-pk")[: told.MOST_TOPICS]
        return Response(told.ThreadTopicsOut({"batches": batches}).data)


class ProjectMentionable(View):
    permission = SignedIn

    @extend_schema(
        summary="Whom a new question may mention",
        description="The reader's own colleagues at work in the project. `@` and the pseudonym mention them.",
        parameters=[told.MentionedIn],
        responses=told.MentionedOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        reader = queries.reader_for(self.who, project)
        queries.require_speaker(reader)
        text = parse_query(told.MentionedIn, request).text
        return Response({"results": [told.author(each) for each in offered(reader, None, text)]})


class WeakSpots(View):
    permission = SignedIn

    @extend_schema(
        summary="Where the guideline is weak: questions by label and by section of the guideline",
        description="For those who see the questions of all: curators and quality managers who do not label here.",
        responses=told.WeakSpotsOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.SEE_THREADS)
        return Response(told.WeakSpotsOut(weak_spots(found)).data)


class Similar(View):
    permission = SignedIn

    @extend_schema(
        summary="Answered questions like a text", parameters=[told.SimilarIn], responses=told.SimilarsOut
    )
    def get(self, request: Request, project: UUID) -> Response:
        reader = queries.reader_for(self.who, project)
        text = parse_query(told.SimilarIn, request).text
        return Response(told.SimilarsOut({"results": queries.similar_answers(reader, text)}).data)


class Answers(View):
    permission = SignedIn

    @extend_schema(
        summary="List the published answers of a project",
        parameters=[told.AnswersIn],
        responses=listing(told.PublishedAnswerOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        reader = queries.reader_for(self.who, project)
        query = parse_query(told.AnswersIn, request)
        wanted = {name: getattr(query, name, None) for name in ("field", "label", "section")}
        rows = queries.published_answers(reader, **wanted)
        found, key = page(rows, query, by=("-published_at", "-public_id"))
        return Response({"results": told.PublishedAnswerOut(found, many=True).data, "next": key})


class OneThread(ThreadView):
    needs_if_match = ("PATCH",)

    @extend_schema(summary="Read a question", responses=told.ThreadOut)
    def get(self, request: Request, thread: UUID) -> Response:
        return self.told(thread)

    @extend_schema(
        summary="Say who is to answer a question", request=told.ThreadChangeIn, responses=told.ThreadOut
    )
    def patch(self, request: Request, thread: UUID) -> Response:
        queries.thread_for(self.who, thread, Can.ANSWER_THREADS)
        version = if_match(request)
        data = parse(told.ThreadChangeIn, request)
        curate.assign_thread(thread, by=self.who, version=version, to=data.assigned_to)
        return self.told(thread)


class Messages(View):
    permission = SignedIn

    @extend_schema(
        summary="What was said in a thread, oldest first",
        parameters=[told.MessagesIn],
        responses=listing(told.MessageOut),
    )
    def get(self, request: Request, thread: UUID) -> Response:
        reader, found = queries.thread_for(self.who, thread)
        query = parse_query(told.MessagesIn, request)
        rows, key = page(queries.messages_of(found), query, by=("id",))
        return Response({"results": self._told(reader, found, rows), "next": key})

    @extend_schema(
        summary="Say something in a thread", request=told.MessageIn, responses={201: told.MessageOut}
    )
    def post(self, request: Request, thread: UUID) -> Response:
        reader, found = queries.thread_for(self.who, thread)
        queries.require_speaker(reader)
        data = vars(parse(told.MessageIn, request))
        said = ask.post_message(thread, reader=reader, **data)
        return Response(self._told(reader, found, [said])[0], status=201)

    def _told(self, reader: queries.Reader, thread: Thread, rows: list[Message]) -> list[dict[str, Any]]:
        cast = queries.cast_of_messages(reader, rows)
        mentioned = told_mentions(reader, rows)
        return [told.message(reader, thread, each, cast, mentioned.get(each.pk, {})) for each in rows]


class Mentionable(View):
    permission = SignedIn

    @extend_schema(
        summary="Whom a message in a thread may mention",
        description="People who may read it, as far as the reader may know of them: curators name each other and the "
        "asker's vendor's people at work in the project, everybody else their own colleagues. "
        "`@` and the pseudonym mention them.",
        parameters=[told.MentionedIn],
        responses=told.MentionedOut,
    )
    def get(self, request: Request, thread: UUID) -> Response:
        reader, found = queries.thread_for(self.who, thread)
        queries.require_speaker(reader)
        text = parse_query(told.MentionedIn, request).text
        return Response({"results": [told.author(each) for each in offered(reader, found, text)]})


class Read(ThreadView):
    @extend_schema(summary="Note that I have read a thread", request=NothingIn, responses={204: None})
    def post(self, request: Request, thread: UUID) -> Response:
        _, found = queries.thread_for(self.who, thread)
        parse(NothingIn, request)
        ask.mark_read(found, by=self.who)
        return Response(status=204)


class Resolve(ThreadView):
    @extend_schema(summary="Resolve a question", request=told.ResolveIn, responses=told.ThreadOut)
    def post(self, request: Request, thread: UUID) -> Response:
        reader, _ = queries.thread_for(self.who, thread, Can.ANSWER_THREADS)
        decision = curate.Decision(**vars(parse(told.ResolveIn, request)))
        curate.resolve_thread(thread, reader=reader, decision=decision)
        return self.told(thread)


class Reopen(ThreadView):
    @extend_schema(
        summary="Ask that a question be looked at again", request=NothingIn, responses=told.ThreadOut
    )
    def post(self, request: Request, thread: UUID) -> Response:
        reader, _ = queries.thread_for(self.who, thread)
        parse(NothingIn, request)
        curate.reopen_thread(thread, reader=reader)
        return self.told(thread)


class Merge(ThreadView):
    @extend_schema(summary="Merge a question into another", request=told.MergeIn, responses=told.ThreadOut)
    def post(self, request: Request, thread: UUID) -> Response:
        queries.thread_for(self.who, thread, Can.ANSWER_THREADS)
        data = parse(told.MergeIn, request)
        queries.fellow_thread(self.who, thread, data.into)
        curate.merge_thread(thread, by=self.who, into_id=data.into)
        return self.told(data.into)


class Publish(ThreadView):
    @extend_schema(
        summary="Let everybody in the project read an answer",
        request=told.PublishAnswerIn,
        responses=told.ThreadOut,
    )
    def post(self, request: Request, thread: UUID) -> Response:
        queries.thread_for(self.who, thread, Can.ANSWER_THREADS)
        data = parse(told.PublishAnswerIn, request)
        curate.publish_thread(thread, by=self.who, question=data.question, answer=data.answer)
        return self.told(thread)


class Withdraw(ThreadView):
    @extend_schema(summary="Take a published answer back", request=NothingIn, responses=told.ThreadOut)
    def post(self, request: Request, thread: UUID) -> Response:
        queries.thread_for(self.who, thread, Can.ANSWER_THREADS)
        parse(NothingIn, request)
        curate.withdraw_thread(thread, by=self.who)
        return self.told(thread)
