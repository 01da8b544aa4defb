"""Writing gold answers: one after the other for each item, and with the labels that they use."""

from __future__ import annotations

from uuid import UUID

from annotation.models import GoldAnswer, GoldState, GoldUse, Item
from annotation.queries.versions import published_schema
from guidelines.values.usage import labels_used
from guidelines.values.value import parse_value
from labelwright.database.bulk import insert_new


def lock_items(ids: list[UUID]) -> list[Item]:
    """The items in the order of their ids: whoever writes a gold answer holds its item, so that one comes after the other."""
    return list(Item.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk"))


def replace_gold(before: GoldAnswer | None, new: GoldAnswer) -> GoldAnswer:
    """`new` is the live answer of the item in the place of `before`. The item must be locked."""
    if before is not None:
        new.replaces = before
        before.state = GoldState.REPLACED
        before.save(update_fields=["state"])
    new.save(force_insert=True)
    value = parse_value(new.value, published_schema(new.project_id, new.schema_version_id))
    insert_new(
        GoldUse,
        [
            {"gold_id": new.pk, "field": field, "label": label, "count": count}
            for (field, label), count in labels_used(value).items()
        ],
    )
    return new
