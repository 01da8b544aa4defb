"""The definition of real blood cells changes and the labels follow: applied, answered by people, taken back, and interrupted."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.cells import NAMES, slides, voc_zip
from tests.browser.curator import (
    DECISIONS,
    WHY,
    Curator,
    apply,
    decide,
    nothing_runs,
    open_changes,
    take_back,
)
from tests.browser.people import People, Person
from tests.browser.test_story import describe_label
from tests.conftest import shared_data
from tests.jobs.conftest import lab_on
from tests.jobs.orders import BREAK_OFF, STEP, order, standing
from tests.jobs.world import Lab, hexed
from tests.stack import OWNER, PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IMAGES = 12
TITLES = {"rbc": "Red cell", "wbc": "White cell", "platelet": "Platelet"}
LOBES = {"one": "One", "two": "Two", "three": "Three"}
SAID = (*LOBES, None)  # of white cells in turn: every fourth has no lobes, and people are asked
MIGRATE, REHEARSE = "annotation.migrate_schema", "annotation.rehearse_schema"
RED_AS_WHITE = {"cells/rbc/removed": "into:wbc"}  # touches every image


@pytest.fixture(scope="module")
def lab(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """An installation whose worker goes in small steps and stands still between two of them if it is told to."""
    yield from lab_on(Stack(tmp_path_factory.mktemp("change"), include="tests.jobs.between_steps"))


@pytest.fixture
def clara(lab: Lab, people: People) -> Curator:
    """The owner at a project of labelled cells, of whose white ones some have lobes."""
    person = people.arrive(lab.stack, "Clara").is_logged_in(OWNER, PASSWORD)
    return Curator(person, labelled_cells(lab))


# ---- the material -------------------------------------------------------------------------------------------
def labelled_cells(lab: Lab) -> str:
    """The slug of a new project with the images and what their VOC files say, and lobes."""
    project = lab.project({"input": "image", "fields": [_cells()]})
    lab.imported(project, "voc.zip", voc_zip(slides(shared_data())[:IMAGES]))
    said = cycle(SAID)
    for row in lab.owner.get(f"/projects/{project}/annotations?limit=100")["results"]:
        found = lab.owner.get(f"/annotations/{row['id']}")
        white = [each for each in found["value"]["cells"]["regions"] if each["label"] == "wbc"]
        for region, lobes in zip(white, said, strict=False):
            region["attributes"] = {"lobes": lobes} if lobes else {}
        save(lab, found)
    return str(lab.owner.get(f"/projects/{project}")["slug"])


def _cells() -> dict[str, Any]:
    titled = {key: {"key": key, "titles": {"en": title}} for key, title in {**TITLES, **LOBES}.items()}
    labels = [
        {**titled[key], "name": name, "geometry": "box"}
        for key, name in zip(TITLES, NAMES.values(), strict=True)
    ]
    options = [{**titled[key], "name": key} for key in LOBES]
    lobes = {"key": "lobes", "name": "lobes", "titles": {"en": "Lobes"}, "type": "choice", "options": options}
    labels[1]["attributes"] = [lobes]
    return {"key": "cells", "name": "cells", "titles": {"en": "Cells"}, "type": "regions", "labels": labels}


def save(lab: Lab, annotation: dict[str, Any]) -> None:
    """The annotation says what `annotation` says now."""
    lab.owner.json(
        "POST",
        f"/annotations/{annotation['id']}/revisions",
        json={"value": annotation["value"], "schema_version": annotation["schema_version"], "seconds": 1},
        headers={
            "If-Match": f'"{annotation["revision"]}"',
            "Idempotency-Key": uuid4().hex,
        },
    )


def count(regions: dict[str, list[Any]], *, of: str = "label") -> Counter[str]:
    """How many regions have which label; of white cells, which lobes."""
    every = [each for rows in regions.values() for each in rows]
    if of == "label":
        return Counter(each["label"] for each in every)
    return Counter(each["attributes"].get(of, "none") for each in every if each["label"] == "wbc")


def seal(lab: Lab, version: str) -> tuple[str, str, bool]:
    """What makes a dataset version the same: its identity, the hash of its manifest as sent, and that every file is intact."""
    manifest = lab.owner.ask("GET", f"/dataset-versions/{version}/manifest", follow_redirects=True).content
    return lab.identity(version), hashlib.sha256(manifest).hexdigest(), lab.verified(version)["intact"]


def joined(lab: Lab, people: People, who: str, role: str, curator: Curator) -> Person:
    """Somebody in house with this role in the curator's project, at their browser."""
    email = f"{who.lower()}@example.test"
    lab.joined(lab.invited(email, {curator.project: role}), name=who)
    return people.arrive(lab.stack, who).is_logged_in(email, PASSWORD)


