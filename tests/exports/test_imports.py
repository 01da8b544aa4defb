"""What an import takes, what it leaves alone, and what it says about the rest."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from annotation.models import Annotation, AnnotationRevision, Asset, Item, ItemPrediction
from exports.errors import ImportKept, NotCollecting, NothingToImport, StillReading
from exports.models import Import, ImportFile, ImportProblem
from exports.services import imports
from labelwright.errors import Invalid
from labelwright.jobs.models import Job
from tests.exports.imports import boxes_of, collected, packed, png, project_with, spans_of, started
from tests.factories.guidelines import INTENTS

pytestmark = pytest.mark.django_db(transaction=True)


def jsonl(*rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def value():
    return AnnotationRevision.objects.get().value


def test_labels_are_found_by_name_then_key_then_title(run_jobs):
    labels = [
        {"key": "a", "name": "Person", "titles": {"ko": "사람"}},
        {"key": "b", "name": "a"},
        {"key": "c", "name": "Place", "titles": {"en": "Person"}},
    ]
    schema = {"input": "text", "fields": [{"key": "e", "type": "spans", "labels": labels, "overlap": True}]}
    project, curator = project_with(schema)

    spans = [[0, 1, "Person"], [1, 2, "a"], [2, 3, "사람"], [3, 4, "c"]]
    started(project, curator, {"a.jsonl": jsonl({"text": "four", "label": spans})})
    run_jobs()

    assert [each["label"] for each in value()["e"]["spans"]] == ["a", "b", "a", "c"]


def test_capitals_make_another_label(run_jobs):
    project, curator = project_with(spans_of("Person"))

    source, _ = started(project, curator, {"a.jsonl": jsonl({"text": "four", "label": [[0, 1, "person"]]})})
    run_jobs()

    source.refresh_from_db()
    assert source.report["unknown"] == {"person": 1}


def test_an_unknown_label_is_named_with_file_line_and_fix_and_half_of_the_labels_is_not_taken(run_jobs):
    project, curator = project_with(spans_of("PS"))
    rows = [
        {"text": "one two", "label": [[0, 3, "PS"]]},
        {"text": "three four", "label": [[0, 5, "PS"], [6, 10, "Dog"]]},
        {"text": "five", "label": [[0, 4, "Dog"]]},
    ]

    source, _ = started(project, curator, {"pets.jsonl": jsonl(*rows)})
    run_jobs()

    source.refresh_from_db()
    problem = ImportProblem.objects.order_by("id").first()
    assert (source.taken, source.labelled, source.refused) == (3, 1, 0)
    assert source.report["labels_refused"] == 2
    assert source.report["unknown"] == {"Dog": 2}
    assert (problem.file, problem.line, problem.code) == ("pets.jsonl", 2, "label_unknown")
    assert "“Dog”" in problem.detail
    assert "Add it to the schema" in problem.detail
    assert Annotation.objects.count() == 1


def test_labels_of_a_known_item_stay_as_they_were_and_it_is_said(run_jobs):
    project, curator = project_with(spans_of("A", "B"))
    started(project, curator, {"a.jsonl": jsonl({"text": "four", "label": [[0, 4, "A"]]})})
    run_jobs()
    before = value()

    source, _ = started(project, curator, {"a.jsonl": jsonl({"text": "four", "label": [[0, 4, "B"]]})})
    run_jobs()

    source.refresh_from_db()
    assert value() == before
    assert (source.known, source.labelled, source.report["labels_known"]) == (1, 0, 1)
    assert ImportProblem.objects.get().code == "labels_differ"


def test_labels_can_come_later_than_their_items(run_jobs):
    project, curator = project_with(spans_of("A"))
    started(project, curator, {"a.jsonl": jsonl({"text": "four"})})
    run_jobs()

    source, _ = started(project, curator, {"a.jsonl": jsonl({"text": "four", "label": [[0, 4, "A"]]})})
    run_jobs()

    source.refresh_from_db()
    assert (source.taken, source.known, source.labelled) == (0, 1, 1)


def test_labels_alone_find_their_images_by_name(run_jobs):
    project, curator = project_with(boxes_of("cat"))
    started(project, curator, {"a.png": png(1), "b.png": png(2)})
    run_jobs()
    coco = {
        "images": [{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "gone.png"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}],
        "categories": [{"id": 1, "name": "cat"}],
    }

    source, _ = started(project, curator, {"a.json": json.dumps(coco)}, format="coco", labels_only=True)
    run_jobs()

    source.refresh_from_db()
    assert (source.taken, source.known, source.labelled, source.refused) == (0, 1, 1, 1)
    assert value()["things"]["regions"][0]["geometry"]["box"] == [1, 2, 3, 4]
    assert ImportProblem.objects.get().code == "item_unknown"


def test_a_column_of_a_table_means_the_only_choice_of_the_schema(run_jobs):
    project, curator = project_with(INTENTS)
    table = "text,category\nhello,greet\none tea,order\nbye,leave\n"

    source, _ = started(project, curator, {"a.csv": table}, format="csv", label_columns=["category"])
    run_jobs()

    source.refresh_from_db()
    assert (source.taken, source.labelled) == (3, 2)
    assert source.report["unknown"] == {"leave": 1}
    assert ImportProblem.objects.get().line == 4


def test_the_same_content_twice_is_one_item_and_a_taken_id_is_refused(run_jobs):
    project, curator = project_with(spans_of("A"))
    rows = [{"id": "1", "text": "one"}, {"id": "2", "text": "one"}, {"id": "1", "text": "two"}]

    source, _ = started(project, curator, {"a.jsonl": jsonl(*rows)})
    run_jobs()

    source.refresh_from_db()
    assert (source.taken, source.known, source.refused) == (1, 1, 1)
    assert ImportProblem.objects.get().code == "external_id_taken"


def test_lines_of_a_text_may_move_between_two_imports(run_jobs):
    project, curator = project_with(None)
    started(project, curator, {"a.txt": "one\ntwo\n"}, format="text", item="line")
    run_jobs()

    source, _ = started(project, curator, {"a.txt": "zero\none\ntwo\n"}, format="text", item="line")
    run_jobs()

    source.refresh_from_db()
    assert (source.taken, source.known, source.refused) == (1, 2, 0)


def test_images_do_not_go_into_a_project_of_texts(run_jobs):
    project, curator = project_with(spans_of("A"))

    source, _ = started(project, curator, {"a.png": png()})
    run_jobs()

    source.refresh_from_db()
    assert (source.state, source.taken, source.refused) == ("done", 0, 1)
    assert ImportProblem.objects.get().code == "wrong_kind"
    assert not Asset.objects.exists()


def test_without_a_schema_items_come_in_and_labels_wait(run_jobs):
    project, curator = project_with(None)

    source, _ = started(project, curator, {"a.jsonl": jsonl({"text": "four", "label": [[0, 4, "A"]]})})
    run_jobs()

    source.refresh_from_db()
    assert (source.taken, source.labelled) == (1, 0)
    assert ImportProblem.objects.get().code == "no_schema"


def test_problems_are_bounded_but_all_are_counted(run_jobs):
    project, curator = project_with(spans_of("A"))

    source, _ = started(project, curator, {"a.jsonl": "{\n" * 700 + jsonl({"text": "x"})})
    run_jobs()

    source.refresh_from_db()
    assert (source.taken, source.refused) == (1, 700)
    assert ImportProblem.objects.count() == 200 == source.report["kept"]


def test_files_that_nobody_recognises_end_the_import_with_a_reason(run_jobs):
    project, curator = project_with(spans_of("A"))

    _, job = started(project, curator, {"a.bin": b"\1\2\3"})
    run_jobs()

    job.refresh_from_db()
    assert job.error_code == "format-unknown"


def test_the_same_path_sent_again_replaces_the_file(files):
    project, curator = project_with(spans_of("A"))
    source = collected(project, curator, {"a.txt": "one"})

    again = collected_into(source, {"a.txt": "two longer"})

    assert [row.size for row in source.files.all()] == [10]
    assert [path.name for path in files.rglob("*") if path.is_file()] == [again.id.hex]


def collected_into(source, given):
    import io

    for path, content in given.items():
        row = imports.add_file(source, io.BytesIO(content.encode()), path=path, size=len(content))
    return row


def test_an_import_takes_so_many_files_and_bytes_and_no_more(monkeypatch):
    project, curator = project_with(spans_of("A"))
    monkeypatch.setattr(imports, "MOST_FILES", 2)
    monkeypatch.setattr(imports, "TOTAL_BYTES", 10)
    source = collected(project, curator, {"a.txt": "one"})

    with pytest.raises(imports.UploadTooLarge):
        collected_into(source, {"b.txt": "eight more"})
    collected_into(source, {"b.txt": "two"})
    with pytest.raises(imports.UploadTooLarge):
        collected_into(source, {"c.txt": "3"})

    assert source.files.count() == 2


def test_a_started_import_takes_no_more_files_and_starts_once():
    project, curator = project_with(spans_of("A"))
    source, _ = started(project, curator, {"a.txt": "one"})
    source.refresh_from_db()

    with pytest.raises(NotCollecting):
        collected_into(source, {"b.txt": "two"})
    with pytest.raises(NotCollecting):
        imports.start_import(source, by=curator)
    with pytest.raises(StillReading):
        imports.discard_import(source)

    assert Job.objects.count() == 1


def test_an_import_without_files_does_not_start():
    project, curator = project_with(spans_of("A"))
    source = imports.create_import(project, by=curator)

    with pytest.raises(NothingToImport):
        imports.start_import(source, by=curator)


def test_options_are_those_of_the_format():
    project, curator = project_with(spans_of("A"))

    with pytest.raises(Invalid):
        imports.create_import(project, by=curator, format="csv", options={"zero_based": True})
    with pytest.raises(Invalid):
        imports.create_import(project, by=curator, format="auto", options={"header": True})


def test_a_preview_shows_the_first_items_and_writes_nothing():
    project, curator = project_with(INTENTS)
    source = collected(project, curator, {"a.csv": "text,intent\nhello,greet\none tea,order\n"})

    shown = imports.preview(source)

    assert shown.format == "csv"
    assert [each.text for each in shown.items] == ["hello", "one tea"]
    assert shown.items[0].metadata == {"intent": "greet"}
    assert not Item.objects.exists()


def test_throwing_an_import_away_takes_its_files_along(files):
    project, curator = project_with(spans_of("A"))
    source = collected(project, curator, {"a.txt": "one"})

    imports.discard_import(source)

    assert not Import.objects.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_the_record_of_an_import_that_gave_items_stays(run_jobs):
    project, curator = project_with(spans_of("A"))
    source, _ = started(project, curator, {"a.txt": "one"})
    run_jobs()

    with pytest.raises(ImportKept):
        imports.discard_import(Import.objects.get())

    assert Item.objects.get().import_id == source.pk


def test_an_import_that_nobody_started_for_a_day_is_swept_away(files):
    project, curator = project_with(spans_of("A"))
    old = collected(project, curator, {"a.txt": "one"})
    fresh = collected(project, curator, {"a.txt": "one"})
    yesterday = timezone.now() - timedelta(hours=25)
    Import.objects.filter(pk=old.pk).update(created_at=yesterday)
    ImportFile.objects.filter(source=old).update(added_at=yesterday)
    (files / "imports" / "0190a5d0f5b17b6f8f0a000000000000").mkdir()
    (files / "imports" / "0190a5d0f5b17b6f8f0a000000000000" / "x").write_bytes(b"left")

    assert imports.sweep() == 1

    assert list(Import.objects.all()) == [fresh]
    assert [path.name for path in (files / "imports").iterdir()] == [fresh.pk.hex]


def test_assets_that_no_item_shows_are_swept_away_after_a_day(run_jobs, files):
    project, curator = project_with(boxes_of("x"))
    started(project, curator, {"a.png": png(1), "b.png": png(2)})
    run_jobs()
    Asset.objects.update(created_at=timezone.now() - timedelta(hours=25))
    Item.objects.filter(external_id="a.png").delete()

    imports.sweep()

    assert Asset.objects.count() == 1
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_a_zip_among_other_files_stands_in_a_folder_of_its_name(run_jobs):
    project, curator = project_with(boxes_of("x"))

    started(project, curator, {"more.zip": packed({"a.png": png(1)}), "a.png": png(2)})
    run_jobs()

    assert set(Item.objects.values_list("external_id", flat=True)) == {"more/a.png", "a.png"}


def test_labels_of_a_model_become_predictions_and_no_annotations(run_jobs):
    project, curator = project_with(spans_of("A"))
    span = {"label": "A", "start": 0, "end": 4}
    rows = [
        {"kind": "text", "text": "four", "value": {"entities": {"spans": [{**span, "score": 0.8}]}}},
        {"kind": "text", "text": "five", "value": {"entities": {"spans": [{**span, "label": "Dog"}]}}},
        {"kind": "text", "text": "nine", "value": {"entities": {"spans": [{**span, "score": 1.2}]}}},
    ]
    source, _ = started(project, curator, {"a.jsonl": jsonl(*rows)}, model="ner-3")
    run_jobs()

    source.refresh_from_db()
    assert (source.taken, source.labelled, source.refused) == (2, 1, 1)
    assert not Annotation.objects.exists()
    (prediction,) = ItemPrediction.objects.select_related("item")
    assert (prediction.item.text, prediction.model, prediction.import_id) == ("four", "ner-3", source.pk)
    (region,) = prediction.value["entities"]["spans"]
    assert (region["label"], prediction.scores) == ("l0", {region["id"]: 0.8})
    codes = list(ImportProblem.objects.order_by("line").values_list("line", "code"))
    assert codes == [(2, "label_unknown"), (3, "labels_unfit")]


def test_scores_of_coco_annotations_are_those_of_their_boxes(run_jobs):
    project, curator = project_with(boxes_of("cat"))
    coco = {
        "images": [{"id": 1, "file_name": "a.png", "width": 40, "height": 30}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.25},
            {"id": 2, "image_id": 1, "category_id": 1, "bbox": [5, 6, 3, 4]},
        ],
        "categories": [{"id": 1, "name": "cat"}],
    }
    started(project, curator, {"a.png": png(1), "a.json": json.dumps(coco)}, model="yolo")
    run_jobs()

    prediction = ItemPrediction.objects.get()
    first, second = prediction.value["things"]["regions"]
    assert first["geometry"]["box"] == [1, 2, 3, 4]
    assert prediction.scores == {first["id"]: 0.25}
    assert second["id"] not in prediction.scores
