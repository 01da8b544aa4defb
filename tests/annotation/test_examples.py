"""Examples of a guideline: picked from real items, frozen, seen by who reads the version and by nobody else."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from PIL import Image

from annotation.drawing import part_of, with_region
from annotation.errors import GoldExample, NotForGold
from annotation.models import ExampleUse, GuidelineExample, Item
from annotation.queries.examples import Resolved, shown_in
from annotation.services.examples.pick import Choice, pick_example
from annotation.services.examples.pictures import picture_name
from annotation.services.gold import make_gold
from annotation.services.items import delete_item
from annotation.services.media import store_asset
from annotation.services.submit import revise_annotation
from annotation.windows import around_box, around_span
from guidelines.models import GuidelineVersion, ProjectMember
from guidelines.services.guidelines import (
    publish_guideline_version,
    save_guideline_draft,
    start_guideline_draft,
)
from guidelines.values.box import Box
from guidelines.values.keypoints import Keypoints
from guidelines.values.mask import Mask
from guidelines.values.point import Point
from guidelines.values.polygon import Polygon
from guidelines.values.polyline import Polyline
from guidelines.values.rotated_box import RotatedBox
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid
from tests.annotation.test_api import Browser
from tests.annotation.test_threads import ask
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import ProjectFactory, member
from tests.factories.work import CELL, Work, do, image_work, take, text_work

pytestmark = pytest.mark.django_db

MENTIONS: dict[str, Any] = {
    "input": "text",
    "fields": [
        {
            "key": "mentions",
            "type": "spans",
            "name": "mentions",
            "labels": [{"key": "place", "name": "Place", "colour": "#bb4466"}],
        }
    ],
}


def with_bytes(item: Item, colour: str = "#808080") -> Item:
    """The item with a real image behind it: 640 by 480 pixels of one grey."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "PNG")
    item.asset = store_asset(
        item.project.organisation,
        out.getvalue(),
        sha256=hashlib.sha256(out.getvalue()).hexdigest(),
        media_type="image/png",
        width=640,
        height=480,
    )
    item.save()
    return item


def labelled(work: Work, value: Any = None) -> Any:
    """The annotation of the first item, by somebody of a vendor."""
    annotator = work.annotator(vendor=VendorFactory(organisation=work.project.organisation))
    work.batch(annotator)
    return do(annotator, work, value or CELL).annotation


def pick(work: Work, **choice: Any) -> Resolved:
    return pick_example(work.project, by=work.curator, choice=Choice(**choice))


def publish(work: Work, markdown: str, **how: Any) -> GuidelineVersion:
    found = GuidelineVersion.objects.filter(project=work.project, state="draft").first()
    draft = found or start_guideline_draft(work.project, by=work.curator)
    draft = save_guideline_draft(draft, by=work.curator, expected=draft.version, markdown=markdown)
    return publish_guideline_version(
        draft,
        by=work.curator,
        expected=draft.version,
        change_kind="rule_change",
        summary="New.",
        **how,
    )


def shown_text(key: str) -> str:
    return f"# Cells {{#overview}}\n\n## Red {{#rbc}}\n\n{{example: {key} | wrong | Two cells.}}\n"


# ---- picking --------------------------------------------------------------------------------------------
def test_a_region_is_kept_as_it_was_though_its_annotation_changes():
    work = image_work()
    annotation = labelled(work)
    example = pick(work, annotation=annotation.pk, region="r1")

    revise_annotation(annotation.pk, by=work.curator, save=work.save({"cells": {"regions": []}}), base=1)

    row = GuidelineExample.objects.get(pk=example.row.pk)
    assert (row.key, row.label, row.region["geometry"]["type"]) == ("rbc-1", "rbc", "box")
    assert Resolved(row).geometry == Box((10.0, 20.0, 30.0, 40.0))


def test_examples_of_a_label_are_numbered():
    work = image_work()
    annotation = labelled(work)

    keys = [pick(work, annotation=annotation.pk, region="r1").row.key for _ in range(2)]

    assert keys == ["rbc-1", "rbc-2"]


def test_with_a_section_the_draft_names_the_example_at_its_end():
    work = image_work()
    publish(work, "# Cells {#overview}\n\nBox them.\n\n## Red {#rbc}\n\nPale.\n\n## White {#wbc}\n\nBig.\n")

    pick(work, item=work.items[0].pk, section="rbc", verdict="wrong", caption="Not\n this } one.")

    draft = GuidelineVersion.objects.get(project=work.project, state="draft")
    assert "Pale.\n\n{example: item-1 | wrong | Not this } one.}\n\n## White" in draft.markdown


