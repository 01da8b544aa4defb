"""Items come in at most once each, and are seen by those whose work they are."""

from __future__ import annotations

import hashlib
import io
import os

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from annotation.errors import ContentMismatch, ItemInUse
from annotation.models import Annotation, Asset, Item, LabelUse
from annotation.queries.items import item_for, items_of
from annotation.services.items import (
    NewAnnotation,
    NewItem,
    add_imported_annotations,
    add_items,
    delete_item,
)
from annotation.services.media import make_thumbnail, require_thumbnail, store_asset
from annotation.services.review import Verdict, review_annotation
from annotation.services.revisions import check
from labelwright.errors import Forbidden, NotFound
from tests.factories.guidelines import ProjectFactory
from tests.factories.work import ORDER, do, take, text_work

pytestmark = pytest.mark.django_db


def picture(size=(900, 600), colour=(200, 60, 90)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def stored(organisation, content=None, **fields):
    content = content or picture()
    sha = hashlib.sha256(content).hexdigest()
    return store_asset(
        organisation,
        content,
        **{"sha256": sha, "media_type": "image/png", "width": 900, "height": 600, **fields},
    )


def texts(*words: str) -> list[NewItem]:
    return [NewItem("text", text=word) for word in words]


def test_texts_are_added_once_however_often_they_come():
    project = ProjectFactory(input="text")

    first = add_items(project, texts("one", "two", "one"))
    again = add_items(project, texts("two", "three"))

    assert (first.new, first.known, again.new, again.known) == (2, 1, 1, 1)
    assert first.ids[0] == first.ids[2]
    assert again.ids[0] == first.ids[1]
    assert Item.objects.count() == 3


def test_an_external_id_stands_for_one_content():
    project = ProjectFactory(input="text")
    add_items(project, [NewItem("text", text="one", external_id="a")])

    added = add_items(
        project,
        [
            NewItem("text", text="other", external_id="a"),
            NewItem("text", text="x", external_id="b"),
            NewItem("text", text="y", external_id="b"),
        ],
    )

    assert [(r.index, r.code) for r in added.refused] == [(0, "external-id-taken"), (2, "external-id-taken")]
    assert (added.new, added.ids[0], added.ids[2]) == (1, None, None)


def test_the_same_content_in_two_projects_is_two_items():
    a, b = ProjectFactory(input="text"), ProjectFactory(input="text")

    assert add_items(a, texts("one")).new == add_items(b, texts("one")).new == 1


def test_adding_items_takes_as_many_queries_for_many_as_for_few(django_assert_max_num_queries):
    project = ProjectFactory(input="text")

    with django_assert_max_num_queries(10):  # SQLite needs an INSERT for each 90 rows or so
        add_items(project, [NewItem("text", text=f"t{n}", external_id=str(n)) for n in range(400)])


def test_imported_labels_are_stored_once_and_counted():
    work = text_work(items=2)
    value = check(work.project.pk, work.items[0], work.save(ORDER)).parsed
    new = [NewAnnotation(item.pk, value) for item in work.items]

    first = add_imported_annotations(work.project, new, schema_version=work.schema)
    again = add_imported_annotations(work.project, new, schema_version=work.schema)

    assert (first.new, first.known, again.new, again.known) == (2, 0, 0, 2)
    annotation = Annotation.objects.first()
    assert (annotation.state, annotation.author, annotation.task) == ("accepted", None, None)
    assert annotation.revisions.get().cause == "import"
    assert LabelUse.objects.filter(label="order").count() == 2


def test_bytes_are_stored_once_by_their_hash():
    project = ProjectFactory()

    first, again = stored(project.organisation), stored(project.organisation)

    assert first == again
    assert default_storage.open(first.storage_name).read() == picture()
    assert first.size == len(picture())


def test_bytes_that_do_not_match_their_hash_leave_nothing_behind(files):
    project = ProjectFactory()

    with pytest.raises(ContentMismatch):
        stored(project.organisation, sha256="0" * 64)

    assert Asset.objects.count() == 0
    assert [name for _, _, names in os.walk(files) for name in names] == []


def test_a_thumbnail_is_made_when_it_is_first_asked_for():
    asset = stored(ProjectFactory().organisation)

    name = require_thumbnail(asset)

    with Image.open(default_storage.open(name)) as image:
        assert (image.format, image.size) == ("WEBP", (320, 213))
    assert require_thumbnail(asset) == name


def test_an_item_that_nothing_hangs_on_can_go():
    work = text_work(items=1)

    delete_item(work.items[0], by=work.curator)

    assert Item.objects.count() == 0


def test_an_item_in_a_batch_stays():
    work = text_work(items=1)
    work.batch(work.annotator())

    with pytest.raises(ItemInUse):
        delete_item(work.items[0], by=work.curator)


def test_items_are_found_by_how_they_begin():
    work = text_work(items=0)
    add_items(
        work.project, [NewItem("text", text="Hello there"), NewItem("text", text="x", external_id="hel-1")]
    )
    add_items(work.project, texts("oh hello"))

    assert items_of(work.curator, work.project.pk, search="hel").count() == 2


def test_an_annotator_sees_an_item_only_with_its_task():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    with pytest.raises(NotFound):
        item_for(a, work.items[0].pk)

    take(a, work)

    assert item_for(a, work.items[0].pk) == work.items[0]
    with pytest.raises(NotFound):
        item_for(b, work.items[0].pk)
    with pytest.raises(Forbidden):
        items_of(a, work.project.pk)


def test_a_reviewer_sees_an_item_only_when_there_is_something_to_review():
    work = text_work(items=1)
    who, reviewer = work.annotator(), work.reviewer()
    work.batch(who)
    take(who, work)
    with pytest.raises(NotFound):
        item_for(reviewer, work.items[0].pk)

    done = do(who, work)
    assert item_for(reviewer, work.items[0].pk) == work.items[0]

    review_annotation(done.annotation.pk, by=reviewer, verdict=Verdict("accepted", 1))
    assert item_for(reviewer, work.items[0].pk) == work.items[0]


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("PNG", "L"), ("PNG", "P"), ("WEBP", "RGB")]
)
def test_a_thumbnail_is_small_whatever_the_image_is(kind: str, mode: str):
    out = io.BytesIO()
    Image.new("RGB", (400, 200), (200, 40, 40)).convert(mode).save(out, kind)
    out.seek(0)

    thumbnail = Image.open(io.BytesIO(make_thumbnail(out, side=100)))

    assert (thumbnail.format, thumbnail.size) == ("WEBP", (100, 50))


def test_a_thumbnail_of_sixteen_bits_is_not_white():
    out = io.BytesIO()
    Image.new("I;16", (40, 20), 32768).save(out, "PNG")
    out.seek(0)

    thumbnail = Image.open(io.BytesIO(make_thumbnail(out, side=20))).convert("L")

    assert 110 < thumbnail.getpixel((5, 5)) < 145


def test_how_often_an_item_was_done_is_told_only_to_who_sees_all_items():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    take(who, work)

    mine, all_of_them = (item_for(each, work.items[0].pk) for each in (who, work.curator))

    assert (mine.tasks_count, mine.accepted_count) == (None, None)
    assert (all_of_them.tasks_count, all_of_them.accepted_count) == (1, 0)
