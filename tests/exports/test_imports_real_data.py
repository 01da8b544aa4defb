"""Files that other tools wrote become items and labels, and a second time changes nothing."""

from collections import Counter

import pytest

from annotation.models import Annotation, AnnotationRevision, Asset, Item
from exports.models import ImportProblem
from labelwright.jobs.models import JobState
from tests.exports.imports import boxes_of, folder, packed, project_with, spans_of, started
from tests.exports.sources import shared_data

pytestmark = pytest.mark.django_db(transaction=True)
CELLS = boxes_of("RBC", "WBC", "Platelets")
WNUT = spans_of("corporation", "creative-work", "group", "location", "person", "product")


def labels_of(project, part):
    values = AnnotationRevision.objects.filter(annotation__project=project).values_list("value", flat=True)
    return Counter(each["label"] for value in values for answer in value.values() for each in answer[part])


def test_the_blood_cells_arrive_with_every_box(run_jobs, files):
    project, curator = project_with(CELLS)

    source, job = started(project, curator, {"bccd.zip": packed(folder(shared_data("bccd")))})
    run_jobs()

    source.refresh_from_db()
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.SUCCEEDED, job.total)
    assert (source.state, source.chosen, source.taken, source.labelled) == ("done", "voc", 60, 60)
    assert labels_of(project, "regions") == {"l0": 716, "l1": 62, "l2": 68}
    assert Asset.objects.count() == 60
    assert not source.files.exists()
    assert not list((files / "imports").glob("*"))


def test_importing_the_same_archive_again_changes_nothing(run_jobs):
    project, curator = project_with(CELLS)
    archive = {"bccd.zip": packed(folder(shared_data("bccd"), "*/*0[0-3]*"))}
    started(project, curator, archive)
    run_jobs()
    before = list(AnnotationRevision.objects.order_by("pk").values_list("pk", "value"))

    source, _ = started(project, curator, archive)
    run_jobs()

    source.refresh_from_db()
    assert len(before) > 5
    assert (source.taken, source.known, source.labelled) == (0, len(before), 0)
    assert source.report["labels_known"] == len(before)
    assert "labels_differ" not in source.report["codes"]
    assert list(AnnotationRevision.objects.order_by("pk").values_list("pk", "value")) == before


def test_a_folder_sent_file_by_file_gives_the_same_items_as_its_archive(run_jobs):
    project, curator = project_with(CELLS)
    some = folder(shared_data("bccd"), "*/*0001[0-9]*")
    started(project, curator, some)
    run_jobs()
    count = Item.objects.count()

    source, _ = started(project, curator, {"some.zip": packed(some)})
    run_jobs()

    source.refresh_from_db()
    assert count > 0
    assert (source.taken, source.known) == (0, count)


def test_the_tweets_arrive_with_their_entities(run_jobs):
    project, curator = project_with(WNUT)

    source, _ = started(project, curator, folder(shared_data("ner_wnut17"), "*.conll"))
    run_jobs()

    source.refresh_from_db()
    lines = [
        line
        for content in folder(shared_data("ner_wnut17"), "*.conll").values()
        for line in content.decode().split("\n")
    ]
    begins = sum("\tB-" in line for line in lines)
    assert source.chosen == "conll"
    assert source.taken + source.known == 5690
    assert source.taken == Item.objects.count() == Annotation.objects.count()
    assert sum(labels_of(project, "spans").values()) <= begins
    assert source.refused == 0


def test_korean_sentences_keep_their_ids_and_spans(run_jobs):
    project, curator = project_with(spans_of("PS", "LC", "OG", "DT", "TI", "QT"))

    source, _ = started(project, curator, folder(shared_data("ner_klue_ko"), "*.tsv"))
    run_jobs()

    source.refresh_from_db()
    item = Item.objects.get(external_id="klue-ner-v1_dev_00000-wikitree")
    assert source.taken + source.known == 1500
    assert source.report["labels_refused"] == 0
    assert item.text


def test_coco_outlines_become_boxes_and_it_is_said(run_jobs):
    project, curator = project_with(boxes_of("date", "fig", "hazelnut"))

    source, _ = started(project, curator, folder(shared_data("coco_segmentation_nuts"), "**/*[jg]*"))
    run_jobs()

    source.refresh_from_db()
    assert source.chosen == "coco"
    assert (source.taken, source.labelled) == (18, 18)
    assert sum(labels_of(project, "regions").values()) == 165
    assert ImportProblem.objects.filter(code="outline_left_out", severity="warning").count() > 0


def test_large_photographs_lose_their_exif_and_stand_upright(run_jobs):
    project, curator = project_with(CELLS)

    source, _ = started(project, curator, folder(shared_data("large_photos"), "*.[jJ][pP]*"))
    run_jobs()

    source.refresh_from_db()
    assert source.taken == Asset.objects.filter(width__gt=1000).count() == 2
