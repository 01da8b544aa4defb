"""Seconds between two points in time, as the database computes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import DateTimeField, Value

from labelwright.accounts.models import User
from labelwright.database.elapsed import SecondsBetween
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seconds", [0.0, 0.25, 59.999, 3600.0, 86_400.5, -12.0, 40_000_000.125])
def test_it_counts_seconds_to_the_millisecond(seconds: float):
    person, since = UserFactory(), datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
    until = since + timedelta(seconds=seconds)
    points = (Value(each, output_field=DateTimeField()) for each in (since, until))

    found = User.objects.filter(pk=person.pk).values_list(SecondsBetween(*points), flat=True).get()

    assert found == pytest.approx(seconds, abs=0.0015)
