"""A guideline draft in other languages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from guidelines.api.serializers import LANGUAGES, STANDINGS, GuidelineVersionOut
from guidelines.api.views import GuidelineDraftView, told
from guidelines.models import GuidelineVersion
from guidelines.queries.languages import beside
from guidelines.services import translations
from guidelines.services.translations import LONGEST_SECTION, SectionText
from labelwright.accounts.roles import Can
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import In, Out, parse, parse_query


class LanguageIn(In):
    language = serializers.ChoiceField(LANGUAGES, help_text="The language.")


class TranslationIn(LanguageIn):
    section = serializers.CharField(max_length=63, allow_blank=True, help_text="Key of the section.")
    title = serializers.CharField(
        max_length=200, allow_blank=True, help_text="Its heading in the language, on one line."
    )
    body = serializers.CharField(
        max_length=LONGEST_SECTION,
        allow_blank=True,
        help_text="Its text as Markdown without headings. Without both the section is not translated any more.",
    )
    source = serializers.RegexField(  # type: ignore[assignment]
        r"^[0-9a-f]{64}$", help_text="`hash` of the section as the translator had it before them."
    )


class SectionTranslationOut(Out):
    key = serializers.CharField(allow_blank=True, help_text="The section; empty: before the first heading.")
    level = serializers.IntegerField(help_text="Of its heading, 1 to 6; 0 before the first.")
    title = serializers.CharField(allow_blank=True, help_text="Its heading in the source.")
    body = serializers.CharField(allow_blank=True, help_text="Its text in the source, as Markdown.")
    hash = serializers.CharField(help_text="Names this state of the source.")
    standing = serializers.ChoiceField(STANDINGS, help_text="missing, outdated or translated.")
    translated_title = serializers.CharField(allow_blank=True, help_text="Its heading in the language.")
    translated_body = serializers.CharField(allow_blank=True, help_text="Its text in the language.")
    revision = serializers.IntegerField(help_text="For If-Match; 0 where it is not translated.")
    made_from = serializers.CharField(
        allow_null=True,
        help_text="Of an outdated one: the published source that it was made from, if a version has it; else null.",
    )


class TranslationsOut(Out):
    source_language = serializers.ChoiceField(LANGUAGES, help_text="What the draft is written in.")
    language = serializers.ChoiceField(LANGUAGES, help_text="The other one.")
    sections = SectionTranslationOut(many=True, help_text="In the order of the text.")


class DraftTranslations(GuidelineDraftView):
    needs_if_match = ("PUT",)

    @extend_schema(
        summary="The draft beside another language, section by section",
        parameters=[LanguageIn],
        responses=TranslationsOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.SEE_DRAFTS)
        return self._answer(draft, parse_query(LanguageIn, request).language)

    @extend_schema(
        summary="Translate a section of the draft", request=TranslationIn, responses=SectionTranslationOut
    )
    def put(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = parse(TranslationIn, request)
        text = SectionText(**vars(data))
        row = translations.translate_section(draft, text, by=self.who, expected=if_match(request))
        told = {each.key: each for each in beside(draft, data.language)}
        return versioned(SectionTranslationOut(told[data.section]).data, row.revision if row else 0)

    def _answer(self, draft: GuidelineVersion, language: str) -> Response:
        data: dict[str, Any] = {
            "source_language": draft.source_language,
            "language": language,
            "sections": beside(draft, language),
        }
        return Response(TranslationsOut(data).data)


class DraftLanguage(GuidelineDraftView):
    keeps_answers = False

    @extend_schema(
        summary="Say what language the draft is written in",
        request=LanguageIn,
        responses=GuidelineVersionOut,
    )
    def put(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = parse(LanguageIn, request)
        return told(translations.write_in(draft, data.language, by=self.who))
