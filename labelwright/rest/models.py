from django.conf import settings
from django.db import models


class RememberedAnswer(models.Model):
    """The first answer to a request that carried an Idempotency-Key, written in the transaction of its effect."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.CharField(max_length=100)
    route = models.CharField(max_length=300)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.BinaryField(default=b"")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            # Two identical requests side by side: the second waits for the first one's transaction, then finds this.
            models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_idempotency_key"),
        ]
