"""Many rows in one statement say what they were told to say, and no other row does."""

from __future__ import annotations

import pytest

from annotation.models import Annotation, LabelUse
from labelwright.database.bulk import rewrite
from tests.factories.annotation import TextItemFactory

pytestmark = pytest.mark.django_db


def an_annotation() -> Annotation:
    item = TextItemFactory()
    return Annotation.objects.create(project=item.project, item=item, state="accepted")


def uses_of(annotation: Annotation) -> list[tuple[str, str, int]]:
    return sorted(annotation.label_uses.values_list("field", "label", "count"))


def test_each_row_that_is_found_is_rewritten_and_its_neighbours_are_not():
    one, other = an_annotation(), an_annotation()
    for annotation in (one, other):
        for label in ("it's", "b"):
            LabelUse.objects.create(
                annotation=annotation, project=annotation.project, field="f", label=label, count=1
            )

    rewrite(
        LabelUse,
        [
            (
                {"annotation_id": one.pk, "field": "f", "label": "it's"},
                {"field": "f", "label": "적혈구", "count": 3},
            ),
            (
                {"annotation_id": other.pk, "field": "f", "label": "b"},
                {"field": "g", "label": "b", "count": 2},
            ),
        ],
    )

    assert uses_of(one) == [("f", "b", 1), ("f", "적혈구", 3)]
    assert uses_of(other) == [("f", "it's", 1), ("g", "b", 2)]


def test_where_there_is_no_such_row_nothing_happens():
    annotation = an_annotation()

    rewrite(LabelUse, [({"annotation_id": annotation.pk, "field": "f"}, {"label": "a"})])

    assert uses_of(annotation) == []