def test_what_a_question_is_about_becomes_an_example_as_it_was_asked():
    work = image_work()
    region = {"id": "q1", "label": "rbc", "geometry": {"type": "box", "box": [1.0, 2.0, 3.0, 4.0]}}
    annotator = work.annotator()
    work.batch(annotator)
    lease = take(annotator, work)[0]
    thread = ask(
        annotator,
        work,
        "Red?",
        assignment=lease.pk,
        field="cells",
        region=region,
        schema_version=work.schema.pk,
    )

    example = pick(work, thread=thread.pk)

    assert example.row.item == work.items[0]
    assert example.geometry == Box((1.0, 2.0, 3.0, 4.0))


def test_of_a_text_the_sentence_with_the_span_is_shown():
    work = text_work(items=0, document=MENTIONS)
    text = "Hello there. 내일 서울로 갑니다. Then home."
    start = text.index("서울")
    item = Item.objects.create(project=work.project, kind="text", text=text, content_hash="0" * 64)
    work.items.append(item)
    span = {"id": "s1", "label": "place", "start": start, "end": start + 2}
    annotation = labelled(work, {"mentions": {"spans": [span]}})

    example = pick(work, annotation=annotation.pk, region="s1")

    assert example.text == "내일 서울로 갑니다."
    assert example.span is not None
    assert example.text[slice(*example.span)] == "서울"
    assert example.label is not None
    assert example.label.name == "Place"


@pytest.mark.parametrize("role", [Role.QUALITY_MANAGER, Role.REVIEWER, Role.ANNOTATOR, Role.VENDOR_LEAD])
def test_only_curators_pick_examples(role):
    work = image_work()

    with pytest.raises(Forbidden):
        pick_example(work.project, by=member(work.project, role), choice=Choice(item=work.items[0].pk))


def test_a_curator_who_labels_here_picks_none():
    """They do not see the items of others, nor which of them have a gold answer."""
    work = image_work()
    seat = work.project.members.get(membership__user=work.curator.user).membership
    ProjectMember.objects.create(project=work.project, membership=seat, role=Role.ANNOTATOR)

    with pytest.raises(Forbidden):
        pick(work, item=work.items[0].pk)


def test_an_item_of_another_project_is_not_there():
    work, other = image_work(), image_work()

    with pytest.raises(Invalid):
        pick(work, item=other.items[0].pk)


def test_an_item_with_a_gold_answer_is_refused():
    work = image_work()
    make_gold(work.project, labelled(work).pk, by=work.curator)

    with pytest.raises(GoldExample):
        pick(work, item=work.items[0].pk)

    assert not GuidelineExample.objects.exists()


def test_an_example_gets_no_gold_answer():
    work = image_work()
    annotation = labelled(work)
    pick(work, annotation=annotation.pk, region="r1")

    with pytest.raises(NotForGold):
        make_gold(work.project, annotation.pk, by=work.curator)


