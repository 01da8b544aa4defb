"""Who has read what of the guideline, and what a change is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from guidelines.api.serializers import LANGUAGES, GuidelineLanguageIn, PersonHere
from guidelines.api.views import GuidelineDraftView
from guidelines.markdown.difference import Difference
from guidelines.models import Acknowledgement, GuidelineVersion, ProjectMember
from guidelines.queries.projects import project_for
from guidelines.queries.reading import readers_of, reading_of, with_readings
from guidelines.queries.versions import guideline_versions_for
from guidelines.services.acknowledgements import acknowledge_guideline
from guidelines.services.guidelines import touched_by
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, Invalid
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, page
from labelwright.rest.permissions import SignedIn
from labelwright.rest.preconditions import versioned
from labelwright.rest.serializers import In, Out, parse, parse_query
from labelwright.rest.views import View

CHANGES = [change.value for change in Difference]


class TouchedSectionOut(Out):
    key = serializers.CharField(
        allow_blank=True, help_text="The section; empty for what stands before the first heading."
    )
    title = serializers.CharField(allow_blank=True, help_text="Its heading, as it reads now or read last.")
    change = serializers.ChoiceField(CHANGES, help_text="What became of it.")


class TouchedOut(Out):
    sections = TouchedSectionOut(many=True, help_text="The sections that differ, in the order of the text.")
    labels = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of the labels that they explain."
    )
    translations = serializers.BooleanField(help_text="Whether what it reads in other languages differs.")


class ReadingVersionOut(Out):
    id = serializers.UUIDField(help_text="The version.")
    number = serializers.IntegerField(help_text="1, 2, 3 …")
    change_kind = serializers.ChoiceField(
        choices=GuidelineVersion.ChangeKind.values, help_text="How much it changes what annotators do."
    )
    summary = serializers.CharField(help_text="What changed.")
    published_at = serializers.DateTimeField(help_text="When it was published.")


class ChangedSectionOut(TouchedSectionOut):
    before = serializers.CharField(
        allow_null=True, help_text="As Markdown, as it was when the person last confirmed; null if it is new."
    )
    after = serializers.CharField(allow_null=True, help_text="As it reads now; null if it is gone.")
    language = serializers.ChoiceField(
        LANGUAGES,
        help_text="What these are told in: that of the source, where the translation is not up to date.",
    )


class ReadingOut(Out):
    is_needed = serializers.BooleanField(
        help_text="Whether the person is to read and confirm before the next task."
    )
    current = ReadingVersionOut(allow_null=True, help_text="The newest version; null before the first.")
    since = ReadingVersionOut(
        allow_null=True,
        help_text="The newest version that the person has confirmed; null: then it is the whole guideline that is to be read.",
    )
    versions = ReadingVersionOut(
        many=True, help_text="What was published since, oldest first, without editorial changes."
    )
    sections = ChangedSectionOut(many=True, help_text="What these changed, and nothing else.")


class AcknowledgeIn(In):
    guideline_version = serializers.UUIDField(help_text="The version that the person has read.")


class AcknowledgementOut(Out):
    guideline_version = serializers.UUIDField(source="version_id", help_text="The version.")
    number = serializers.IntegerField(help_text="Its number.")
    acknowledged_at = serializers.DateTimeField(
        source="created_at", help_text="When the person confirmed it."
    )


class ReaderFilterIn(PageIn):
    is_behind = serializers.BooleanField(
        allow_null=True,
        default=None,
        help_text="Only those who still have to read, or only the others; not those who left.",
    )


class ReaderOut(PersonHere):
    id = serializers.UUIDField(help_text="The person's role in the project.")
    is_behind = serializers.BooleanField(
        help_text="Whether they are to read something before their next task."
    )
    acknowledgements = AcknowledgementOut(
        source="readings", many=True, help_text="What they have confirmed, newest first."
    )


class DraftTouches(GuidelineDraftView):
    @extend_schema(
        summary="What the draft touches, going by its difference from the current version",
        responses=TouchedOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.SEE_DRAFTS)
        return versioned(TouchedOut(touched_by(draft)).data, draft.version)


class MyReading(View):
    """The floor that knows items has check questions to be answered before, and serves this view with its own `confirm`."""

    permission = SignedIn
    keeps_answers = False  # confirming again changes nothing

    def confirm(self, version: GuidelineVersion) -> Acknowledgement:
        return acknowledge_guideline(version, by=self.who)

    @extend_schema(
        summary="What I am to read of the guideline before my next task",
        description="After a clarification or a rule change just what changed; the first time the whole guideline.",
        parameters=[GuidelineLanguageIn],
        responses=ReadingOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.ANNOTATE)
        language = parse_query(GuidelineLanguageIn, request).language
        return Response(ReadingOut(reading_of(self.who, found, language)).data)

    @extend_schema(
        summary="Confirm that I have read a guideline version",
        request=AcknowledgeIn,
        responses=AcknowledgementOut,
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.ANNOTATE)
        wanted = parse(AcknowledgeIn, request).guideline_version
        versions = guideline_versions_for(self.who).filter(project=found)
        version = versions.select_related("project").filter(pk=wanted).first()
        if version is None:
            raise Invalid(
                errors=[Fault("/guideline_version", "Name a published guideline version of this project.")]
            )
        return Response(AcknowledgementOut(self.confirm(version)).data)


class Readers(View):
    """The floor that knows items adds how people did on check questions: `readers`."""

    permission = SignedIn

    def readers(self, project: UUID, rows: Iterable[ProjectMember]) -> Any:
        return ReaderOut(with_readings(rows), many=True).data

    @extend_schema(
        summary="Who has read which guideline version, and who has not",
        description="The people who label here, for those who run the project; a vendor's lead sees their own people only.",
        parameters=[ReaderFilterIn],
        responses=listing(ReaderOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project)
        query = parse_query(ReaderFilterIn, request)
        readers = readers_of(self.who, found, is_behind=query.is_behind)
        rows, key = page(readers, query, by=("id",))
        return Response({"results": self.readers(found.pk, rows), "next": key})