# ---- the story --------------------------------------------------------------------------------------------
def test_two_classes_merge_and_one_splits_and_all_of_it_is_taken_back(
    lab: Lab, people: People, clara: Curator
) -> None:
    anna = joined(lab, people, "Anna", "annotator", clara)
    version = lab.published(clara.project)
    sealed, before = seal(lab, version), clara.regions()
    old, lobes = count(before), count(before, of="lobes")
    single, lobed, asked = lobes["one"], lobes["two"] + lobes["three"], lobes["none"]
    assert min(old["platelet"], single, lobes["two"], lobes["three"], asked) > 0
    assert sealed[0] == sealed[1]

    edit_schema(clara)
    open_changes(clara)
    decide(clara)
    clara.person.button("Rehearse").click()
    alone = old["platelet"] + single + lobed
    expect(clara.page.get_by_text(f"{alone} boxes change by themselves, {needs(asked)}")).to_be_visible()
    look_at_the_picture(clara, {
        f"Platelet → Red cell: {old['platelet']}",
        f"White cell → Single-lobed: {single}",
        f"White cell → Multi-lobed: {lobed}",
        f"White cell → needs a person: {asked}",
    })  # fmt: skip
    assert clara.regions() == before

    apply(clara, version=2, note=WHY)
    nothing_runs(clara)
    entry = clara.page.get_by_role("listitem").filter(has_text=WHY)
    expect(entry.get_by_text(re.compile(f"^{asked} questions? (is|are) open$"))).to_be_visible()
    assert seal(lab, version) == sealed  # while people are still asked

    answer_by_keyboard(anna, clara, asked)
    ones, twos = (asked + 1) // 2, asked // 2
    wait_for(lambda: clara.person.api(f"/projects/{clara.project}/relabel")["open"] == 0)
    assert count(clara.regions()) == {
        "rbc": old["rbc"] + old["platelet"],
        "single": single + ones,
        "lobed": lobed + twos,
    }
    assert seal(lab, version) == sealed

    changed = sum(any(each["label"] != "rbc" for each in regions) for regions in before.values())
    clara.page.reload()
    take_back(clara, says=f"{changed} annotations say again exactly what they said before.")
    expect(clara.page.get_by_text("takes version 2 back")).to_be_visible()
    nothing_runs(clara)
    assert clara.regions() == before
    assert seal(lab, version) == sealed


def needs(asked: int) -> str:
    return f"{asked} needs a person" if asked == 1 else f"{asked} need a person"


def edit_schema(clara: Curator) -> None:
    """Platelets and white cells go, and two kinds of white cells come."""
    clara.page.goto(f"{clara.path}/schema")
    clara.person.button("Edit").click()
    tree = clara.page.get_by_role("tree", name="Fields and labels")
    for title in ("Platelet", "White cell"):
        tree.get_by_role("treeitem", name=re.compile(f"^{title}")).click()
        selected = clara.page.get_by_role("toolbar", name="The selected part")
        selected.get_by_role("button", name="Remove").click()
        expect(tree.get_by_role("treeitem", name=re.compile(f"^{title}"))).to_have_count(0)
    for key, title in (("single", "Single-lobed"), ("lobed", "Multi-lobed")):
        clara.person.button(re.compile("^Add a label")).click()
        describe_label(clara.person, key, title, title, title, title)


def look_at_the_picture(clara: Curator, flows: set[str]) -> None:
    """Exactly these flows, with their numbers; and each leads to items on which it is seen."""
    picture = clara.page.get_by_role("group", name="Flows from old labels to new ones")
    bands = picture.get_by_role("button")
    expect(bands).to_have_count(len(flows))
    assert {each.get_attribute("aria-label") for each in bands.all()} == flows
    for flow in sorted(flows):
        clara.person.button(flow, exact=True).focus()  # thin bands cross each other
        clara.page.keyboard.press("Enter")
        changes = clara.page.get_by_role("list", name="What changes on this item")
        expect(changes.get_by_text(flow.partition(" → ")[0]).first).to_be_visible()


