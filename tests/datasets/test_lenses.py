"""Published versions read under another schema version: forward, back where there is a way, and what it costs."""

from __future__ import annotations

import hashlib
import io

import orjson
import pytest
from django.core.files.storage import default_storage

from annotation.errors import UnknownVersion
from annotation.services.schema_migration.relabel import answer_question, next_questions
from datasets.contents import shards
from datasets.errors import LensNotReady, SchemaNotReachable
from datasets.models import DatasetLens, DatasetVersion
from datasets.queries.lenses import lens_on, ready_lens
from datasets.services.lens.ask import request_lens
from datasets.services.verify import verify_now
from labelwright.errors import Invalid
from labelwright.jobs.models import Job
from labelwright.jobs.runner import run_job
from tests.annotation.test_schema_migration import MERGE, NEW_LABELS, SPLIT, region
from tests.datasets.slides import Slides
from tests.factories.datasets import bytes_of

pytestmark = pytest.mark.django_db(transaction=True)

RENAME = {"kind": "rename_label/1", "field": "cells", "label": "rbc", "name": "Red"}
DROP = {"kind": "remove_label/1", "field": "cells", "label": "platelet", "regions": "drop"}


def ready(slides: Slides, version: DatasetVersion, number: int) -> DatasetLens:
    lens, _ = request_lens(version, by=slides.curator, as_schema=number)
    assert lens.written is not None
    run_to_the_end(lens.written)
    found = ready_lens(version, number)
    assert found is not None
    return found


def run_to_the_end(lens: DatasetLens) -> None:
    while not Job.objects.get(pk=lens.job_id).ended:
        run_job(lens.job_id)


def contents(lens: DatasetLens) -> dict[str, bytes]:
    found = {}
    for file in lens.files.all():
        file.lens = lens
        found[file.path] = default_storage.open(file.storage_name).read()
    return {**found, "manifest.json": default_storage.open(lens.manifest_name).read()}


def values(files: dict[str, bytes]) -> list[list[str]]:
    paths = sorted(path for path in files if path.startswith("data/annotations"))
    rows = [row for path in paths for row in shards.read_rows(io.BytesIO(files[path]))]
    return [[part["label"] for part in orjson.loads(row["value"])["cells"]["regions"]] for row in rows]


def test_an_older_version_is_read_under_a_newer_schema_and_stays_as_it_was():
    slides = Slides()
    slides.says(region("a", "platelet"), region("b", "rbc"))
    slides.says(region("a", "rbc"))
    version = slides.publish()
    before = bytes_of(version)
    migration = slides.apply(MERGE)

    lens = ready(slides, version, 2)

    files = contents(lens)
    head = orjson.loads(files["manifest.json"])
    assert values(files) == [["rbc", "rbc"], ["rbc"]]
    assert orjson.loads(files["schema.json"]) == migration.to_version.document
    assert head["lens"]["base"] == version.manifest_sha256
    assert head["lens"]["schema"]["number"] == 1
    assert head["schema"]["number"] == 2
    assert head["lens"]["plan"]["operations"] == [MERGE]
    assert head["lens"]["report"]["annotations"] == {
        "unchanged": 1,
        "lossless": 0,
        "lossy": 1,
        "dropped": 0,
    }
    assert head["lens"]["report"] == lens.report
    assert bytes_of(version) == before
    assert verify_now(version)["intact"]


def test_every_file_of_a_lens_is_the_one_of_its_manifest():
    slides = Slides()
    slides.says(region("a", "platelet"))
    version = slides.publish()
    slides.apply(MERGE)

    lens = ready(slides, version, 2)

    files = contents(lens)
    manifest = files.pop("manifest.json")
    assert lens.manifest_sha256 == hashlib.sha256(manifest).hexdigest()
    assert {each["path"]: each["sha256"] for each in orjson.loads(manifest)["files"]} == {
        path: hashlib.sha256(content).hexdigest() for path, content in files.items()
    }
    assert lens.file_count == len(files) + 1
    assert lens.file_bytes == sum(map(len, files.values())) + len(manifest)
    assert lens.counts["annotations"] == 1


def test_a_newer_version_is_read_under_an_older_schema_where_every_operation_has_a_reverse():
    slides = Slides()
    slides.says(region("a", "rbc"))
    slides.apply(RENAME)
    version = slides.publish()

    lens = ready(slides, version, 1)

    files = contents(lens)
    assert values(files) == [["rbc"]]
    assert orjson.loads(files["schema.json"])["fields"][0]["labels"][0]["name"] == "RBC"


def test_without_a_reverse_the_operation_that_has_none_is_named():
    slides = Slides()
    slides.says(region("a", "rbc"))
    slides.apply(MERGE)
    slides.apply(RENAME)
    version = slides.publish()

    with pytest.raises(SchemaNotReachable) as refused:
        lens_on(version, 1)

    assert refused.value.data["kind"] == "merge_labels/1"
    assert refused.value.data["schema_version"] == 2
    assert refused.value.data["operation"] in refused.value.detail


def test_a_schema_version_that_there_is_not_is_refused():
    slides = Slides()
    slides.says(region("a", "rbc"))
    version = slides.publish()

    with pytest.raises(UnknownVersion) as refused:
        lens_on(version, 7)

    assert refused.value.errors[0].pointer == "/as_schema"


