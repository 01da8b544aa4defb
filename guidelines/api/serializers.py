"""What goes in and out about projects, schemas and guidelines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from guidelines.markdown.languages import Standing
from guidelines.markdown.render import render
from guidelines.models import PROJECT_ROLES, GuidelineVersion
from guidelines.operations.base import Operation
from guidelines.operations.comparing.base import Choice
from guidelines.operations.plan import Plan
from guidelines.operations.plan_files import write_plan_yaml
from guidelines.operations.registry import read_operations, write_operation
from guidelines.schema.parse import parse_document, to_yaml
from labelwright.errors import Fault
from labelwright.rest.language import translated
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out, SaidField

FREE_JSON = {"type": "object", "additionalProperties": True}
LANGUAGES = [code for code, _ in settings.LANGUAGES]
STANDINGS = [each.value for each in Standing]
ROLES = [name for name, _ in PROJECT_ROLES]
IF_IDENTIFIED = "; null where the person asking sees only vendor and pseudonym."


# ---- projects -------------------------------------------------------------------------------------------
class ProjectIn(In):
    name = serializers.CharField(max_length=100, help_text="What people call it.")
    slug = serializers.SlugField(
        max_length=60,
        default="",
        help_text="Short name for `labelwright pull <slug>@1`; made from the name if empty.",
    )
    description = serializers.CharField(
        max_length=500, default="", allow_blank=True, help_text="One line that says what it is for."
    )
    template = serializers.CharField(help_text="Key of a schema template, from GET /schema-templates.")


class ProjectChangeIn(In):
    name = serializers.CharField(max_length=100, required=False, help_text="What people call it.")
    description = serializers.CharField(
        max_length=500, required=False, allow_blank=True, help_text="One line."
    )


class ArchiveIn(In):
    archived = serializers.BooleanField(default=True, help_text="False takes an archived project back.")


class ProjectFilterIn(PageIn):
    archived = serializers.BooleanField(default=False, help_text="Whether to list the archived ones instead.")


class ProjectOut(Out):
    id = serializers.UUIDField(help_text="Identity of the project.")
    organisation = serializers.UUIDField(
        source="organisation_id", help_text="The organisation it belongs to."
    )
    name = serializers.CharField(help_text="What people call it.")
    slug = serializers.CharField(help_text="Short name, used by the client.")
    description = serializers.CharField(help_text="One line that says what it is for.")
    input = serializers.CharField(help_text="What its items are: image or text.")
    roles = serializers.SerializerMethodField(help_text="The roles of the person asking.")
    may = serializers.SerializerMethodField(help_text="What these roles allow, as capability names.")
    schema_version = serializers.UUIDField(
        source="schema_version_id", allow_null=True, help_text="The newest published schema version."
    )
    guideline_version = serializers.UUIDField(
        source="guideline_version_id", allow_null=True, help_text="The newest published guideline version."
    )
    created_at = serializers.DateTimeField(help_text="When it was made.")
    archived_at = serializers.DateTimeField(allow_null=True, help_text="When it was archived, if it is.")
    version = serializers.IntegerField(help_text="For If-Match.")

    @extend_schema_field({"type": "array", "items": {"type": "string", "enum": ["administrator", *ROLES]}})
    def get_roles(self, project: Any) -> list[str]:
        return sorted(project.asker_roles)

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_may(self, project: Any) -> list[str]:
        return sorted(project.asker_may)


@extend_schema_serializer(component_name="ProjectMemberIn")
class MemberIn(In):
    membership = serializers.UUIDField(help_text="The person's membership in the organisation.")
    role = serializers.ChoiceField(choices=ROLES, help_text="What they will be in this project.")


class PersonHere(Out):
    """Somebody with a role in a project."""

    name = serializers.SerializerMethodField(help_text=f"Their name{IF_IDENTIFIED}")
    pseudonym = serializers.CharField(
        source="membership.user.pseudonym", help_text="What others see of them."
    )
    vendor = serializers.CharField(
        source="membership.vendor.name",
        default=None,
        allow_null=True,
        help_text="Their vendor; null in house.",
    )
    is_active = serializers.BooleanField(
        source="membership.is_active", help_text="False once they have left."
    )

    def get_name(self, member: Any) -> str | None:
        return member.membership.user.name if member.is_identified else None


@extend_schema_serializer(component_name="ProjectMemberOut")
class MemberOut(PersonHere):
    id = serializers.UUIDField(help_text="Identity of this role of this person.")
    membership = serializers.UUIDField(
        source="membership_id", help_text="Their membership in the organisation."
    )
    user = serializers.UUIDField(source="membership.user_id", help_text="The person.")
    email = serializers.SerializerMethodField(help_text=f"Their e-mail address{IF_IDENTIFIED}")
    vendor_id = serializers.UUIDField(
        source="membership.vendor_id",
        allow_null=True,
        help_text="The same as an identifier, for what is asked of a vendor's people.",
    )
    role = serializers.ChoiceField(choices=ROLES, help_text="What they are in this project.")
    created_at = serializers.DateTimeField(help_text="Since when.")

    def get_email(self, member: Any) -> str | None:
        return member.membership.user.email if member.is_identified else None


class CandidateOut(Out):
    membership = serializers.UUIDField(source="pk", help_text="Their membership in the organisation.")
    name = serializers.SerializerMethodField(help_text=f"Their name{IF_IDENTIFIED}")
    email = serializers.SerializerMethodField(help_text=f"Their e-mail address{IF_IDENTIFIED}")
    pseudonym = serializers.CharField(source="user.pseudonym", help_text="What others see of them.")
    vendor = serializers.CharField(
        source="vendor.name", default=None, allow_null=True, help_text="Their vendor; null in house."
    )

    def get_name(self, person: Any) -> str | None:
        return person.user.name if person.is_identified else None

    def get_email(self, person: Any) -> str | None:
        return person.user.email if person.is_identified else None


# ---- schemas --------------------------------------------------------------------------------------------
class TemplateOut(Out):
    key = serializers.CharField(help_text="Pass it as `template` when making a project.")
    titles = serializers.DictField(child=serializers.CharField(), help_text="Name by language.")
    descriptions = serializers.DictField(
        child=serializers.CharField(), help_text="What it is for, by language."
    )
    document = serializers.DictField(help_text="The schema document that the project starts with.")


class FaultOut(Out):
    pointer = serializers.CharField(help_text="JSON pointer into the document.")
    detail = SaidField(help_text="What is wrong and what to do.")
    line = serializers.IntegerField(allow_null=True, help_text="Line in the YAML text, from 1.")
    column = serializers.IntegerField(allow_null=True, help_text="Column in the YAML text, from 1.")


class SchemaTextIn(In):
    document = serializers.JSONField(required=False, help_text="The schema document as JSON …")
    yaml = serializers.CharField(
        required=False, max_length=1_000_000, trim_whitespace=False, help_text="… or as YAML; one of the two."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("document" in attrs) == ("yaml" in attrs):
            raise serializers.ValidationError("Send either `document` or `yaml`.")
        if "document" in attrs and not isinstance(attrs["document"], dict):
            raise serializers.ValidationError({"document": "Expected an object."})
        return {"document": None, "yaml": None, **attrs}


class SchemaCheckOut(Out):
    document = serializers.DictField(
        allow_null=True, help_text="The tidy document; null if there are faults."
    )
    yaml = serializers.CharField(allow_null=True, help_text="The same as YAML.")
    errors = FaultOut(many=True, help_text="Every fault at once.")  # type: ignore[assignment]


class OperationOut(Out):
    kind = serializers.CharField(
        help_text="What kind of step, with the number of its behaviour: merge_labels/1."
    )
    words = serializers.CharField(help_text="The step in one plain sentence.")
    document = serializers.DictField(help_text="The step itself, as it is written in a plan.")


def as_operation(document: dict[str, Any]) -> dict[str, Any]:
    """A stored operation with its words."""
    (operation,) = read_operations([document])
    return {"kind": operation.kind, "words": translated(operation.describe()), "document": document}


def told_operation(operation: Operation) -> dict[str, Any]:
    """An operation with its words."""
    return {
        "kind": operation.kind,
        "words": translated(operation.describe()),
        "document": write_operation(operation),
    }


class ChoiceOfMeaningOut(Out):
    key = serializers.CharField(help_text="What to decide.")
    words = SaidField(help_text="What may have been meant, in one plain sentence.")
    operations = serializers.SerializerMethodField(help_text="What it would do.")
    confidence = serializers.FloatField(
        help_text="A rough figure from 0 to 1 for sorting, not a probability."
    )

    @extend_schema_field(OperationOut(many=True))
    def get_operations(self, choice: Choice) -> list[dict[str, Any]]:
        return [told_operation(operation) for operation in choice.operations]


class DifferenceOut(Out):
    id = serializers.CharField(help_text="Names the difference in decisions.")
    words = SaidField(help_text="What differs.")
    choices = ChoiceOfMeaningOut(many=True, help_text="What may have been meant, the likeliest first.")
    decided = serializers.CharField(
        allow_null=True,
        help_text="The choice that is certain and harmless; null where somebody has to decide.",
    )


class PlanOut(Out):
    operations = serializers.SerializerMethodField(help_text="The steps, in order.")
    hash = serializers.CharField(help_text="SHA-256 of the plan.")
    effect = serializers.ChoiceField(
        ["lossless", "lossy", "ambiguous"], help_text="The worst that it can do to an annotation."
    )
    touches_labels = serializers.SerializerMethodField(
        help_text="Whether stored labels can change: then it is rehearsed and applied instead of published."
    )
    yaml = serializers.SerializerMethodField(help_text="The plan as YAML, for a file in git.")

    @extend_schema_field(OperationOut(many=True))
    def get_operations(self, plan: Plan) -> list[dict[str, Any]]:
        return [told_operation(operation) for operation in plan.operations]

    def get_touches_labels(self, plan: Plan) -> bool:
        return not plan.scope.is_empty

    def get_yaml(self, plan: Plan) -> str:
        return write_plan_yaml(plan.operations)


class DifferencesOut(Out):
    differences = DifferenceOut(
        many=True, help_text="What differs between the current version and the draft."
    )
    plan = PlanOut(
        allow_null=True, help_text="How the labels follow; null while something has to be decided."
    )
    errors = FaultOut(many=True, help_text="Why there is no plan yet.")  # type: ignore[assignment]


class OperationsIn(In):
    operations = serializers.ListField(
        child=serializers.DictField(), required=False, max_length=500, help_text="The steps, in order."
    )
    yaml = serializers.CharField(required=False, max_length=1_000_000, help_text="The same as YAML.")
    decisions = serializers.DictField(
        child=serializers.CharField(max_length=500),
        required=False,
        help_text="Or what was decided: ids of differences and keys of their choices.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Send exactly one of operations, yaml and decisions.")
        return attrs


class SchemaVersionOut(Out):
    id = serializers.UUIDField(help_text="Identity of the version.")
    project = serializers.UUIDField(source="project_id", help_text="The project it belongs to.")
    number = serializers.IntegerField(allow_null=True, help_text="1, 2, 3 …; null for the draft.")
    state = serializers.CharField(help_text="draft or published.")
    document = serializers.DictField(help_text="The schema document.")
    yaml = serializers.SerializerMethodField(
        help_text="The same as YAML; empty where a draft cannot be written so."
    )
    identity = serializers.CharField(help_text="SHA-256 of the canonical document without cosmetic parts.")
    parent = serializers.UUIDField(source="parent_id", allow_null=True, help_text="The version it came from.")  # type: ignore[assignment]
    operations = serializers.SerializerMethodField(help_text="How its parent leads here, step by step.")
    restores = serializers.UUIDField(
        source="restores_id",
        allow_null=True,
        help_text="The older version that this one brings back; else null.",
    )
    note = serializers.CharField(help_text="Why it was published.")
    created_at = serializers.DateTimeField(help_text="When the draft was started.")
    published_at = serializers.DateTimeField(allow_null=True, help_text="When it was published.")
    published_by = serializers.CharField(
        source="published_by.pseudonym",
        default=None,
        allow_null=True,
        help_text="Who published it, by pseudonym.",
    )
    version = serializers.IntegerField(help_text="Of the draft, for If-Match.")

    @extend_schema_field(OperationOut(many=True))
    def get_operations(self, version: Any) -> list[dict[str, Any]]:
        return [as_operation(each) for each in version.operations]

    def get_yaml(self, version: Any) -> str:
        if "yaml" in self.context:
            return str(self.context["yaml"])
        try:
            return to_yaml(parse_document(version.document))
        except Exception:  # noqa: BLE001  an unfinished draft has no YAML form; its faults are in `errors`
            return ""


class SchemaDraftOut(SchemaVersionOut):
    errors = serializers.SerializerMethodField(help_text="What keeps the draft from being published.")  # type: ignore[assignment]

    @extend_schema_field(FaultOut(many=True))
    def get_errors(self, version: Any) -> list[dict[str, Any]]:
        return [as_fault(fault) for fault in self.context["faults"]]


def as_fault(fault: Fault) -> dict[str, Any]:
    return {
        "pointer": fault.pointer,
        "detail": translated(fault.detail),
        "line": fault.line,
        "column": fault.column,
    }


class PublishSchemaIn(In):
    note = serializers.CharField(max_length=500, default="", allow_blank=True, help_text="Why it changed.")


# ---- guidelines -----------------------------------------------------------------------------------------
class SectionOut(Out):
    key = serializers.CharField(
        help_text="Stays when the heading is reworded or moved; a label's key for its section."
    )
    title = serializers.CharField(help_text="The heading.")
    level = serializers.IntegerField(help_text="1 to 6.")
    line = serializers.IntegerField(help_text="Line in the Markdown, from 1.")
    standing = serializers.ChoiceField(
        STANDINGS,
        help_text="`source`, or how the section stands in the language: what is missing is in the source's.",
    )


class GuidelineListOut(Out):
    id = serializers.UUIDField(help_text="Identity of the version.")
    project = serializers.UUIDField(source="project_id", help_text="The project it belongs to.")
    number = serializers.IntegerField(allow_null=True, help_text="1, 2, 3 …; null for the draft.")
    state = serializers.CharField(help_text="draft or published.")
    change_kind = serializers.ChoiceField(
        choices=GuidelineVersion.ChangeKind.values, help_text="How much it changes what annotators do."
    )
    summary = serializers.CharField(help_text="What changed.")
    touched_sections = serializers.ListField(
        child=serializers.CharField(),
        allow_null=True,
        help_text=(
            "Keys of the sections that the change is about; null for a draft and for versions from before this was kept."
        ),
    )
    touched_labels = serializers.ListField(
        child=serializers.CharField(),
        allow_null=True,
        help_text="Keys of the labels that it is about; or null.",
    )
    created_at = serializers.DateTimeField(help_text="When the draft was started.")
    published_at = serializers.DateTimeField(allow_null=True, help_text="When it was published.")
    published_by = serializers.CharField(
        source="published_by.pseudonym",
        default=None,
        allow_null=True,
        help_text="Who published it, by pseudonym.",
    )
    version = serializers.IntegerField(help_text="Of the draft, for If-Match.")


class GuidelineVersionOut(GuidelineListOut):
    """Of a version that has `told`, as `queries.told_in` tells it."""

    source_language = serializers.ChoiceField(LANGUAGES, help_text="What it was written in.")
    language = serializers.ChoiceField(
        LANGUAGES,
        source="told.language",
        help_text="What it is told in here: that of the source, unless asked otherwise.",
    )
    languages = serializers.ListField(
        child=serializers.ChoiceField(LANGUAGES),
        source="told.languages",
        help_text="What it can be read in, that of the source first.",
    )
    markdown = serializers.CharField(source="told.markdown", help_text="The text.")
    html = serializers.SerializerMethodField(
        help_text="The text as safe HTML; headings carry `data-section`."
    )
    sections = serializers.SerializerMethodField(help_text="Its sections in order.")

    def get_html(self, version: Any) -> str:
        return render(version.told.markdown)

    @extend_schema_field(SectionOut(many=True))
    def get_sections(self, version: Any) -> Any:
        told = version.told
        return [
            {
                "key": each.key,
                "title": each.title,
                "level": each.level,
                "line": each.line,
                "standing": told.standings[each.key],
            }
            for each in told.sections
        ]


class GuidelineLanguageIn(In):
    language = serializers.ChoiceField(
        LANGUAGES,
        allow_null=True,
        default=None,
        help_text="Tell it in this language, as far as it is translated; without it in that of the source.",
    )


class GuidelineDraftIn(In):
    draft = serializers.UUIDField(
        allow_null=True,
        default=None,
        help_text="The draft that was read: another one, begun since, is not written over.",
    )
    markdown = serializers.CharField(
        allow_blank=True,
        trim_whitespace=False,
        help_text="The whole text. A heading keeps its identity by `{#key}`.",
    )


class MoveIn(In):
    section = serializers.CharField(max_length=64, help_text="The section that the draft leaves out.")
    id = serializers.CharField(
        max_length=64,
        default="",
        allow_blank=True,
        help_text="The one question or example that it is about; empty for all that point to the section.",
    )
    to = serializers.CharField(
        max_length=64,
        allow_blank=True,
        allow_null=True,
        help_text="The section that they point to from now on; empty for the guideline as a whole; null leaves examples out.",
    )


class PublishGuidelineIn(In):
    change_kind = serializers.ChoiceField(
        choices=GuidelineVersion.ChangeKind.values, help_text="editorial, clarification or rule_change."
    )
    summary = serializers.CharField(max_length=500, help_text="What changed, for the people who label.")
    sections = serializers.ListField(
        child=serializers.CharField(max_length=64, allow_blank=True),
        allow_null=True,
        default=None,
        max_length=1000,
        help_text="Keys of the sections that the change is about; without them those that differ.",
    )
    labels = serializers.ListField(
        child=serializers.CharField(max_length=64),
        allow_null=True,
        default=None,
        max_length=1000,
        help_text="Keys of the labels that the change is about; without them those of the sections.",
    )
    moves = MoveIn(
        many=True,
        default=list,
        help_text="Where to goes what points to sections that the draft leaves out (`guideline-draft/pointers`).",
    )
    anyway = serializers.BooleanField(
        default=False,
        help_text="Also with open comments, and without an approval that was asked for.",
    )
