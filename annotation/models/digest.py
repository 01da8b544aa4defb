"""How far a person was told by e-mail what is new to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Digest(models.Model):
    """One row a person, made with their first digest. A lease keeps two workers from writing to one person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_state"
    )
    done_slot = models.DateTimeField(null=True, blank=True)  # the newest hour or day that is dealt with
    told_until = models.DateTimeField()  # what was said up to then is not told again
    lease_until = models.DateTimeField(null=True, blank=True)  # while a worker is at it
    # True from before the mail server is given the digest until it is known what became of it.
    handing_over = models.BooleanField(default=False)
    lost = models.PositiveSmallIntegerField(
        default=0
    )  # how often nobody knows whether the server took this one

    class Meta:
        constraints = [
            # At most one duplicate: the second time it counts as sent.
            models.CheckConstraint(condition=Q(lost__lte=1), name="a_digest_is_lost_once"),
        ]

    def __str__(self) -> str:
        return f"digest of {self.user_id} until {self.told_until}"
