"""Imports in requests and answers."""

from __future__ import annotations

import types
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exports.formats.items import ReadItem
from exports.formats.registry import Format
from exports.models import Import, ImportProblem
from exports.services.imports import READABLE
from guidelines.api.jobs import JobOut
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out

FORMAT = "How to read the files; `auto` looks at them."
OPTIONS = "Options of the format, as /import-formats lists them."
MODEL = (
    "The model whose predictions the labels are: shown to annotators to be taken over or turned down, where a batch does so. "
    "Empty: somebody has said them, and they become annotations."
)


class ImportIn(In):
    format = serializers.ChoiceField(["auto", *READABLE], default="auto", help_text=FORMAT)
    options = serializers.DictField(default=dict, help_text=OPTIONS)
    model = serializers.CharField(max_length=200, allow_blank=True, default="", help_text=MODEL)


class StartIn(In):
    format = serializers.ChoiceField(
        ["auto", *READABLE], required=False, help_text="Instead of the format that the import was made with."
    )
    options = serializers.DictField(default=dict, help_text=OPTIONS)
    model = serializers.CharField(max_length=200, allow_blank=True, required=False, help_text=MODEL)


class FileIn(In):
    """multipart/form-data, one file a request. The same path again replaces the file."""

    file = serializers.FileField(allow_empty_file=True, help_text="The file: a ZIP, or one file of a folder.")
    path = serializers.CharField(
        max_length=500,
        required=False,
        trim_whitespace=False,
        help_text="Its path in the folder, with `/`; the file's name if it is left out.",
    )
    size = serializers.IntegerField(
        required=False, min_value=0, help_text="Bytes that you sent: a file that was cut off is refused."
    )
    sha256 = serializers.RegexField(
        r"^[0-9a-f]{64}$", required=False, help_text="Hash of what you sent; another one is refused."
    )


class FileOut(Out):
    id = serializers.UUIDField(help_text="The uploaded file.")
    path = serializers.CharField(help_text="What it is called in problems and items.")
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField(help_text="Hash of the bytes that arrived.")


class ReportOut(Out):
    labels_known = serializers.IntegerField(
        default=0, help_text="Items that had imported labels already; those were left as they are."
    )
    labels_refused = serializers.IntegerField(
        default=0, help_text="Items that are there, but without the labels that came with them."
    )
    warnings = serializers.IntegerField(default=0, help_text="What was not taken whole.")
    codes = serializers.DictField(
        child=serializers.IntegerField(), default=dict, help_text="Kinds of problems, and how often each."
    )
    unknown = serializers.DictField(
        child=serializers.IntegerField(),
        default=dict,
        help_text="Labels and options that the schema does not have, and how often each.",
    )
    problems = serializers.IntegerField(
        default=0, help_text="Places in the files that something was said about."
    )
    kept = serializers.IntegerField(
        default=0, help_text="Problems that are listed; the rest is only counted."
    )


class ImportOut(Out):
    id = serializers.UUIDField(help_text="The import.")
    format = serializers.CharField(help_text=FORMAT)
    chosen = serializers.CharField(help_text="What `auto` came to; empty before the files were read.")
    options = serializers.DictField(help_text=OPTIONS)
    model = serializers.CharField(help_text=MODEL)
    state = serializers.ChoiceField(choices=Import.State.values, help_text="Where it is in its life.")
    files = serializers.IntegerField(source="files_count", default=0, help_text="Files that wait to be read.")
    bytes = serializers.IntegerField(source="files_bytes", default=0, help_text="Their size together.")
    taken = serializers.IntegerField(help_text="New items.")
    known = serializers.IntegerField(help_text="Items that were there already; nothing about them changed.")
    labelled = serializers.IntegerField(help_text="Items whose labels, or predictions, were taken.")
    refused = serializers.IntegerField(help_text="Files, lines and images that did not become items.")
    report = ReportOut(help_text="The other counts.")
    job = JobOut(allow_null=True, help_text="The job that reads it; null before it was started.")
    created_by = serializers.CharField(source="created_by.pseudonym", help_text="Who made it, by pseudonym.")
    created_at = serializers.DateTimeField(help_text="When it was made.")


class ProblemsIn(PageIn):
    severity = serializers.ChoiceField(
        ImportProblem.Severity.values, required=False, help_text="Only refusals, or only warnings."
    )
    code = serializers.CharField(required=False, help_text="Only problems of this kind.")


