"""What this floor does when something has happened below."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from guidelines.services.invited_roles import give_invited_roles
from labelwright.accounts.signals import invitation_accepted


@receiver(invitation_accepted)
def _give_invited_roles(sender: Any, invitation_id: UUID, **kwargs: Any) -> None:
    give_invited_roles(invitation_id)
