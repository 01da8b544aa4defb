"""Items in answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotation.models import Item
from guidelines.schema.words import INPUT_KINDS
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import Out


class ItemsIn(PageIn):
    q = serializers.CharField(
        default="",
        max_length=200,
        help_text="How the external id or the text begins; capitals make no difference.",
    )
    import_id = serializers.UUIDField(required=False, help_text="Only items that this import added.")
    problem = serializers.BooleanField(
        default=False, help_text="Only items that a question showed to be no good."
    )


def media_url(item: Item) -> str | None:
    return f"/api/v1/items/{item.pk}/media" if item.asset_id else None


def thumbnail_url(item: Item) -> str | None:
    return f"/api/v1/items/{item.pk}/thumbnail" if item.asset_id else None


def work_item(item: Item) -> dict[str, Any]:
    """The item as those see it who work on it: the same for every batch, whatever the batch is for."""
    return {
        "id": item.pk,
        "kind": item.kind,
        "text": item.text,
        "media_url": media_url(item),
        "width": item.asset.width if item.asset else None,
        "height": item.asset.height if item.asset else None,
        "duration": item.asset.duration if item.asset else None,
        "metadata": item.metadata,
    }


class WorkItemOut(Out):
    id = serializers.UUIDField(help_text="The item.")
    kind = serializers.ChoiceField(INPUT_KINDS, help_text="What the item is.")
    text = serializers.CharField(
        allow_null=True, help_text="The text exactly as stored; null for anything else."
    )
    media_url = serializers.CharField(allow_null=True, help_text="Where the bytes are; null for a text.")
    width = serializers.IntegerField(allow_null=True, help_text="Pixels of the upright image; else null.")
    height = serializers.IntegerField(allow_null=True, help_text="Pixels of the upright image; else null.")
    duration = serializers.FloatField(allow_null=True, help_text="Seconds that a sound lasts; else null.")
    metadata = serializers.DictField(help_text="What came with the item.")


class ItemRowOut(Out):
    id = serializers.UUIDField(help_text="The item.")
    kind = serializers.ChoiceField(INPUT_KINDS, help_text="What the item is.")
    external_id = serializers.CharField(
        allow_null=True, help_text="How its source calls it; unique in the project."
    )
    excerpt = serializers.CharField(
        allow_null=True, help_text="The first 280 characters of a text; null for anything else."
    )
    media_url = serializers.SerializerMethodField(help_text="Where the bytes are; null for a text.")
    thumbnail_url = serializers.SerializerMethodField(
        help_text="A WebP of at most 320 pixels either way, of a sound its waveform; null for a text."
    )
    width = serializers.IntegerField(
        source="asset.width",
        default=None,
        allow_null=True,
        help_text="Pixels of the upright image; else null.",
    )
    height = serializers.IntegerField(
        source="asset.height",
        default=None,
        allow_null=True,
        help_text="Pixels of the upright image; else null.",
    )
    duration = serializers.FloatField(
        source="asset.duration",
        default=None,
        allow_null=True,
        help_text="Seconds that a sound lasts; else null.",
    )
    group_key = serializers.CharField(
        help_text="Items with the same group key stay in one split; may be empty."
    )
    source = serializers.CharField(help_text="The file (and line) it was read from; may be empty.")  # type: ignore[assignment]
    created_at = serializers.DateTimeField(help_text="When it was imported.")
    tasks_count = serializers.IntegerField(help_text="In how many tasks it is, over all batches.")
    accepted_count = serializers.IntegerField(help_text="How many of its tasks are accepted.")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_media_url(self, item: Item) -> str | None:
        return media_url(item)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_thumbnail_url(self, item: Item) -> str | None:
        return thumbnail_url(item)


class ItemProblemOut(Out):
    thread = serializers.UUIDField(
        allow_null=True, help_text="The question that showed it; null where somebody skipped the item for it."
    )
    reason = serializers.CharField(help_text="Why it was skipped; empty where a question showed it.")


class ListedItemOut(ItemRowOut):
    """An item in the list of all items, which only those see who may know of gold answers."""

    gold = serializers.ChoiceField(
        ["current", "stale"],
        source="gold_state",
        allow_null=True,
        help_text="Whether it has a gold answer, and whether that one counts; null where it has none.",
    )
    problem = serializers.SerializerMethodField(
        help_text="What showed that the item is no good; null where nothing did."
    )

    @extend_schema_field(ItemProblemOut(allow_null=True))
    def get_problem(self, item: Any) -> dict[str, Any] | None:
        if item.problem_thread is None and item.problem_reason is None:
            return None
        return {"thread": item.problem_thread, "reason": item.problem_reason or ""}


class ItemOut(ItemRowOut):
    excerpt = None  # type: ignore[assignment]  # the whole text is here
    tasks_count = serializers.IntegerField(
        allow_null=True,
        help_text="In how many tasks it is, over all batches; null for those who do not see all items.",
    )
    accepted_count = serializers.IntegerField(
        allow_null=True, help_text="How many of its tasks are accepted; null likewise."
    )
    text = serializers.CharField(
        allow_null=True, help_text="The text exactly as stored; null for anything else."
    )
    metadata = serializers.DictField(help_text="What came with the item.")
    content_hash = serializers.CharField(help_text="SHA-256 that names the content.")


class WorkItemRowOut(Out):
    """An item in lists of tasks and annotations."""

    id = serializers.UUIDField(help_text="The item.")
    kind = serializers.ChoiceField(INPUT_KINDS, help_text="What the item is.")
    excerpt = serializers.SerializerMethodField(
        help_text="The first 280 characters of a text; null for anything else."
    )
    thumbnail_url = serializers.SerializerMethodField(
        help_text="A WebP of at most 320 pixels either way, of a sound its waveform; null for a text."
    )

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_excerpt(self, item: Item) -> str | None:
        return item.text[:280] if item.text is not None else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_thumbnail_url(self, item: Item) -> str | None:
        return thumbnail_url(item)


class NamedItemRowOut(WorkItemRowOut):
    """With the name that its source gave it, for those who run the project."""

    external_id = serializers.CharField(allow_null=True, help_text="How its source calls it.")
