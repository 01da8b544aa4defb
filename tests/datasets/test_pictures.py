"""What a guideline shows goes into the version with it; in decisions stand its words."""

from __future__ import annotations

import hashlib

import orjson
import pytest

from datasets.models import DatasetVersion
from datasets.services.verify import verify_now
from guidelines.models import Picture
from guidelines.services.guidelines import (
    publish_guideline_version,
    save_guideline_draft,
    start_guideline_draft,
)
from tests.annotation.test_schema_migration import MERGE, region
from tests.datasets.slides import Slides
from tests.datasets.test_lenses import contents, ready
from tests.factories.datasets import bytes_of
from tests.factories.pictures import brought, shown
from tests.factories.threads import of_vendor, published, work_on

pytestmark = pytest.mark.django_db


def with_picture() -> tuple[Slides, DatasetVersion, Picture]:
    """A version whose guideline shows a picture, and another one before that the text no longer has."""
    slides = Slides()
    slides.says(region("a", "platelet"))
    gone, picture = (brought(slides.project, slides.curator) for _ in range(2))
    draft = start_guideline_draft(slides.project, by=slides.curator)
    for each in (gone, picture):
        text = f"# Cells\n\n{shown(each)}\n"
        draft = save_guideline_draft(draft, by=slides.curator, expected=draft.version, markdown=text)
    publish_guideline_version(
        draft, by=slides.curator, expected=draft.version, change_kind="editorial", summary=""
    )
    return slides, slides.publish(), picture


def test_a_version_takes_the_pictures_of_its_guideline_along():
    _, version, picture = with_picture()

    files = bytes_of(version)

    (path,) = [path for path in files if path.startswith("pictures/")]
    assert path == f"pictures/{picture.key}.webp"
    assert hashlib.sha256(files[path]).hexdigest() == picture.sha256
    assert f"](picture:{picture.key})" in files["guideline.md"].decode()
    assert orjson.loads(files["manifest.json"])["guideline"]["pictures"] == {"path": "pictures/", "count": 1}
    assert "`pictures/<key>.webp`" in files["README.md"].decode()
    assert verify_now(version)["intact"]


def test_a_version_without_pictures_says_nothing_of_them():
    slides = Slides()
    slides.says(region("a", "rbc"))

    files = bytes_of(slides.publish())

    assert "pictures" not in files["manifest.json"].decode()
    assert "pictures" not in files["README.md"].decode()


def test_a_lens_takes_them_along_as_they_are():
    slides, version, picture = with_picture()
    slides.apply(MERGE)

    files = contents(ready(slides, version, 2))

    assert hashlib.sha256(files[f"pictures/{picture.key}.webp"]).hexdigest() == picture.sha256


def test_a_decision_says_in_words_what_its_pictures_show():
    slides = Slides()
    slides.says(region("a", "rbc"))
    work = work_on(slides.project)
    picture = brought(slides.project, work.curator)
    published(work, of_vendor(work, "canary"), question="Two?", answer=f"No: {shown(picture, 'the edge')}")

    files = bytes_of(slides.publish())

    assert orjson.loads(files["decisions.jsonl"])["answer"] == "No: [picture: the edge]"
    assert not any(path.startswith("pictures/") for path in files)
