"""Batches and their tasks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from annotation.api.serializers.items import NamedItemRowOut
from annotation.models import Batch, BatchState, Task
from annotation.queries.batches import TASK_STATES, BatchView, Share
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out

MOST_IDS = 5000


class ItemChoiceIn(In):
    """Which items: exactly one of `all`, `ids`, `unbatched` and `gold`."""

    all = serializers.BooleanField(default=False, help_text="Every item of the project.")
    ids = serializers.ListField(
        child=serializers.UUIDField(),
        allow_null=True,
        default=None,
        max_length=MOST_IDS,
        help_text=f"These items, {MOST_IDS} at most.",
    )
    unbatched = serializers.BooleanField(
        default=False, help_text="Items that are in no batch yet, oldest first."
    )
    gold = serializers.BooleanField(
        default=False,
        help_text="For a training: items with a gold answer that counts, and that are done wherever else they are.",
    )
    limit = serializers.IntegerField(
        allow_null=True, default=None, min_value=1, help_text="With `unbatched` or `gold`: how many at most."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        chosen = [attrs["all"], attrs["ids"] is not None, attrs["unbatched"], attrs["gold"]]
        if sum(chosen) != 1:
            raise serializers.ValidationError("Choose exactly one of all, ids, unbatched and gold.")
        if attrs["limit"] is not None and not (attrs["unbatched"] or attrs["gold"]):
            raise serializers.ValidationError({"limit": "Only goes with unbatched or gold."})
        return attrs


class BatchFieldsIn(In):
    name = serializers.CharField(max_length=100, help_text="Unique in the project.")
    review_policy = serializers.ChoiceField(
        Batch.ReviewPolicy.choices,
        default=Batch.ReviewPolicy.ALL,
        help_text="`all`: a reviewer decides on each; `none`: what is submitted is accepted.",
    )
    lease_minutes = serializers.IntegerField(
        min_value=1, max_value=7 * 24 * 60, default=30, help_text="How long a person holds a task."
    )
    due_at = serializers.DateTimeField(
        allow_null=True, default=None, help_text="When it should be done; sooner goes out first."
    )
    instructions = serializers.CharField(
        allow_blank=True, max_length=5000, default="", help_text="Shown to its annotators."
    )
    price = serializers.DecimalField(
        max_digits=10,
        decimal_places=2,
        min_value=0,
        allow_null=True,
        default=None,
        help_text="What one task costs, in the currency that you pay in; never shown to annotators.",
    )
    pass_mark = serializers.IntegerField(
        min_value=1,
        max_value=100,
        allow_null=True,
        default=None,
        help_text="Of a training: what its people have to reach, in percent; 80 where nobody says. Null for other batches.",
    )
    training = serializers.UUIDField(
        allow_null=True,
        default=None,
        help_text=(
            "The training that has to be passed before anybody gets a task of this pilot or production batch; its annotators "
            "get a seat there, too. It is settled before the batch is opened."
        ),
    )
    shows_predictions = serializers.BooleanField(
        default=False,
        help_text=(
            "Whether annotators are shown what models said about the items, to take over or turn down: of pilots and production "
            "batches."
        ),
    )


class NewBatchIn(BatchFieldsIn):
    kind = serializers.ChoiceField(
        [choice for choice in Batch.Kind.choices if choice[0] != Batch.Kind.RECHECK],
        default=Batch.Kind.PRODUCTION,
        help_text=(
            "What it is for. Annotators never see this, but for a training: there everybody does every item, which has a gold "
            "answer, and is shown it beside their own at once."
        ),
    )
    overlap = serializers.IntegerField(
        min_value=1,
        max_value=50,
        default=1,
        help_text="How many different people do each item; in a training everybody does.",
    )
    annotators = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=1000,
        default=list,
        help_text="User ids of annotators of the project.",
    )
    items = ItemChoiceIn(required=False, help_text="What goes into it; items can be added later too.")


class BatchIn(BatchFieldsIn):
    """What is left out stays as it is."""

    annotators = serializers.ListField(
        child=serializers.UUIDField(), max_length=1000, help_text="User ids; replaces the list."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, partial=True, **kwargs)


class MoreItemsIn(In):
    items = ItemChoiceIn(help_text="What to add.")


@extend_schema_serializer(component_name="AnnotatorOut")
class PersonOut(Out):
    id = serializers.UUIDField(help_text="The user.")
    pseudonym = serializers.CharField(help_text="How the person is called where work is shown.")
    vendor = serializers.CharField(allow_null=True, help_text="Their vendor's name; null in house.")
    name = serializers.CharField(
        allow_null=True, help_text="Their real name, for those who may see it; else null."
    )


class CountsOut(Out):
    total = serializers.IntegerField(help_text="All tasks.")
    open = serializers.IntegerField(help_text="Nobody has them.")
    leased = serializers.IntegerField(help_text="Somebody works on them.")
    returned = serializers.IntegerField(help_text="A reviewer sent them back.")
    submitted = serializers.IntegerField(help_text="They wait for review.")
    accepted = serializers.IntegerField(help_text="They are done.")
    skipped = serializers.IntegerField(
        help_text="Everybody who could have done them skipped them; they wait for a curator."
    )


def counts(tasks: dict[str, int]) -> dict[str, int]:
    return {"total": sum(tasks.values()), **{state: tasks.get(state, 0) for state in TASK_STATES}}


class TrainingNameOut(Out):
    id = serializers.UUIDField(help_text="The training.")
    name = serializers.CharField(help_text="Its name.")


class BatchOut(Out):
    id = serializers.UUIDField(source="batch.id", help_text="The batch.")
    project = serializers.UUIDField(source="batch.project_id", help_text="Its project.")
    name = serializers.CharField(source="batch.name", help_text="Unique in the project.")
    kind = serializers.ChoiceField(Batch.Kind.choices, source="batch.kind", help_text="What it is for.")
    state = serializers.ChoiceField(
        BatchState.choices, source="batch.state", help_text="Only an open batch gives out tasks."
    )
    overlap = serializers.IntegerField(
        source="batch.overlap", help_text="How many different people do each item."
    )
    review_policy = serializers.ChoiceField(
        Batch.ReviewPolicy.choices, source="batch.review_policy", help_text="Whether reviewers decide."
    )
    lease_minutes = serializers.IntegerField(
        source="batch.lease_minutes", help_text="How long a person holds a task."
    )
    due_at = serializers.DateTimeField(
        source="batch.due_at", allow_null=True, help_text="When it should be done."
    )
    instructions = serializers.CharField(source="batch.instructions", help_text="Shown to its annotators.")
    price = serializers.DecimalField(
        source="batch.price",
        max_digits=10,
        decimal_places=2,
        allow_null=True,
        help_text="What one task costs; null where nobody said.",
    )
    pass_mark = serializers.IntegerField(
        source="batch.pass_mark",
        allow_null=True,
        help_text="Of a training that gives feedback: what its people have to reach, in percent; else null.",
    )
    training = TrainingNameOut(
        source="batch.training",
        allow_null=True,
        help_text="What has to be passed before anybody gets a task of it; null for nothing.",
    )
    shows_predictions = serializers.BooleanField(
        source="batch.shows_predictions",
        help_text="Whether its annotators are shown what models said about the items.",
    )
    items = serializers.IntegerField(source="batch.size", help_text="How many items are in it.")
    filling = serializers.UUIDField(
        source="batch.filling", allow_null=True, help_text="The job that still adds items; null when done."
    )
    annotators = PersonOut(many=True, help_text="Who may take its tasks.")
    tasks = serializers.SerializerMethodField(help_text="How many tasks are in which state.")
    created_at = serializers.DateTimeField(source="batch.created_at", help_text="When it was made.")
    version = serializers.IntegerField(source="batch.version", help_text="For If-Match.")

    @extend_schema_field(CountsOut)
    def get_tasks(self, view: BatchView) -> dict[str, int]:
        return counts(view.tasks)


class BatchShareOut(Out):
    person = PersonOut(help_text="Who.")
    tasks = serializers.SerializerMethodField(
        help_text="How many of the batch's tasks the person holds or did, by state."
    )

    @extend_schema_field(CountsOut)
    def get_tasks(self, share: Share) -> dict[str, int]:
        return counts(share.tasks)


class BatchSharesOut(Out):
    results = BatchShareOut(many=True, help_text="Who has most, first.")


class TasksIn(PageIn):
    state = serializers.ChoiceField(TASK_STATES, default="", help_text="Only tasks in this state.")


class SkipOut(Out):
    person = serializers.CharField(source="user.pseudonym", help_text="Who skipped it.")
    reason = serializers.CharField(source="skip_reason", help_text="Why.")


class TaskOut(Out):
    id = serializers.UUIDField(help_text="The task.")
    item = NamedItemRowOut(help_text="What is to be done.")
    slot = serializers.IntegerField(help_text="Which of the item's `overlap` tasks, from 0.")
    state = serializers.ChoiceField(TASK_STATES, help_text="Where it stands.")
    annotator = serializers.CharField(
        source="annotator.pseudonym",
        default=None,
        allow_null=True,
        help_text="Who holds or did it; null while open.",
    )
    annotation = serializers.SerializerMethodField(help_text="What was said; null before.")
    skips = SkipOut(many=True, help_text="Who skipped it and why.")
    changed_at = serializers.DateTimeField(help_text="When its state last changed.")

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_annotation(self, task: Task) -> Any:
        counting = task.counting  # type: ignore[attr-defined]
        if counting:
            return counting[0].pk
        recheck = getattr(task, "recheck", None)
        return recheck.annotation_id if recheck is not None and recheck.revision else None


class TraineeOut(Out):
    person = PersonOut(help_text="Who.")
    rounds = serializers.IntegerField(help_text="How many rounds they have begun.")
    done = serializers.IntegerField(help_text="How many items of the last one are answered.")
    score = serializers.FloatField(
        allow_null=True,
        help_text="The mean of the last round so far, from 0 to 1; null before the first answer.",
    )
    first = serializers.FloatField(
        allow_null=True,
        help_text="The score of the first round, before anybody showed them these items; or null.",
    )
    is_over = serializers.BooleanField(help_text="Whether the last round is over.")
    is_passed = serializers.BooleanField(help_text="Whether they have passed.")
    passed_at = serializers.DateTimeField(allow_null=True, help_text="When they did; null before.")


class TraineesOut(Out):
    pass_mark = serializers.IntegerField(help_text="What has to be reached, in percent.")
    total = serializers.IntegerField(help_text="How many items a round has.")
    results = TraineeOut(many=True, help_text="Everybody in it; who has not passed comes first.")