def test_its_own_schema_needs_no_lens():
    slides = Slides()
    slides.says(region("a", "rbc"))
    version = slides.publish()

    with pytest.raises(Invalid):
        request_lens(version, by=slides.curator, as_schema=1)

    assert lens_on(version, 1) is None


def test_what_only_a_person_could_decide_is_left_out_and_told():
    slides = Slides()
    slides.says(region("a", "wbc"))
    slides.says(region("a", "wbc", lobes="one"), region("b", "rbc"))
    version = slides.publish()
    slides.apply(*NEW_LABELS, SPLIT)

    lens = ready(slides, version, 2)

    told = [(part["label"], part["outcome"], part["count"]) for part in lens.report["parts"]]
    assert values(contents(lens)) == [["single", "rbc"]]
    assert lens.report["without_answer"] == lens.report["items_left_out"] == 1
    assert sorted(told) == [("wbc", "lossless", 1), ("wbc", "person", 1)]
    assert sum(file.path.startswith("media/") for file in lens.files.all()) == 1


def test_parts_that_are_dropped_are_told_and_the_rest_stays():
    slides = Slides()
    slides.says(region("a", "platelet"), region("b", "rbc"))
    version = slides.publish()
    slides.apply(DROP)

    lens = ready(slides, version, 2)

    (part,) = lens.report["parts"]
    assert values(contents(lens)) == [["rbc"]]
    assert (part["label"], part["outcome"], part["count"]) == ("platelet", "dropped", 1)
    assert part["reason"]
    assert lens.report["annotations"]["dropped"] == 1


def test_where_nothing_is_left_there_is_no_lens():
    slides = Slides()
    slides.says(region("a", "wbc"))
    version = slides.publish()
    slides.apply(*NEW_LABELS, SPLIT)
    lens, _ = request_lens(version, by=slides.curator, as_schema=2)

    run_to_the_end(lens.written)

    job = Job.objects.get(pk=lens.written.job_id)
    assert job.error_code == "nothing-fits"
    with pytest.raises(LensNotReady):
        ready_lens(version, 2)


def test_who_asks_for_the_same_gets_the_same():
    slides = Slides()
    slides.says(region("a", "platelet"))
    version = slides.publish()
    slides.apply(MERGE)
    first = ready(slides, version, 2)

    again, is_new = request_lens(version, by=slides.curator, as_schema=2)

    assert not is_new
    assert again.written == first
    assert Job.objects.filter(kind="datasets.lens").count() == 1


def test_it_is_not_ready_before_its_job_has_ended():
    slides = Slides()
    slides.says(region("a", "platelet"))
    version = slides.publish()
    slides.apply(MERGE)
    with pytest.raises(LensNotReady) as nobody:
        ready_lens(version, 2)
    request_lens(version, by=slides.curator, as_schema=2)

    with pytest.raises(LensNotReady) as writing:
        ready_lens(version, 2)

    assert (nobody.value.data["state"], writing.value.data["state"]) == ("not asked for", "writing")


def test_versions_of_the_same_content_are_the_same_through_the_same_lens(monkeypatch):
    monkeypatch.setattr(shards, "ROWS", 2)
    slides = Slides()
    for _ in range(5):
        slides.says(region("a", "platelet"), region("b", "rbc"))
    one, other = slides.publish(), slides.publish()
    slides.apply(MERGE)

    first, second = ready(slides, one, 2), ready(slides, other, 2)

    assert first.pk != second.pk
    assert contents(first) == contents(second)
    assert shards.items_path(2) in contents(first)


def test_answers_that_people_gave_since_do_not_change_what_is_seen():
    slides = Slides()
    slides.says(region("a", "wbc"))
    slides.says(region("a", "rbc"))
    one, other = slides.publish(), slides.publish()
    slides.apply(*NEW_LABELS, SPLIT)
    before = ready(slides, one, 2)
    (question,) = next_questions(slides.curator, slides.project.pk, count=5)
    answer_question(question.pk, by=slides.curator, answer="single", seconds=1)
    after = ready(slides, other, 2)

    assert contents(before) == contents(after)


def test_a_lens_that_failed_leaves_nothing_and_begins_anew(monkeypatch):
    slides = Slides()
    slides.says(region("a", "platelet"))
    version = slides.publish()
    slides.apply(MERGE)
    lens, _ = request_lens(version, by=slides.curator, as_schema=2)
    with monkeypatch.context() as broken:
        broken.setattr("datasets.services.lens.job.write_the_rest", lambda *_: 1 / 0)
        run_to_the_end(lens.written)
    failed = DatasetLens.objects.get()
    assert (failed.state, failed.files.count()) == ("failed", 0)
    assert not default_storage.exists(f"lenses/{failed.pk.hex}") or default_storage.listdir(
        f"lenses/{failed.pk.hex}"
    ) == ([], [])

    again = ready(slides, version, 2)

    assert again.pk == failed.pk
    assert values(contents(again)) == [["rbc"]]
    assert verify_now(version)["intact"]


def test_a_version_that_restores_another_needs_no_operations_to_be_read_as_it():
    slides = Slides()
    slides.says(region("a", "platelet"))
    version = slides.publish()
    slides.revert(slides.apply(MERGE))

    lens = ready(slides, version, 3)

    assert values(contents(lens)) == [["platelet"]]
    assert orjson.loads(contents(lens)["manifest.json"])["lens"]["plan"]["operations"] == []