def answer_by_keyboard(anna: Person, clara: Curator, asked: int) -> None:
    """The first key and the second in turn."""
    anna.page.goto(f"{clara.path}/work")
    anna.page.get_by_role("link", name="Answer them").focus()
    anna.page.keyboard.press("Enter")
    title = anna.page.get_by_role("heading", level=1).first
    for number, key in zip(range(1, asked + 1), cycle("12"), strict=False):
        expect(title).to_have_text(f"White cell: {number} of {asked}")
        anna.page.keyboard.press(key)
    expect(title).to_have_text("Every question is answered")


# ---- on the way -------------------------------------------------------------------------------------------
def test_a_running_migration_is_paused_and_goes_on_where_it_was(lab: Lab, clara: Curator) -> None:
    before = clara.annotations()
    clara.draft(without=("rbc",))
    clara.page.goto(clara.rehearsed(RED_AS_WHITE))
    order(lab.stack.folder, MIGRATE).touch()
    apply(clara, version=2, note=WHY)
    stands_still(lab, MIGRATE)

    clara.person.button("Pause").click()
    running = clara.page.get_by_role("region", name="The running schema migration")
    expect(running.get_by_text("Paused: carrying the labels to version 2")).to_be_visible()
    expect(running.get_by_text(f"{STEP} annotations looked at.")).to_be_visible()
    goes_on(lab, MIGRATE)
    wait_for(lambda: lab.job(newest(lab, MIGRATE)).state == "paused")
    assert revisions_since(clara, before) == {0: IMAGES - STEP, 1: STEP}

    clara.person.button("Resume").click()
    nothing_runs(clara)
    assert revisions_since(clara, before) == {1: IMAGES}
    old, now = (
        count({key: each["value"]["cells"]["regions"] for key, each in rows.items()})
        for rows in (before, clara.annotations())
    )
    assert now == {"wbc": old["wbc"] + old["rbc"], "platelet": old["platelet"]}


def test_who_publishes_meanwhile_is_led_to_the_running_migration_which_can_be_cancelled(
    lab: Lab, people: People, clara: Curator
) -> None:
    kim = Curator(joined(lab, people, "Kim", "curator", clara), clara.path.rpartition("/")[2])
    before = clara.annotations()
    clara.draft(without=("rbc",))
    clara.page.goto(clara.rehearsed(RED_AS_WHITE))
    order(lab.stack.folder, MIGRATE).touch()
    apply(clara, version=2, note=WHY)
    stands_still(lab, MIGRATE)
    clara.person.button("Pause").click()
    expect(clara.person.button("Resume")).to_be_visible()
    goes_on(lab, MIGRATE)
    kim.draft(without=("platelet",))
    kim.page.goto(kim.rehearsed({"cells/platelet/removed": "drop"}))
    order(lab.stack.folder, MIGRATE).touch()
    clara.person.button("Resume").click()
    stands_still(lab, MIGRATE)

    kim.person.expects(409, "/apply$")
    kim.person.button("Apply: publish version 3").click()
    expect(
        kim.page.get_by_role("alert").get_by_text("A schema migration is running in this project")
    ).to_be_visible()
    kim.page.get_by_role("link", name="Look at it").click()
    expect(kim.page.get_by_role("region", name="The running schema migration")).to_be_visible()
    publishes_no_dataset_version(kim)

    take_back(clara, says=f"{STEP} annotations say again exactly what they said before.")
    goes_on(lab, MIGRATE)
    expect(clara.page.get_by_text("takes version 2 back")).to_be_visible()
    nothing_runs(clara)
    after = clara.annotations()
    assert revisions_since(clara, before) == {0: IMAGES - STEP, 2: STEP}
    assert {key: each["value"] for key, each in after.items()} == {
        key: each["value"] for key, each in before.items()
    }


def publishes_no_dataset_version(kim: Curator) -> None:
    kim.page.goto(f"{kim.path}/datasets")
    kim.person.button("Publish a version").first.click()
    dialog = kim.page.get_by_role("dialog")
    kim.person.expects(409, "/dataset-versions$")
    dialog.get_by_role("button", name=re.compile("^Publish version")).click()
    dialog.get_by_role("alert").get_by_role("link", name="Look at it").click()
    expect(kim.page.get_by_role("region", name="The running schema migration")).to_be_visible()


