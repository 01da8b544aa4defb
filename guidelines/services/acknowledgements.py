"""Confirming that one has read a guideline version."""

from __future__ import annotations

from guidelines.models import Acknowledgement, GuidelineVersion
from guidelines.queries.projects import require
from labelwright.accounts.models import User
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can


def acknowledge_guideline(version: GuidelineVersion, *, by: Principal) -> Acknowledgement:
    """It is written down that the person has read the published `version`; once more changes nothing."""
    require(by, version.project, Can.ANNOTATE)
    return write_down(version, by.user)


def write_down(version: GuidelineVersion, user: User) -> Acknowledgement:
    """The row, whoever asks: rules are in `acknowledge_guideline`."""
    assert version.number is not None, "what is published has a number"
    row, _ = Acknowledgement.objects.get_or_create(
        project=version.project, user=user, number=version.number, defaults={"version": version}
    )
    return row