# ---- frozen ---------------------------------------------------------------------------------------------
def test_the_database_keeps_an_example_as_it_is():
    work = image_work()
    row = pick(work, item=work.items[0].pk).row

    for change in (
        lambda: GuidelineExample.objects.filter(pk=row.pk).update(key="other"),
        lambda: GuidelineExample.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_published_version_shows_no_further_example():
    work = image_work()
    row = pick(work, item=work.items[0].pk).row
    version = publish(work, "# Cells {#overview}\n\nNo example.\n")

    with pytest.raises(DatabaseError), transaction.atomic():
        ExampleUse.objects.create(version=version, example=row)


def test_a_version_shows_its_examples_in_the_order_of_the_text():
    work = image_work()
    for _ in range(2):
        pick(work, item=work.items[0].pk)

    version = publish(
        work,
        "{example: item-2 | borderline}\n\n# Cells {#overview}\n\n{example: item-1 | right | So.}\n",
    )

    told = [
        (each.row.key, each.told.verdict, each.told.caption, each.told.section) for each in shown_in(version)
    ]  # type: ignore[union-attr]
    assert told == [("item-2", "borderline", "", ""), ("item-1", "right", "So.", "overview")]
    assert set(version.examples.values_list("example__key", flat=True)) == {"item-1", "item-2"}


def test_a_text_that_names_an_unknown_example_is_not_published():
    work = image_work()

    with pytest.raises(Invalid) as refusal:
        publish(work, "# Cells {#overview}\n\n{example: rbc-9 | right | Nothing.}\n")

    assert "rbc-9" in str(refusal.value)
    assert not ExampleUse.objects.exists()


# ---- who sees it ----------------------------------------------------------------------------------------
def test_both_vendors_see_the_picture_of_a_published_example_and_not_its_item():
    work = image_work()
    with_bytes(work.items[0])
    annotation = labelled(work)
    example = pick(work, annotation=annotation.pk, region="r1")
    version = publish(work, shown_text("rbc-1"))
    stranger = work.annotator(vendor=VendorFactory(organisation=work.project.organisation))
    browser = Browser(stranger)

    told = browser.get(f"/guideline-versions/{version.pk}/examples").json()["results"]
    picture = browser.get(told[0]["picture_url"].removeprefix("/api/v1"))

    assert [(each["key"], each["verdict"], each["caption"]) for each in told] == [
        ("rbc-1", "wrong", "Two cells.")
    ]
    assert told[0]["label"]["key"] == "rbc"
    assert str(work.items[0].pk) not in str(told)
    assert picture.status_code == 200
    assert picture["Content-Type"] == "image/webp"
    shown = Image.open(io.BytesIO(b"".join(picture.streaming_content)))
    assert max(shown.size) == 640
    assert browser.get(f"/items/{work.items[0].pk}/media").status_code == 404
    assert str(example.row.pk) in told[0]["picture_url"]


def test_what_only_a_draft_shows_is_not_there_for_who_labels():
    work = image_work()
    with_bytes(work.items[0])
    row = pick(work, item=work.items[0].pk, section="", verdict="right").row
    path = f"/guideline-examples/{row.pk}/picture"
    annotator = Browser(work.annotator())
    missing = annotator.get("/guideline-examples/0192aaaa-0000-7000-8000-000000000000/picture").json()

    refused = annotator.get(path)

    assert refused.status_code == 404
    assert {**refused.json(), "instance": ""} == {**missing, "instance": ""}
    assert annotator.get(f"/projects/{work.project.pk}/guideline-examples").status_code == 403
    assert Browser(member(work.project, Role.QUALITY_MANAGER)).get(path).status_code == 200


def test_who_is_not_in_the_project_sees_none():
    work = image_work()
    with_bytes(work.items[0])
    row = pick(work, item=work.items[0].pk).row
    version = publish(work, shown_text("item-1"))
    stranger = Browser(member(ProjectFactory(), Role.CURATOR))

    assert stranger.get(f"/guideline-examples/{row.pk}/picture").status_code == 404
    assert stranger.get(f"/guideline-versions/{version.pk}/examples").status_code == 404


def test_an_example_of_a_deleted_item_stays_without_its_picture(django_capture_on_commit_callbacks):
    work = image_work()
    with_bytes(work.items[0])
    row = pick(work, item=work.items[0].pk).row
    version = publish(work, shown_text("item-1"))
    browser = Browser(work.annotator())
    browser.get(f"/guideline-examples/{row.pk}/picture")
    name = picture_name(row)
    assert default_storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        delete_item(work.items[0], by=work.curator)

    (told,) = browser.get(f"/guideline-versions/{version.pk}/examples").json()["results"]
    assert (told["is_gone"], told["picture_url"], told["caption"]) == (True, None, "Two cells.")
    assert browser.get(f"/guideline-examples/{row.pk}/picture").status_code == 404
    assert not default_storage.exists(name)


def test_the_queries_of_a_version_do_not_grow_with_its_examples(django_assert_max_num_queries):
    work = image_work()
    lines = [f"{{example: {pick(work, item=work.items[0].pk).row.key} | right}}" for _ in range(6)]
    version = publish(work, "# Cells {#overview}\n\n" + "\n".join(lines))

    with django_assert_max_num_queries(1):
        assert len(shown_in(version)) == 6


# ---- what is shown --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "geometry",
    [
        Box((100, 100, 200, 100)),
        RotatedBox((100, 100, 200, 100, 30)),
        Polygon(((100, 100), (300, 120), (200, 250)), holes=(((180, 150), (210, 150), (200, 180)),)),
        Polyline(((100, 100), (300, 250)), closed=True),
        Point((200, 150)),
        Keypoints(((100, 100, 2), (300, 250, 1), (0, 0, 0))),
        Mask.from_pixels(np.pad(np.ones((60, 60), bool), ((100, 320), (100, 480)))),
    ],
    ids=lambda geometry: type(geometry).__name__,
)
def test_each_geometry_is_drawn_in_the_colour_of_its_label(geometry):
    window = around_box(geometry.bounds(), 640, 480)
    crop, scale = part_of(Image.new("RGB", (640, 480), "white"), window)

    drawn = with_region(
        crop,
        geometry,
        window=window,
        scale=scale,
        colour="#ff0000",
        edges=[(0, 1)] * isinstance(geometry, Keypoints),
    )

    colours = {colour for _, colour in drawn.getcolors(1 << 20)}
    assert any(red > 200 and green < 60 and blue < 60 for red, green, blue in colours)
    assert drawn.getpixel((2, 2)) == (255, 255, 255)


def test_a_window_stays_in_the_image_and_shows_what_is_around():
    assert around_box((10, 20, 30, 40), 640, 480) == (0, 0, 96, 96)
    assert around_box((0, 0, 640, 480), 640, 480) == (0, 0, 640, 480)
    assert around_box((600, 440, 40, 40), 640, 480) == (544, 384, 96, 96)


def test_a_sentence_ends_where_it_ends():
    text = "Eins. Zwei drei! 네 번째입니다。마지막"

    first, last = around_span(text, text.index("drei"), text.index("drei") + 4)

    assert text[first:last] == "Zwei drei!"