def test_a_rehearsal_that_broke_off_is_tried_again(lab: Lab, clara: Curator) -> None:
    draft = clara.draft()
    clara.send("PUT", "schema-draft/operations", {"decisions": DECISIONS}, draft["version"])
    order(lab.stack.folder, REHEARSE).write_text(BREAK_OFF)

    clara.page.goto(f"{clara.path}/schema/changes")
    clara.person.button("Rehearse").click()
    alert = clara.page.get_by_role("alert")
    expect(alert.get_by_text("The count did not get to its end. No label has changed.")).to_contain_text(
        "No space left on device"
    )
    rehearsal = clara.page.url.rpartition("/")[2]
    assert clara.person.api(f"/rehearsals/{rehearsal}")["state"] == "failed"

    order(lab.stack.folder, REHEARSE).touch()
    clara.person.button("Try again").click()
    stands_still(lab, REHEARSE)
    expect(
        clara.page.get_by_role("progressbar", name="Counting what would become of every label")
    ).to_be_visible()
    assert clara.person.api(f"/rehearsals/{rehearsal}")["state"] == "running"
    goes_on(lab, REHEARSE)
    old = count(clara.regions())
    sentence = f"{old['platelet']} boxes change by themselves, {old['wbc']} need a person"
    expect(clara.page.get_by_text(sentence)).to_be_visible()
    clara.discard()


def test_a_plan_that_was_rehearsed_on_other_labels_is_refused_with_what_has_changed(
    lab: Lab, clara: Curator
) -> None:
    white = count(clara.regions())["wbc"]  # without rules all of them are asked about
    clara.draft()
    clara.page.goto(clara.rehearsed(DECISIONS))
    row = with_white_cells(clara)[0]
    regions = row["value"]["cells"]["regions"]
    regions.append({**white_of(row), "id": str(uuid4()), "attributes": {}})
    save(lab, row)

    clara.person.expects(409, "/apply$")
    clara.person.button("Apply: publish version 2").click()
    expect(
        clara.page.get_by_text("Since then 1 annotation was saved that this change touches")
    ).to_be_visible()
    since = count({"": regions})["wbc"]
    changed = clara.page.get_by_role("list", name="What has changed since").get_by_role("listitem")
    expect(changed.filter(has_text="White cell")).to_have_text(
        f"White cell need a person +{since}, where {white} were rehearsed"
    )

    clara.person.button("Rehearse again").click()
    expect(clara.page.get_by_text(re.compile(f", {needs(white + 1)}"))).to_be_visible()
    clara.discard()


# ---- what was never valid ---------------------------------------------------------------------------------
def test_what_is_not_valid_is_mended_and_rehearsed_again(lab: Lab, clara: Curator) -> None:
    annotation = rehearse_with_spoilt(lab, clara)
    rehearsal = clara.page.url
    refused_list(clara).get_by_role("link", name="Open the annotation").click()
    mend(clara)
    expect(clara.page).to_have_url(rehearsal)
    wait_for(lambda: white_of(clara.annotations()[annotation])["attributes"] == {"lobes": "one"})

    clara.person.expects(409, "/apply$")
    clara.person.button("Apply: publish version 2").click()
    clara.person.button("Rehearse again").click()
    expect(clara.page.get_by_role("row").filter(has_text="Platelet").first).to_be_visible()
    expect(not_valid(clara)).to_have_count(0)
    clara.discard()


def test_what_is_not_valid_is_set_aside_and_stops_nothing(lab: Lab, clara: Curator) -> None:
    annotation = rehearse_with_spoilt(lab, clara)
    before = clara.annotations()
    clara.page.get_by_role("radio", name="Set them aside").check()
    apply(clara, version=2, note=WHY)
    nothing_runs(clara)
    after = clara.annotations()
    assert after[annotation] == {**before[annotation], "waits_for_person": True}
    assert revisions_since(clara, before)[1] > 0


