"""Asking for many ids with one parameter finds what `pk__in` finds."""

from __future__ import annotations

from uuid import uuid4

import pytest

from annotation.models import Item
from labelwright.database.among import Among
from tests.factories.annotation import TextItemFactory

pytestmark = pytest.mark.django_db


def test_rows_are_found_by_their_own_id_and_by_one_that_they_point_at():
    wanted, _other = TextItemFactory(), TextItemFactory()

    by_key = Item.objects.filter(Among("pk", [wanted.pk, uuid4()]))
    by_pointer = Item.objects.filter(Among("project", [wanted.project_id]))

    assert [each.pk for each in by_key] == [wanted.pk]
    assert [each.pk for each in by_pointer] == [wanted.pk]


def test_many_ids_are_one_parameter():
    ids = [item.pk for item in TextItemFactory.create_batch(3)]

    rows = Item.objects.filter(Among("pk", ids))

    assert len(rows.query.sql_with_params()[1]) == 1
    assert {item.pk for item in rows} == set(ids)


def test_no_ids_find_no_rows():
    TextItemFactory()

    assert not Item.objects.filter(Among("pk", [])).exists()
