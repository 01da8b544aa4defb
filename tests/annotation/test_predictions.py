"""What models say is shown to those who label, where a batch does so, and becomes an annotation only through them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from annotation.models import Annotation, Batch, ItemPrediction, LabelUse
from annotation.services.batches import change_batch
from annotation.services.items import delete_item
from annotation.services.predictions import NewPrediction, add_predictions
from annotation.services.review import Verdict, review_annotation
from guidelines.schema.parse import parse_document
from guidelines.values.value import parse_value
from labelwright.errors import Invalid
from tests.annotation.test_api import Browser, submit
from tests.factories.work import GREET, Work, image_work, text_work

pytestmark = pytest.mark.django_db


def box(id: str, x: float, label: str = "rbc") -> dict[str, Any]:
    return {
        "id": id,
        "label": label,
        "geometry": {"type": "box", "box": [x, 20.0, 30.0, 40.0]},
        "attributes": {},
    }


def cells(*regions: dict[str, Any]) -> dict[str, Any]:
    return {"cells": {"regions": list(regions)}}


def predict(work: Work, value: Any, scores: dict[str, float] | None = None, model: str = "yolo-7") -> None:
    parsed = parse_value(value, parse_document(work.schema.document))
    new = [NewPrediction(item.pk, parsed, scores or {}) for item in work.items]
    add_predictions(new, model=model, schema_version=work.schema)


def given(browser: Browser, work: Work) -> dict[str, Any]:
    (assignment,) = browser.post(f"/projects/{work.project.pk}/assignments", {"count": 1}).json()[
        "assignments"
    ]
    return assignment


def test_a_prediction_is_no_annotation_and_comes_once_of_each_model():
    work = image_work(items=2)
    value = parse_value(cells(box("i0", 10)), parse_document(work.schema.document))
    new = [NewPrediction(item.pk, value, {"i0": 0.9}) for item in work.items]

    first = add_predictions(new, model="a", schema_version=work.schema)
    again = add_predictions(new, model="a", schema_version=work.schema)
    other = add_predictions(new[:1], model="b", schema_version=work.schema)

    assert [(each.new, each.known) for each in (first, again, other)] == [(2, 0), (0, 2), (1, 0)]
    assert not Annotation.objects.exists()
    assert not LabelUse.objects.exists()


def test_only_a_batch_that_shows_predictions_shows_them_and_the_newest_one():
    work = image_work()
    predict(work, cells(box("i0", 10)), model="old")
    predict(work, cells(box("i0", 12)), {"i0": 0.75}, model="new")
    shown, hidden = work.annotator(), work.annotator()
    work.batch(shown, shows_predictions=True)
    work.batch(hidden)

    assert given(Browser(hidden), work)["prediction"] is None
    assignment = given(Browser(shown), work)
    assert assignment["prediction"] == {
        "model": "new",
        "value": cells(box("i0", 12)),
        "scores": {"i0": 0.75},
    }
    assert assignment["value"] is None


def test_a_task_costs_no_query_more_where_nothing_is_predicted():
    def queries(shows: bool) -> int:
        work = image_work(items=3)
        predict(work, cells(box("i0", 10)))
        who = work.annotator()
        work.batch(who, shows_predictions=shows)
        browser = Browser(who)
        given(browser, work)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            given(browser, work)
        return len(seen)

    assert queries(shows=True) == queries(shows=False) + 1


def test_it_is_told_what_of_an_annotation_came_from_the_model():
    work = image_work()
    predict(work, cells(box("i0", 10), box("i1", 50), box("i2", 90)))
    who = work.annotator()
    work.batch(who, shows_predictions=True)
    browser = Browser(who)
    assignment = given(browser, work)
    said = cells(box("i0", 10), box("i1", 55), box("mine", 130), box("too", 170))
    annotation = submit(browser, assignment, said, "k").json()["annotation"]

    told = Browser(work.curator).get(f"/annotations/{annotation}").json()["prediction"]
    assert told == {"model": "yolo-7", "kept": 1, "changed": 1, "turned_down": 1, "added": 2}


def test_an_annotation_that_was_made_without_a_model_says_so():
    work = image_work()
    predict(work, cells(box("i0", 10)))
    who = work.annotator()
    work.batch(who)
    browser = Browser(who)
    annotation = submit(browser, given(browser, work), cells(box("i0", 10)), "k").json()["annotation"]

    assert Browser(work.curator).get(f"/annotations/{annotation}").json()["prediction"] is None


def test_work_that_comes_back_is_not_predicted_again():
    work = image_work()
    predict(work, cells(box("i0", 10)))
    who = work.annotator()
    work.batch(who, shows_predictions=True)
    browser = Browser(who)
    annotation = submit(browser, given(browser, work), cells(), "k").json()["annotation"]
    review_annotation(annotation, by=work.reviewer(), verdict=Verdict("returned", 1, "Look again.", ()))

    returned = given(browser, work)
    assert returned["returned"] is not None
    assert returned["prediction"] is None


def test_answers_are_predicted_like_regions():
    work = text_work(items=1)
    predict(work, GREET, {"intent": 0.6})
    who = work.annotator()
    work.batch(who, shows_predictions=True)

    predicted = given(Browser(who), work)["prediction"]
    assert (predicted["value"], predicted["scores"]) == (GREET, {"intent": 0.6})


def test_where_people_are_measured_a_model_has_no_say():
    work = image_work()
    who = work.annotator()
    with pytest.raises(Invalid) as refused:
        work.batch(who, kind=Batch.Kind.TRAINING, shows_predictions=True, opened=False)
    assert [fault.pointer for fault in refused.value.errors] == ["/shows_predictions"]

    pilot = work.batch(who, kind=Batch.Kind.PILOT, opened=False)
    with transaction.atomic(), pytest.raises(IntegrityError, match="predictions_are_for_real_work"):
        Batch.objects.filter(pk=pilot.pk).update(kind=Batch.Kind.RECHECK, shows_predictions=True)


def test_a_batch_begins_and_ceases_to_show_them():
    work = image_work()
    predict(work, cells(box("i0", 10)))
    who = work.annotator()
    batch = work.batch(who)
    browser = Browser(who)
    assert given(browser, work)["prediction"] is None

    change_batch(batch, by=work.curator, version=batch.version, changes={"shows_predictions": True})
    assert given(browser, work)["prediction"] is not None


def test_an_item_goes_with_what_was_predicted_of_it():
    work = image_work()
    predict(work, cells(box("i0", 10)))

    delete_item(work.items[0], by=work.curator)
    assert not ItemPrediction.objects.exists()