def test_people_are_asked_about_what_is_not_valid_and_do_it_again_by_hand(lab: Lab, clara: Curator) -> None:
    annotation = rehearse_with_spoilt(lab, clara)
    clara.page.get_by_role("radio", name="Ask people").check()
    apply(clara, version=2, note=WHY)
    nothing_runs(clara)

    clara.page.goto(f"{clara.path}/relabel")
    expect(clara.page.get_by_role("heading", name="This has to be done again by hand")).to_be_visible()
    clara.page.keyboard.press("Enter")
    mend(clara)
    expect(clara.page.get_by_role("heading", name="Every question is answered")).to_be_visible()
    now = clara.annotations()[annotation]
    assert white_of(now)["attributes"] == {"lobes": "one"}
    assert count({"": regions_of(now)})["platelet"] == 0


def rehearse_with_spoilt(lab: Lab, clara: Curator) -> str:
    """The spoilt annotation, of which the page of the rehearsal says what is wrong with it."""
    annotation = spoil(lab, clara)
    clara.draft(without=("platelet",))
    clara.page.goto(clara.rehearsed({"cells/platelet/removed": "into:rbc"}))
    not_valid(clara).get_by_role("button").click()
    expect(refused_list(clara).get_by_role("listitem")).to_have_count(1)
    expect(refused_list(clara)).to_contain_text("four")
    return annotation


def refused_list(clara: Curator) -> Locator:
    return clara.page.get_by_role("list", name="Annotations that are not valid as they stand")


def not_valid(clara: Curator) -> Locator:
    return clara.page.get_by_role("row").filter(has_text="Whole annotations")


def spoil(lab: Lab, clara: Curator) -> str:
    """An annotation with platelets, in which an import of earlier days left a white cell with lobes that the schema does not know."""
    row = next(each for each in with_white_cells(clara) if count({"": regions_of(each)})["platelet"])
    white_of(row)["attributes"]["lobes"] = "four"
    lab.stack.rows(
        "INSERT INTO annotation_annotationrevision"
        " (id, annotation_id, number, value, schema_version_id, cause, seconds, created_at)"
        " SELECT %s, annotation_id, number + 1, %s, schema_version_id, 'import', 0, created_at"
        " FROM annotation_annotationrevision WHERE annotation_id = %s AND number = %s RETURNING id",
        uuid4().hex, json.dumps(row["value"]), hexed(row["id"]), row["revision"],
    )  # fmt: skip
    lab.stack.rows(
        "UPDATE annotation_annotation SET revision = revision + 1 WHERE id = %s RETURNING id",
        hexed(row["id"]),
    )
    return str(row["id"])


def mend(clara: Curator) -> None:
    """Handing the open annotation in leads to the white cell, which has one lobe then; and back."""
    expect(clara.page.get_by_role("application")).to_be_focused()
    clara.page.keyboard.press("Enter")
    attributes = clara.page.get_by_role("group", name="Attributes of White cell")
    attributes.get_by_role("radio", name="One").click()
    clara.page.keyboard.press("Enter")
    expect(clara.page.get_by_text("Your change is saved.")).to_be_visible()
    clara.person.button("Back").click()


# ---- workers that obey --------------------------------------------------------------------------------------
def stands_still(lab: Lab, kind: str) -> None:
    """The worker stands between two steps of such a job."""
    wait_for(standing(lab.stack.folder, kind).exists, why=f"nobody came there\n{lab.stack.logs()}")


def goes_on(lab: Lab, kind: str) -> None:
    standing(lab.stack.folder, kind).unlink()


def newest(lab: Lab, kind: str) -> str:
    job = lab.newest_job(kind)
    assert job is not None
    return job


def revisions_since(clara: Curator, before: dict[str, dict[str, Any]]) -> dict[int, int]:
    """How many annotations have had how many more revisions."""
    now = clara.annotations()
    return dict(Counter(each["revision"] - before[key]["revision"] for key, each in now.items()))


# ---- values ---------------------------------------------------------------------------------------------------
def with_white_cells(clara: Curator) -> list[dict[str, Any]]:
    """The annotations that have a white cell."""
    return [each for each in clara.annotations().values() if white_of(each)]


def white_of(annotation: dict[str, Any]) -> dict[str, Any]:
    """The annotation's first white cell; empty without one."""
    return next((each for each in regions_of(annotation) if each["label"] == "wbc"), {})


def regions_of(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    regions: list[dict[str, Any]] = annotation["value"]["cells"]["regions"]
    return regions