class ProblemOut(Out):
    id = serializers.IntegerField(help_text="Its number.")
    file = serializers.CharField(help_text="The file that it is about.")
    line = serializers.IntegerField(allow_null=True, help_text="The line, where the file has lines.")
    severity = serializers.ChoiceField(
        ImportProblem.Severity.values, help_text="`error`: refused; `warning`: taken, but not whole."
    )
    code = serializers.CharField(help_text="A stable name of the kind.")
    detail = serializers.CharField(help_text="What was found, and what to do.")
    count = serializers.IntegerField(help_text="How often in this place.")


class GuessOut(Out):
    format = serializers.CharField(source="key", help_text="A format that the files may be in.")
    confidence = serializers.IntegerField(help_text="How sure that is, 1 to 100.")


class SampleOut(Out):
    external_id = serializers.CharField(allow_null=True, help_text="What the files call the item.")
    kind = serializers.CharField(help_text="image or text.")
    text = serializers.SerializerMethodField(help_text="The first 280 characters of a text.")
    media = serializers.CharField(source="media_path", allow_null=True, help_text="The image's file.")
    metadata = serializers.DictField(help_text="What else stands beside it, such as the other columns.")
    labels = serializers.SerializerMethodField(help_text="Labels by name, and how often each.")
    file = serializers.CharField(source="origin.file", help_text="Where it was read.")
    line = serializers.IntegerField(source="origin.line", allow_null=True, help_text="The line.")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_text(self, item: ReadItem) -> str | None:
        return item.text[:280] if item.text is not None else None

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField(), allow_null=True))
    def get_labels(self, item: ReadItem) -> dict[str, int] | None:
        if item.labels is None:
            return None
        names = [region.label for region in item.labels.regions]
        names += [span.label for span in item.labels.spans]
        names += [segment.label for segment in item.labels.segments]
        names += [f"{field}: {name}" for field, chosen in item.labels.choices.items() for name in chosen]
        names += [f"{field}: {said}" for field, said in item.labels.answers.items()]
        return {name: names.count(name) for name in dict.fromkeys(names)}


class SampleFaultOut(Out):
    file = serializers.CharField(help_text="The file.")
    line = serializers.IntegerField(allow_null=True, help_text="The line.")
    severity = serializers.CharField(help_text="error or warning.")
    code = serializers.CharField(help_text="A stable name of the kind.")
    detail = serializers.CharField(help_text="What was found, and what to do.")


class ImportPreviewOut(Out):
    format = serializers.CharField(help_text="The format that was used; empty if none was recognised.")
    guesses = GuessOut(many=True, help_text="What the files may be, the likeliest first.")
    files = serializers.IntegerField(help_text="How many files there are, those in ZIPs counted.")
    items = SampleOut(many=True, help_text="The first items.")
    faults = SampleFaultOut(many=True, help_text="The first faults.")


class OptionOut(Out):
    name = serializers.CharField(help_text="Its key in `options`.")
    type = serializers.ChoiceField(
        ["boolean", "text", "whole", "list", "choice"], help_text="What its value is."
    )
    default = serializers.JSONField(allow_null=True, help_text="What it is when left out.")
    choices = serializers.ListField(
        child=serializers.CharField(allow_blank=True), help_text="For `choice`, all there are."
    )


class FormatOut(Out):
    key = serializers.CharField(help_text="Its name here.")
    title = serializers.CharField(help_text="Its name for people.")
    options = serializers.SerializerMethodField(help_text="What can be said about how to read it.")

    @extend_schema_field(OptionOut(many=True))
    def get_options(self, format: Format) -> list[dict[str, Any]]:
        assert format.read_options is not None
        return [_option(field) for field in msgspec.structs.fields(format.read_options)]


def _option(field: msgspec.structs.FieldInfo) -> dict[str, Any]:
    kind, choices = _kind(field.type)
    default = field.default if field.default is not msgspec.NODEFAULT else None
    return {
        "name": field.name,
        "type": kind,
        "default": list(default) if isinstance(default, tuple) else default,
        "choices": choices,
    }


def _kind(annotation: Any) -> tuple[str, list[str]]:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return _kind(next(each for each in get_args(annotation) if each is not type(None)))
    if origin is Literal:
        return "choice", [str(each) for each in get_args(annotation)]
    if origin is tuple:
        return "list", []
    return {bool: "boolean", int: "whole"}.get(annotation, "text"), []
