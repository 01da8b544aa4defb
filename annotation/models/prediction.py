"""What models say about items, to be taken over or turned down by the people who label them."""

from __future__ import annotations

from django.db import models

from annotation.models.work import Item
from guidelines.models import SchemaVersion
from labelwright.ids import new_id


class ItemPrediction(models.Model):
    """What one model says about one item. No annotation: it becomes one only where a person takes it over.

    Never changed, so that it can be told from an annotation what of it came from the model: a region that was taken over keeps
    its id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, db_index=False, on_delete=models.CASCADE, related_name="predictions")
    model = models.CharField(max_length=200)  # what it calls itself
    schema_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()
    scores = models.JSONField(default=dict)  # by the id of a region or span, or the key of a field; 0 to 1
    import_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Sending the same predictions twice changes nothing.
            models.UniqueConstraint(fields=["item", "model"], name="one_prediction_per_item_and_model"),
            models.CheckConstraint(condition=~models.Q(model=""), name="predictions_name_their_model"),
        ]

    def __str__(self) -> str:
        return f"{self.model} on {self.item_id}"
