"""Publishing: what is in a version, that its bytes depend on the content alone, and that nothing half done shows."""

from __future__ import annotations

import hashlib
import random
import shutil
from contextlib import suppress

import orjson
import pytest
import yaml
from django.core.files.storage import default_storage

from annotation.models import Annotation, AnnotationRevision
from datasets.contents import shards
from datasets.errors import NoSchemaYet, NothingToPublish, PublicationRunning
from datasets.models import DatasetFile, DatasetVersion, FrozenAnnotation
from datasets.queries.contents import items_of
from datasets.queries.preview import salt_of
from datasets.services.publish import Publish, dataset_of
from datasets.services.verify import verify_now
from datasets.signals import dataset_version_published
from labelwright.accounts.models import AuditEvent
from labelwright.accounts.roles import Role
from labelwright.database.clock import now
from labelwright.errors import Forbidden, Invalid
from labelwright.jobs.models import Job, JobState
from labelwright.jobs.runner import run_job
from labelwright.jobs.services import cancel_job
from tests.factories.accounts import UserFactory
from tests.factories.annotation import BatchFactory, TextItemFactory
from tests.factories.datasets import (
    add_schema,
    annotate,
    bytes_of,
    labelled_images,
    labelled_texts,
    project_with,
    publish,
)
from tests.factories.guidelines import INTENTS, ProjectFactory, member

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As SIGKILL: nothing behind it runs but the end of the transaction."""


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr(shards, "ROWS", 3)


@pytest.fixture
def publish_and_run(run_jobs):
    def run(project, **fields) -> DatasetVersion:
        version = publish(project, member(project, Role.CURATOR), **fields)
        run_jobs()
        version.refresh_from_db()
        return version

    return run


# ---- what is in a version -------------------------------------------------------------------------------
def test_a_version_has_items_labels_media_and_says_where_they_come_from(publish_and_run):
    project = labelled_images(3)

    version = publish_and_run(project)

    manifest = orjson.loads(bytes_of(version)["manifest.json"])
    paths = [file["path"] for file in manifest["files"]]
    media = sorted(f"media/{item.asset.sha256}.png" for item in project.items.all())
    assert version.state == "published"
    assert version.number == 1
    assert paths == [
        "README.md",
        "data/annotations-00000.parquet",
        "data/items-00000.parquet",
        "guideline.html",
        "guideline.md",
        *media,
        "schema.json",
    ]
    assert manifest["counts"]["items"] == manifest["counts"]["annotations"] == 3
    assert [(each["label"], each["count"]) for each in manifest["counts"]["labels"]] == [
        ("rbc", 3),
        ("wbc", 3),
        ("platelet", 0),
        ("good", 3),
        ("poor", 0),
    ]
    assert manifest["lineage"]["causes"] == {"import": 3}
    assert manifest["lineage"]["schema_versions"][0]["annotations"] == 3


def test_the_identity_is_the_hash_of_the_manifest_and_every_file_has_its_hash(publish_and_run):
    version = publish_and_run(labelled_images(2))

    content = bytes_of(version)

    manifest = content.pop("manifest.json")
    assert version.manifest_sha256 == hashlib.sha256(manifest).hexdigest()
    assert version.manifest_size == len(manifest)
    assert {file["path"]: file["sha256"] for file in orjson.loads(manifest)["files"]} == {
        path: hashlib.sha256(each).hexdigest() for path, each in content.items()
    }
    assert version.file_count == len(content) + 1
    assert version.file_bytes == sum(map(len, content.values())) + len(manifest)


def test_the_contents_are_read_back_as_they_were_frozen(publish_and_run, small_shards):
    project = labelled_texts(10)

    version = publish_and_run(project)

    read = list(items_of(version))
    item = project.items.get(external_id="t4")
    found = next(each for each in read if each.item["external_id"] == "t4")
    assert len(read) == 10
    assert found.item["item_id"] == str(item.pk)
    assert found.item["text"] == item.text
    assert found.item["metadata"] == item.metadata
    assert found.item["group_key"] == "g2"
    assert found.annotations[0]["value"] == {"intent": {"choice": "order"}}
    assert found.annotations[0]["split"] == found.item["split"]
    assert found.annotations[0]["schema_version"] == 1


def test_items_of_a_group_are_in_one_split(publish_and_run):
    version = publish_and_run(labelled_texts(40))

    splits: dict[str, set[str]] = {}
    for each in items_of(version):
        splits.setdefault(each.item["group_key"] or each.item["item_id"], set()).add(each.item["split"])

    assert {len(names) for names in splits.values()} == {1}
    assert len(set().union(*splits.values())) == 3


def test_every_annotation_of_an_item_is_a_row_and_people_are_numbers(publish_and_run):
    project = project_with(INTENTS)
    item, one, other = TextItemFactory(project=project), UserFactory(), UserFactory()
    batch = BatchFactory(project=project, overlap=2)
    for slot, author in enumerate((other, one)):
        task = batch.tasks.create(item=item, slot=slot, position=slot, annotator=author, state="accepted")
        annotate(item, {"intent": {"choice": "greet"}}, author=author, task=task)

    version = publish_and_run(project)

    (found,) = items_of(version)
    content = b"".join(bytes_of(version).values())
    assert [each["index"] for each in found.annotations] == [0, 1]
    assert [each["annotator"] for each in found.annotations] == [2, 1]
    assert version.lineage["annotators"] == 2
    assert not any(
        word.encode() in content for user in (one, other) for word in (user.email, user.name, user.pseudonym)
    )


@pytest.mark.parametrize(("source", "expected"), [("accepted", 1), ("submitted", 2)])
def test_only_the_chosen_states_go_in(publish_and_run, source, expected):
    project = project_with(INTENTS)
    for state in ("accepted", "submitted", "returned", "extra"):
        annotate(TextItemFactory(project=project), {"intent": {"choice": "greet"}}, state=state)

    version = publish_and_run(project, source=source)

    assert version.counts["annotations"] == expected


def test_what_people_label_in_training_stays_out(publish_and_run):
    project, author = project_with(INTENTS), UserFactory()
    batch = BatchFactory(project=project, kind="training")
    item = TextItemFactory(project=project)
    task = batch.tasks.create(item=item, slot=0, position=0, annotator=author, state="accepted")
    annotate(item, {"intent": {"choice": "greet"}}, author=author, task=task)
    annotate(TextItemFactory(project=project), {"intent": {"choice": "order"}})

    version = publish_and_run(project)

    assert version.counts["annotations"] == 1


def test_what_does_not_fit_the_schema_is_left_out_and_counted(publish_and_run, small_shards):
    project = labelled_texts(6)
    fewer = {
        "input": "text",
        "fields": [{"key": "intent", "type": "choice", "options": [{"key": "greet"}, {"key": "order"}]}],
    }
    add_schema(project, fewer, number=2)

    version = publish_and_run(project)

    assert version.counts["annotations"] == 4
    assert version.job.report["left_out"] == 2
    assert version.lineage["schema_versions"][0]["number"] == 1


def test_nothing_is_published_when_nothing_fits(publish_and_run):
    project = labelled_texts(3)
    add_schema(project, {"input": "text", "fields": [{"key": "other", "type": "text"}]}, number=2)

    version = publish_and_run(project)

    assert version.state == "failed"
    assert version.job.error_code == "nothing-fits"


def test_the_card_has_a_head_that_machines_read(publish_and_run):
    version = publish_and_run(labelled_texts(3))

    card = bytes_of(version)["README.md"].decode()

    head = yaml.safe_load(card.split("---")[1])
    assert head["task_categories"] == ["text-classification"]
    assert head["configs"][0]["data_files"] == "data/items-*.parquet"
    assert "| intent | greet | greet |" in card


# ---- the same content, the same bytes -------------------------------------------------------------------
def test_two_publications_of_the_same_content_are_the_same(publish_and_run):
    project = labelled_texts(5)

    one = publish_and_run(project, note="one")
    other = publish_and_run(project, note="other")

    assert (one.number, other.number) == (1, 2)
    assert one.manifest_sha256 == other.manifest_sha256
    assert bytes_of(one) == bytes_of(other)


def test_another_value_is_another_version(publish_and_run):
    project = labelled_texts(5)
    one = publish_and_run(project)
    annotation = Annotation.objects.filter(project=project).first()
    first = annotation.revisions.get()
    AnnotationRevision.objects.create(
        annotation=annotation,
        number=2,
        value={"intent": {"choice": "cancel"}},
        schema_version=first.schema_version,
        cause="review",
    )
    Annotation.objects.filter(pk=annotation.pk).update(revision=2)

    other = publish_and_run(project)

    assert one.manifest_sha256 != other.manifest_sha256
    assert verify_now(one)["intact"]
    assert verify_now(other)["intact"]


@pytest.mark.parametrize("seed", range(4))
def test_interruptions_do_not_change_a_byte(publish_and_run, small_shards, monkeypatch, seed):
    project = labelled_texts(20)
    undisturbed = bytes_of(publish_and_run(project))
    rng = random.Random(seed)
    original = Publish.step

    def dies_sometimes(self, job, cursor):
        step = original(self, job, cursor)
        if rng.random() < 0.3:  # the files are written, the transaction is lost
            raise Killed
        return step

    version = publish(project, member(project, Role.CURATOR))
    monkeypatch.setattr(Publish, "step", dies_sometimes)
    while not Job.objects.get(pk=version.job_id).ended:
        with suppress(Killed):
            run_job(version.job_id, slice_seconds=rng.choice([0, 0.01]))
        Job.objects.filter(pk=version.job_id, state="running").update(lease_until=now())  # given up

    version.refresh_from_db()
    assert version.state == "published"
    assert bytes_of(version) == undisturbed


def test_where_a_shard_ends_depends_on_the_rows_alone(publish_and_run, small_shards, monkeypatch):
    project = labelled_texts(20)

    version = publish_and_run(project)

    numbers = [file.path for file in version.files.filter(path__startswith="data/items").order_by("path")]
    assert numbers == [shards.items_path(n) for n in range(7)]


def test_work_that_goes_on_during_publication_is_not_in_it(small_shards):
    project = labelled_texts(8)
    version = publish(project, member(project, Role.CURATOR))
    run_job(version.job_id, slice_seconds=0)  # frozen
    Annotation.objects.filter(project=project).update(state="returned")
    annotate(TextItemFactory(project=project), {"intent": {"choice": "greet"}})

    while run_job(version.job_id) != JobState.SUCCEEDED:
        pass

    version.refresh_from_db()
    assert version.counts["annotations"] == 8
    assert version.lineage["states"] == {"accepted": 8}


# ---- all or nothing -------------------------------------------------------------------------------------
def test_a_failed_publication_leaves_only_its_row(publish_and_run, small_shards, monkeypatch, files):
    project = labelled_texts(8)
    kept = publish_and_run(project)
    before = {path for path in files.rglob("*") if path.is_file()}
    annotate(TextItemFactory(project=project), {"intent": {"choice": "greet"}})
    monkeypatch.setattr("datasets.services.publish.write_the_rest", lambda *a: 1 / 0)

    failed = publish_and_run(project)

    assert (failed.state, failed.number) == ("failed", None)
    assert not failed.files.exists()
    assert not FrozenAnnotation.objects.exists()
    assert {path for path in files.rglob("*") if path.is_file()} == before
    assert verify_now(kept)["intact"]


def test_a_publication_ends_when_the_storage_is_lost_in_its_middle(small_shards, files):
    project = labelled_texts(5)
    version = publish(project, member(project, Role.CURATOR))
    run_job(version.job_id, slice_seconds=0)
    run_job(version.job_id, slice_seconds=0)  # there is a shard now, which the end wants to remove
    shutil.rmtree(files)
    files.write_bytes(b"")

    run_job(version.job_id)

    version.refresh_from_db()
    assert (version.state, version.job.state, version.job.error_code) == (
        "failed",
        "failed",
        "storage-unavailable",
    )
    assert not version.files.exists()


def test_a_cancelled_publication_gives_its_number_back(run_jobs):
    project = labelled_texts(2)
    curator = member(project, Role.CURATOR)
    cancelled = publish(project, curator)

    cancel_job(cancelled.job)
    again = publish(project, curator)

    cancelled.refresh_from_db()
    assert (cancelled.state, cancelled.number, again.number) == ("failed", None, 1)


def test_a_lost_file_is_noticed_before_the_version_shows(small_shards):
    project = labelled_texts(5)
    version = publish(project, member(project, Role.CURATOR))
    run_job(version.job_id, slice_seconds=0)
    run_job(version.job_id, slice_seconds=0)
    default_storage.delete(version.dataset.storage_name(version.files.first().sha256))

    while not Job.objects.get(pk=version.job_id).ended:
        run_job(version.job_id)

    version.refresh_from_db()
    assert version.state == "failed"
    assert version.job.error_code == "file-lost"


def test_one_publication_at_a_time_and_the_second_learns_of_the_first():
    project = labelled_texts(2)
    curator = member(project, Role.CURATOR)
    running = publish(project, curator)

    with pytest.raises(PublicationRunning) as caught:
        publish(project, curator)

    assert caught.value.data["job"] == str(running.job_id)
    assert DatasetVersion.objects.count() == 1
    assert Job.objects.filter(kind="datasets.publish").count() == 1


def test_publishing_is_announced_and_written_down(publish_and_run, django_capture_on_commit_callbacks):
    project, heard = labelled_texts(2), []
    dataset_version_published.connect(
        lambda sender, version_id, **_: heard.append(version_id), weak=False, dispatch_uid="test"
    )

    with django_capture_on_commit_callbacks(execute=True):
        version = publish_and_run(project)

    dataset_version_published.disconnect(dispatch_uid="test")
    event = AuditEvent.objects.get(action="dataset.published")
    assert heard == [version.pk]
    assert event.data == {"number": 1, "identity": version.manifest_sha256}


# ---- refusals -------------------------------------------------------------------------------------------
def test_a_project_without_a_schema_is_not_published():
    project = ProjectFactory()

    with pytest.raises(NoSchemaYet):
        publish(project, member(project, Role.CURATOR))


def test_a_project_without_accepted_work_is_not_published():
    project = project_with(INTENTS)
    annotate(TextItemFactory(project=project), {"intent": {"choice": "greet"}}, state="submitted")

    with pytest.raises(NothingToPublish):
        publish(project, member(project, Role.CURATOR))


@pytest.mark.parametrize(
    "splits",
    [{}, {"train": 0.5}, {"train": 1.5, "test": -0.5}, {"Train Set": 1}, {"a": float("nan"), "b": 1}],
)
def test_shares_that_do_not_fit_are_refused(splits):
    project = labelled_texts(1)

    with pytest.raises(Invalid):
        publish(project, member(project, Role.CURATOR), splits=splits)


def test_only_curators_publish():
    project = labelled_texts(1)

    with pytest.raises(Forbidden):
        publish(project, member(project, Role.QUALITY_MANAGER))

    assert not DatasetFile.objects.exists()


def test_splits_follow_the_salt_that_was_fixed_before_the_first_version():
    project = ProjectFactory()

    fixed = dataset_of(project, salt="fixed")
    again = dataset_of(project, salt="another")

    assert (again, again.split_salt) == (fixed, "fixed")
    assert salt_of(project) == "fixed"
    assert salt_of(other := ProjectFactory()) == other.pk.hex
