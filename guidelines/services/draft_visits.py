"""Who has a guideline draft open, so that two who write in it know of each other."""

from __future__ import annotations

from django.db import transaction

from guidelines.models import DraftVisit, GuidelineVersion, VersionState
from guidelines.queries.projects import require
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now


def keep_draft_open(draft: GuidelineVersion, *, by: Principal) -> bool:
    """The person is known to have the draft open for the next `OPEN_FOR`. False if it was published or discarded since."""
    require(by, draft.project, Can.EDIT_SCHEMA)
    instant = now()
    with transaction.atomic():
        held = GuidelineVersion.objects.select_for_update().filter(pk=draft.pk, state=VersionState.DRAFT)
        if not held.values_list("pk").first():
            return False
        DraftVisit.objects.update_or_create(
            draft=draft,
            user=by.user,
            defaults={"seen_at": instant},
            create_defaults={"seen_at": instant, "opened_at": instant},
        )
    return True


def close_draft(draft: GuidelineVersion, *, by: Principal) -> None:
    """The person no longer has it open; if they had not, nothing changes."""
    DraftVisit.objects.filter(draft=draft, user=by.user).delete()
