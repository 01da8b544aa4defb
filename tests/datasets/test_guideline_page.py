"""The guideline as a page, with its pictures, in each dataset version."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
import pytest
from django.utils.translation import override

from annotation.models import Annotation
from annotation.services.examples.handout import kept_page
from annotation.services.examples.pictures import picture_name
from annotation.services.items import delete_item
from datasets.contents.card import card
from datasets.models import DatasetFile, DatasetVersion
from datasets.services.verify import verify_now
from guidelines.models import GuidelineVersion, Project
from tests.annotation.test_examples import labelled, pick, publish, with_bytes
from tests.factories.annotation import ImageItemFactory
from tests.factories.datasets import bytes_of
from tests.factories.datasets import publish as publish_dataset
from tests.factories.work import Work, image_work

pytestmark = pytest.mark.django_db
TEXT = "# Cells {#overview}\n\n{example: rbc-1 | wrong | Two cells}\n\n## Next {#rbc}\n"


@pytest.fixture
def published(run_jobs: Any) -> Any:
    def run(work: Work) -> DatasetVersion:
        version = publish_dataset(work.project, work.curator)
        run_jobs()
        version.refresh_from_db()
        return version

    return run


def with_example(text: str = TEXT) -> tuple[Work, GuidelineVersion]:
    work = image_work()
    with_bytes(work.items[0])
    annotation = labelled(work)
    Annotation.objects.filter(pk=annotation.pk).update(state="accepted")
    pick(work, annotation=annotation.pk, region="r1")
    return work, publish(work, text)


def test_a_version_has_the_guideline_as_a_page_with_its_pictures(published):
    work, _ = with_example()

    version = published(work)

    files = bytes_of(version)
    page = files["guideline.html"].decode()
    listed = {file["path"]: file for file in orjson.loads(files["manifest.json"])["files"]}
    assert page.count("data:image/webp;base64,") == 1
    assert "× Wrong" in page
    assert f"<title>{work.project.slug}: guideline</title>" in page
    assert listed["guideline.html"]["sha256"] == hashlib.sha256(page.encode()).hexdigest()
    assert "`guideline.html`" in files["README.md"].decode()


def test_a_page_that_was_changed_is_found(published, files):
    version = published(with_example()[0])
    file = DatasetFile.objects.get(version=version, path="guideline.html")
    (files / file.storage_name).write_bytes(b"other rules")

    report = verify_now(version)

    assert [each["path"] for each in report["differs"]] == ["guideline.html"]


def test_the_page_is_the_same_whoever_publishes_and_whatever_the_project_is_called_by_then(published):
    work, _ = with_example()
    one = published(work)
    Project.objects.filter(pk=work.project.pk).update(name="Another name")

    with override("ko"):
        other = published(work)

    assert one.manifest_sha256 == other.manifest_sha256


def test_a_picture_that_is_there_is_not_drawn_again(files):
    _, version = with_example()
    first = b"".join(kept_page(version))
    name = picture_name(version.examples.get().example)
    (files / name).write_bytes(b"as an older library wrote it")

    again = b"".join(kept_page(version))

    assert b"YXMgYW4gb2xkZXIgbGlicmFyeSB3cm90ZSBpdA==" in again
    assert b"YXMgYW4gb2xkZXIgbGlicmFyeSB3cm90ZSBpdA==" not in first


def test_the_page_is_in_the_language_that_the_guideline_is_written_in():
    _, version = with_example()
    version.language = "ko"

    page = b"".join(kept_page(version)).decode()

    assert '<html lang="ko">' in page
    assert "× 틀림" in page


def test_what_can_still_be_deleted_is_not_kept(published):
    work = image_work()
    with_bytes(work.items[0])
    Annotation.objects.filter(pk=labelled(work).pk).update(state="accepted")
    loose = with_bytes(ImageItemFactory(project=work.project), "#707070")
    pick(work, item=loose.pk)
    publish(work, "# A {#a}\n\n{example: item-1 | right | Pale.}\n")

    page = bytes_of(published(work))["guideline.html"].decode()
    delete_item(loose, by=work.curator)
    later = bytes_of(published(work))["guideline.html"].decode()

    assert "The item of this example can still be deleted, so it is not kept here." in page
    assert "data:image" not in page.split("<main>")[1]
    assert "The item of this example was deleted." in later


def test_the_card_of_a_version_from_before_names_no_page():
    head = {"guideline": {"number": 1, "sha256": "a" * 64, "path": "guideline.md"}}

    assert "guideline.html" not in card(_head(head))
    assert "guideline.html" in card(_head({"guideline": {**head["guideline"], "page": "guideline.html"}}))


def _head(guideline: dict[str, Any]) -> dict[str, Any]:
    return {
        "project": "cells",
        "input": "image",
        "source": "accepted",
        "schema": {"number": 1, "identity": "b" * 64, "document": {"fields": []}},
        "splits": {"salt": "s", "shares": []},
        "counts": {"items": 1, "annotations": 1, "splits": [], "labels": []},
        "lineage": {
            "schema_versions": [],
            "guideline_versions": [],
            "causes": {},
            "states": {},
            "annotators": 1,
        },
        **guideline,
    }
