"""Rehearsals, schema migrations and the questions that they leave for people."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotation.api.serializers.items import WorkItemOut, work_item
from annotation.models import Rehearsal, RelabelQuestion, SchemaMigration
from annotation.reasons import read_reason
from annotation.tallies import OUTCOMES, SEPARATOR, Tally, read_tally
from guidelines.api.serializers import FaultOut, OperationOut, as_fault, as_operation
from labelwright.rest.language import translated
from labelwright.rest.serializers import In, Out, SaidField

MOST_QUESTIONS = 50


class CountsByOutcomeOut(Out):
    unchanged = serializers.IntegerField(help_text="Stays as it is.")
    lossless = serializers.IntegerField(help_text="Changes by itself, and nothing of it is lost.")
    lossy = serializers.IntegerField(help_text="Changes by itself, and something of it is lost.")
    person = serializers.IntegerField(help_text="Needs a person.")
    dropped = serializers.IntegerField(help_text="Is not there any more.")
    refused = serializers.IntegerField(
        help_text="Is not valid under its own schema; set aside or asked about."
    )


def by_outcome(counts: dict[str, int]) -> dict[str, int]:
    return {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}


class OutcomeRowOut(Out):
    bucket = serializers.CharField(help_text="Names the row; for reading its samples.")
    step = serializers.IntegerField(help_text="Which operation, from 0.")
    field = serializers.CharField(help_text="The field's key.")
    label = serializers.CharField(help_text="The old label or option; empty for a whole answer.")  # type: ignore[assignment]
    outcome = serializers.ChoiceField(OUTCOMES, help_text="What becomes of these parts.")
    parts = serializers.IntegerField(help_text="How many regions, spans or answers.")


class FlowOut(Out):
    field = serializers.CharField(help_text="The field's key.")
    old = serializers.CharField(help_text="The label or option before.")
    new = serializers.CharField(help_text="The one after; `?` waits for a person, `-` is dropped.")
    parts = serializers.IntegerField(help_text="How many.")


class TallyOut(Out):
    annotations = CountsByOutcomeOut(help_text="Annotations by the worst that happens in each.")
    parts = CountsByOutcomeOut(help_text="Regions, spans and answers that the operations touch, by outcome.")
    rows = OutcomeRowOut(many=True, help_text="The same by operation and label.")
    flows = FlowOut(many=True, help_text="From old labels to new ones, what stays included.")
    waiting = serializers.IntegerField(
        help_text="Annotations that still wait for an older question's answer."
    )


def told_tally(tally: Tally) -> dict[str, Any]:
    rows: list[tuple[Any, ...]] = [(*key.split(SEPARATOR), count) for key, count in tally.buckets.items()]
    return {
        "annotations": by_outcome(tally.annotations),
        "parts": by_outcome(tally.parts),
        "rows": [
            {
                "bucket": SEPARATOR.join((step, field, label, outcome)),
                "step": int(step),
                "field": field,
                "label": label,
                "outcome": outcome,
                "parts": count,
            }
            for step, field, label, outcome, count in sorted(rows, key=_row_order)
        ],
        "flows": [
            {"field": field, "old": old, "new": new, "parts": count}
            for (field, old, new), count in sorted(
                (key.split(SEPARATOR), count) for key, count in tally.flows.items()
            )
        ],
        "waiting": tally.waiting,
    }


def _row_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    step, field, label, outcome, count = row
    return (-OUTCOMES.index(outcome), int(step), -count, field, label)


class TouchesOut(Out):
    open_tasks = serializers.IntegerField(
        help_text="Tasks that are still to be done, now under the new version."
    )
    drafts = serializers.IntegerField(help_text="Unfinished work that is carried along.")
    labels = serializers.ListField(
        child=serializers.CharField(), help_text="Labels that the operations are about."
    )
    guideline_sections = serializers.ListField(
        child=serializers.CharField(), help_text="Sections of the guideline about those labels."
    )
    gold_kept = serializers.IntegerField(
        default=0, help_text="Gold answers that are carried along, or stay as they are."
    )
    gold_stale = serializers.IntegerField(
        default=0,
        help_text="Gold answers that cannot be carried without loss; they count in no score from then on.",
    )


class RehearsalOut(Out):
    id = serializers.UUIDField(help_text="The rehearsal.")
    project = serializers.UUIDField(source="project_id", help_text="Its project.")
    from_version = serializers.IntegerField(
        source="from_version.number", help_text="The schema version it starts from."
    )
    reverts = serializers.UUIDField(
        source="reverts_id",
        allow_null=True,
        help_text="The schema migration that would be taken back; else null.",
    )
    plan_hash = serializers.CharField(help_text="SHA-256 of the plan; only this very plan can be applied.")
    operations = serializers.SerializerMethodField(help_text="The plan.")
    state = serializers.ChoiceField(Rehearsal.State.choices, help_text="Whether it is done.")
    job = serializers.UUIDField(source="job_id", allow_null=True, help_text="The job that counts.")
    as_of = serializers.DateTimeField(help_text="What was saved before this instant is in it.")
    tally = serializers.SerializerMethodField(help_text="What would happen.")
    touches = serializers.SerializerMethodField(
        help_text="What else of the project it is about; null until it is done."
    )
    hours = serializers.FloatField(
        allow_null=True, help_text="Hours of people, at the speed measured so far."
    )
    cost = serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        allow_null=True,
        help_text="What they cost, at the prices of the batches so far; null where no batch has a price.",
    )
    created_at = serializers.DateTimeField(help_text="When it was started.")
    created_by = serializers.CharField(source="created_by.pseudonym", help_text="By whom, as a pseudonym.")

    @extend_schema_field(OperationOut(many=True))
    def get_operations(self, rehearsal: Rehearsal) -> list[dict[str, Any]]:
        return [as_operation(each) for each in rehearsal.operations]

    @extend_schema_field(TallyOut)
    def get_tally(self, rehearsal: Rehearsal) -> dict[str, Any]:
        return told_tally(read_tally(rehearsal.tally))

    @extend_schema_field(TouchesOut(allow_null=True))
    def get_touches(self, rehearsal: Rehearsal) -> dict[str, Any] | None:
        # Rehearsals from before there were gold answers say nothing of them.
        return {"gold_kept": 0, "gold_stale": 0, **rehearsal.touches} if rehearsal.touches else None


class SamplesIn(In):
    bucket = serializers.CharField(
        default="", max_length=200, help_text="Only this row of the tally; else all rows."
    )


class RelabelCandidateOut(Out):
    key = serializers.CharField(help_text="What to answer; `-` takes the part away.")
    parts = serializers.ListField(child=serializers.JSONField(), help_text="The parts that stand there then.")


class PartChangeOut(Out):
    step = serializers.IntegerField(help_text="Which operation, from 0.")
    field = serializers.CharField(help_text="The field's key.")
    part = serializers.CharField(help_text="The region or span; empty for the answer as a whole.")
    label = serializers.CharField(help_text="The old label or option.")  # type: ignore[assignment]
    outcome = serializers.ChoiceField(OUTCOMES, help_text="What becomes of it.")
    reason = SaidField(help_text="What is lost, why it is dropped, or why somebody is asked; may be empty.")
    before = serializers.JSONField(help_text="The part as the operation found it.")
    after = serializers.ListField(child=serializers.JSONField(), help_text="The parts in its place.")
    candidates = RelabelCandidateOut(many=True, help_text="What a person may answer.")


class RehearsalSampleOut(Out):
    annotation = serializers.UUIDField(source="sample.annotation_id", help_text="The annotation.")
    revision = serializers.IntegerField(source="sample.revision", help_text="Its revision.")
    bucket = serializers.CharField(source="sample.bucket", help_text="The row of the tally that it shows.")
    item = serializers.SerializerMethodField(help_text="Its item.")
    external_id = serializers.CharField(
        source="item.external_id", allow_null=True, help_text="How the item's source calls it."
    )
    before = serializers.DictField(source="shown.before", help_text="The value before.")
    after = serializers.DictField(
        source="shown.after", allow_null=True, help_text="The value after; null if refused."
    )
    changes = PartChangeOut(source="shown.changes", many=True, help_text="What became of its parts.")
    errors = serializers.SerializerMethodField(help_text="Why it is refused.")  # type: ignore[assignment]

    @extend_schema_field(WorkItemOut)
    def get_item(self, sample: Any) -> dict[str, Any]:
        return work_item(sample.item)

    @extend_schema_field(FaultOut(many=True))
    def get_errors(self, sample: Any) -> list[dict[str, Any]]:
        return [as_fault(each) for each in sample.shown.faults]


class RehearsalSamplesOut(Out):
    results = RehearsalSampleOut(
        many=True,
        help_text="At most eight of each kind, and a hundred of what is not valid as it stands; always the same ones.",
    )


class ApplyIn(In):
    note = serializers.CharField(
        max_length=500, default="", allow_blank=True, help_text="Why the schema changes."
    )
    by_makers = serializers.BooleanField(
        default=True, help_text="Questions go to the vendor whose people made the annotation."
    )
    vendor = serializers.UUIDField(
        allow_null=True,
        default=None,
        help_text="Without `by_makers`: the vendor whose people are asked; null for people in house.",
    )
    ask_refused = serializers.BooleanField(
        default=False,
        help_text="Also ask about values that are not valid under their own schema; else they are set aside.",
    )


class RevertIn(In):
    note = serializers.CharField(
        max_length=500, default="", allow_blank=True, help_text="Why it is taken back."
    )


class QuestionCountsOut(Out):
    open = serializers.IntegerField(help_text="Not answered yet.")
    answered = serializers.IntegerField(help_text="Answered.")
    void = serializers.IntegerField(help_text="Nobody needs to know any more.")


class MigrationProgressOut(Out):
    done = serializers.IntegerField(help_text="Annotations looked at.")
    total = serializers.IntegerField(allow_null=True, help_text="Annotations in scope, where that is known.")
    rate = serializers.FloatField(allow_null=True, help_text="Annotations a second.")
    seconds_left = serializers.FloatField(allow_null=True, help_text="Seconds to the end at this rate.")
    jobs = serializers.ListField(child=serializers.UUIDField(), help_text="The jobs side by side.")
    failed = serializers.ListField(
        child=serializers.UUIDField(), help_text="Those that failed; they can be retried."
    )


class SchemaMigrationOut(Out):
    id = serializers.UUIDField(help_text="The schema migration.")
    project = serializers.UUIDField(source="project_id", help_text="Its project.")
    from_version = serializers.IntegerField(
        source="from_version.number", help_text="From this schema version …"
    )
    to_version = serializers.IntegerField(source="to_version.number", help_text="… to this one.")
    operations = serializers.SerializerMethodField(help_text="What it carried out.")
    note = serializers.CharField(source="to_version.note", help_text="Why the schema changed.")
    reverts = serializers.UUIDField(
        source="reverts_id", allow_null=True, help_text="The one that it takes back."
    )
    reverted = serializers.BooleanField(source="is_reverted", help_text="Whether it was taken back.")
    state = serializers.ChoiceField(SchemaMigration.State.choices, help_text="How far it is.")
    progress = serializers.SerializerMethodField(help_text="How far its jobs are.")
    tally = serializers.SerializerMethodField(help_text="What it did; whole when it is done.")
    questions = serializers.SerializerMethodField(help_text="Questions that it left for people.")
    rehearsal = serializers.UUIDField(source="rehearsal_id", allow_null=True, help_text="Its rehearsal.")
    by_makers = serializers.BooleanField(help_text="Whether the makers' own vendors are asked.")
    vendor = serializers.CharField(
        source="vendor.name", default=None, allow_null=True, help_text="Who is asked else."
    )
    started_by = serializers.CharField(source="started_by.pseudonym", help_text="By whom, as a pseudonym.")
    started_at = serializers.DateTimeField(help_text="When it was started.")
    finished_at = serializers.DateTimeField(allow_null=True, help_text="When it ended.")

    @extend_schema_field(OperationOut(many=True))
    def get_operations(self, migration: SchemaMigration) -> list[dict[str, Any]]:
        return [as_operation(each) for each in migration.to_version.operations]

    @extend_schema_field(MigrationProgressOut)
    def get_progress(self, migration: SchemaMigration) -> dict[str, Any]:
        return dict(MigrationProgressOut(self.context["progress"][migration.pk]).data)

    @extend_schema_field(TallyOut)
    def get_tally(self, migration: SchemaMigration) -> dict[str, Any]:
        return told_tally(read_tally(migration.tally))

    @extend_schema_field(QuestionCountsOut)
    def get_questions(self, migration: SchemaMigration) -> dict[str, int]:
        none = {"open": 0, "answered": 0, "void": 0}
        return self.context["questions"].get(migration.pk, none)  # type: ignore[no-any-return]


class WayBackOut(Out):
    restored = serializers.IntegerField(help_text="Annotations that say again exactly what they said before.")
    since = serializers.IntegerField(
        help_text="Annotations saved since: carried back where that is possible, else asked."
    )


class NextQuestionsIn(In):
    count = serializers.IntegerField(
        min_value=1,
        max_value=MOST_QUESTIONS,
        default=10,
        help_text="How many questions the person wants to hold.",
    )
    without = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=200,
        default=list,
        help_text="Those they have before them already.",
    )


class RelabelQuestionOut(Out):
    id = serializers.UUIDField(help_text="The question.")
    schema_migration = serializers.UUIDField(source="migration_id", help_text="What asks.")
    field = serializers.CharField(help_text="The field's key; empty when it is about the whole annotation.")
    part = serializers.CharField(help_text="The region or span; empty for the answer as a whole.")
    label = serializers.CharField(help_text="The old label or option.")  # type: ignore[assignment]
    reason = serializers.SerializerMethodField(help_text="Why a machine cannot know.")
    candidates = serializers.ListField(
        child=serializers.CharField(),
        help_text="Keys that may be answered; `-` takes the part away. None: it has to be done again by hand.",
    )
    before = serializers.JSONField(help_text="The part as it was.")
    annotation = serializers.UUIDField(source="annotation_id", help_text="The annotation.")
    item = serializers.SerializerMethodField(help_text="Its item.")
    from_version = serializers.UUIDField(
        source="migration.from_version_id", help_text="Schema version of the old label."
    )
    to_version = serializers.UUIDField(
        source="migration.to_version_id", help_text="Schema version of the answers."
    )
    note = serializers.CharField(source="migration.to_version.note", help_text="Why the schema changed.")
    state = serializers.ChoiceField(RelabelQuestion.State.choices, help_text="Whether it is answered.")
    answer = serializers.CharField(help_text="The answer; empty until there is one.")
    leased_until = serializers.DateTimeField(allow_null=True, help_text="Until when it is the person's.")
    may_revise = serializers.SerializerMethodField(
        help_text="Whether the person may open the annotation and change it by hand."
    )

    def get_reason(self, question: RelabelQuestion) -> str:
        return translated(read_reason(question.reason))

    def get_may_revise(self, question: RelabelQuestion) -> bool:
        return question.pk in self.context["revisable"]

    @extend_schema_field(WorkItemOut)
    def get_item(self, question: RelabelQuestion) -> dict[str, Any]:
        return work_item(question.annotation.item)


class RelabelQuestionsOut(Out):
    results = RelabelQuestionOut(many=True, help_text="Questions of one label one after the other.")
    open = serializers.IntegerField(
        help_text="How many are open for the person and their colleagues, these included."
    )


class OpenByLabelOut(Out):
    field = serializers.CharField(help_text="The field's key.")
    label = serializers.CharField(help_text="The old label.")  # type: ignore[assignment]
    open = serializers.IntegerField(help_text="Questions that are open.")


class RelabelOut(Out):
    open = serializers.IntegerField(help_text="Questions that the person and their colleagues can answer.")
    answered = serializers.IntegerField(help_text="Those that the person has answered.")
    labels = OpenByLabelOut(many=True, help_text="The open ones by label.")


class AnswerIn(In):
    answer = serializers.CharField(max_length=63, help_text="The key of a candidate.")
    seconds = serializers.IntegerField(
        min_value=0, max_value=3600, default=0, help_text="Seconds of thought."
    )


class CarryIn(In):
    item = serializers.UUIDField(help_text="The item that the work is about.")
    schema_version = serializers.UUIDField(help_text="The schema version that the work was begun under.")
    value = serializers.DictField(help_text="The work, which may be half done.")


class CarriedDraftOut(Out):
    schema_version = serializers.UUIDField(help_text="The current schema version.")
    value = serializers.DictField(help_text="The work under it, without what only a person can decide.")
    changes = PartChangeOut(many=True, help_text="What became of its parts.")
