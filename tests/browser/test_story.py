"""The main story: from files to a pulled dataset version, as the different people, in the browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect
from pycocotools.coco import COCO

from labelwright.config.install import ROOT
from tests.browser.cells import Slide, slides, voc_zip
from tests.browser.conftest import Place
from tests.browser.people import People, Person
from tests.conftest import shared_data
from tests.jobs.world import Lab
from tests.stack import OWNER, PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLUG = "cells"
PROJECT = f"/projects/{SLUG}"
UNLABELLED = 2  # images that come without labels, for the annotator
RETURNED = "The box is not tight: leave no background at the right."

CLIENT = [sys.executable, "-m", "labelwright_client.cli"]
CLIENT_SOURCE = str(ROOT / "client" / "src")

Box = list[float]
Disturbed = Callable[[str], AbstractContextManager[None]]


def test_from_files_to_a_pulled_dataset_version(place: Place, people: People, tmp_path: Path) -> None:
    stack = place.stack
    material = slides(shared_data())
    fresh, labelled = material[:UNLABELLED], material[UNLABELLED:]

    owner = people.arrive(stack, "Olive Owner").log_in(OWNER, PASSWORD)
    curator = join(people, stack, "Carla Curator", invite(owner, "curator@example.test"))
    create_project(curator)
    project = project_id(curator)
    publish_schema(curator)
    publish_guideline(curator)
    import_images(curator, fresh)
    import_zip(place, curator, labelled)

    annotator, reviewer, modeler = (
        join(people, stack, name, invite(owner, email, role))
        for name, email, role in (
            ("Anna Annotator", "annotator@example.test", "Annotator"),
            ("Rui Reviewer", "reviewer@example.test", "Reviewer"),
            ("Mo Modeler", "modeler@example.test", "Modeler"),
        )
    )
    open_batch(curator, "First smears")

    start_labelling(annotator)
    dragged = label_with_the_mouse(annotator)
    label_with_the_keyboard(annotator)
    assert_stored_as_drawn(curator, project, dragged)

    first, second = wait_for(lambda: submitted(curator, project, UNLABELLED))
    accept(reviewer)
    send_back(reviewer)
    returned = wait_for(lambda: states(curator, project).get("returned"))
    assert len(returned) == 1
    untouched = ({first["id"], second["id"]} - {returned[0]["id"]}).pop()
    before = curator.api(f"/annotations/{untouched}")
    do_it_again(annotator)
    accept(reviewer)
    wait_for(lambda: len(states(curator, project).get("accepted", [])) == len(material))
    assert curator.api(f"/annotations/{untouched}") == before  # the other one stayed as it was

    publish_dataset(place, curator)
    counts = sum((slide.labels for slide in labelled), Counter({"RBC": 1, "WBC": 1}))
    export = export_coco(curator, tmp_path)
    token = make_token(modeler)
    folder = pull(stack, token, tmp_path)

    assert_reads_as_coco(export, images=len(material), labels=counts)
    assert len([path for path in (folder / "media").rglob("*") if path.is_file()]) == len(material)
    assert_verify_sees_a_changed_byte(folder)
    assert_nothing_lost_nothing_doubled(place.lab, project, material)


# ---- people -----------------------------------------------------------------------------------------------
def invite(owner: Person, email: str, role: str | None = None) -> str:
    """The link that the owner passes on; with a role in the project."""
    owner.page.goto("/organisation/invitations")
    owner.button("Invite somebody").first.click()
    dialog = owner.page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(email)
    if role:
        dialog.get_by_role("button", name="Add a project").click()
        owner.choose("Project", "Blood cells", within=dialog)
        dialog.get_by_role("textbox", name="Role", exact=True).click()
        owner.page.get_by_role("option", name=role, exact=True).click()
    dialog.get_by_role("button", name="Make the link").click()
    return str(owner.page.get_by_label("Invitation link").input_value())


def join(people: People, stack: Stack, name: str, link: str) -> Person:
    person = people.arrive(stack, name)
    person.page.goto(link)
    person.page.get_by_label("Your name").fill(name)
    person.page.get_by_label("Password").fill(PASSWORD)
    person.button("Join").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Projects")
    return person


# ---- the curator prepares -------------------------------------------------------------------------------
def create_project(curator: Person) -> None:
    curator.page.goto("/new-project")
    curator.page.get_by_role("radio", name=re.compile("Object detection")).check()
    curator.page.get_by_role("textbox", name="Name", exact=True).fill("Blood cells")
    curator.page.get_by_role("textbox", name="Short name").fill(SLUG)
    curator.button("Make the project").click()
    expect(curator.page).to_have_url(re.compile(f"{PROJECT}/"))


def publish_schema(curator: Person) -> None:
    """The template's two labels become those of the files, and a third is added, in the visual editor."""
    curator.page.goto(f"{PROJECT}/schema")
    curator.button(re.compile("Define the schema|Go on with the draft")).click()
    tree = curator.page.get_by_role("tree", name="Fields and labels")
    tree.get_by_role("treeitem", name="Object", exact=True).or_(
        tree.get_by_role("treeitem", name=re.compile("^Object 1"))
    ).first.click()
    describe_label(curator, "rbc", "RBC", "Red cell", "적혈구", "赤血球")
    tree.get_by_role("treeitem", name=re.compile("^Unclear object")).click()
    describe_label(curator, "wbc", "WBC", "White cell", "백혈구", "白血球")
    curator.button(re.compile("^Add a label")).click()
    describe_label(curator, "platelets", "Platelets", "Platelet", "혈소판", "血小板")
    expect(tree.get_by_role("treeitem")).to_have_text(
        [
            re.compile(each)
            for each in ("Objects", "Red cell", "White cell", "Platelet", "quality", "Good", "Poor")
        ],
        ignore_case=True,
    )
    curator.button("Publish…").click()
    curator.button("Publish version 1").click()
    expect(curator.page.get_by_role("heading", level=1)).to_have_text("Label schema")
    document = curator.api(f"/projects/{project_id(curator)}/schema-versions")["results"][0]["document"]
    labels = document["fields"][0]["labels"]
    assert [(each["key"], each["name"]) for each in labels] == [
        ("rbc", "RBC"),
        ("wbc", "WBC"),
        ("platelets", "Platelets"),
    ]


def describe_label(curator: Person, key: str, name: str, *titles: str) -> None:
    form = curator.page.get_by_role("region", name="The selected part")
    for language, title in zip(("English", "한국어", "日本語"), titles, strict=True):
        form.get_by_role("textbox", name=f"Title, {language}").fill(title)
    form.get_by_role("textbox", name="Name in exports").fill(name)
    form.get_by_role("textbox", name="Key", exact=True).fill(key)
    form.get_by_role("textbox", name="Key", exact=True).press("Tab")
    expect(form.get_by_role("heading", level=2)).to_have_text(titles[0])


def publish_guideline(curator: Person) -> None:
    curator.page.goto(f"{PROJECT}/guideline")
    curator.button(re.compile("Write the guideline|Go on with the draft")).click()
    text = curator.page.get_by_role("textbox", name="The guideline as Markdown")
    text.press("Control+a")
    text.press_sequentially("## Red cell {#rbc}\n\nThe **whole** cell, its rim included.\n")
    preview = curator.page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="Red cell")).to_be_visible()
    curator.button("Publish…").click()
    curator.button("Publish version 1").click()
    expect(curator.page.get_by_role("heading", name="Red cell")).to_be_visible()
    expect(curator.page.get_by_text("Version 1", exact=True).first).to_be_visible()


def import_images(curator: Person, images: list[Slide]) -> None:
    files = [
        FilePayload(name=f"{each.name}.jpg", mimeType="image/jpeg", buffer=each.image) for each in images
    ]
    run_import(curator, files)
    expect_stat(curator, "New items", len(images))


def import_zip(place: Place, curator: Person, labelled: list[Slide]) -> None:
    archive = FilePayload(name="voc.zip", mimeType="application/zip", buffer=voc_zip(labelled))
    run_import(curator, [archive], disturbed=place.disturbed)
    expect_stat(curator, "New items", len(labelled))
    expect_stat(curator, "Labelled", len(labelled))
    expect_stat(curator, "Refused", 0)


def run_import(curator: Person, files: list[FilePayload], *, disturbed: Disturbed = nullcontext) -> None:
    curator.page.goto(f"{PROJECT}/import")
    curator.page.get_by_test_id("files").set_input_files(files)
    expect(curator.page.get_by_role("list", name="The first items")).to_be_visible()
    with disturbed("exports.import"):
        curator.button("Start the import").click()
    expect(curator.button("Import more")).to_be_visible()


def expect_stat(person: Person, label: str, value: int) -> None:
    stat = person.page.locator("main").get_by_text(label, exact=True).locator("..")
    expect(stat).to_have_text(re.compile(f"^{label}{value}\\b"))


def open_batch(curator: Person, name: str) -> None:
    curator.page.goto(f"{PROJECT}/batches/new")
    curator.page.get_by_role("textbox", name="Name", exact=True).fill(name)
    curator.page.get_by_role("radio", name=re.compile("^The oldest of those")).check()
    curator.page.get_by_role("textbox", name="How many items").fill(str(UNLABELLED))
    curator.page.get_by_role("textbox", name="Overlap").fill("1")
    curator.page.get_by_role("checkbox", name=re.compile("^ann-")).check()  # who labels has no name here
    expect(curator.page.get_by_role("status").filter(has_text=f"{UNLABELLED} tasks")).to_be_visible()
    curator.button("Make the batch").click()
    expect(curator.page.get_by_role("heading", level=1)).to_contain_text(name)
    curator.button("Open the batch").click()
    expect(curator.button("Pause")).to_be_visible()


# ---- the annotator works ----------------------------------------------------------------------------------
def start_labelling(annotator: Person) -> None:
    annotator.page.goto(f"{PROJECT}/work")
    annotator.button("Start labelling").click()
    expect(annotator.page.get_by_role("heading", name="Read the guideline first")).to_be_visible()
    expect(annotator.page.get_by_text("its rim included")).to_be_visible()
    annotator.page.keyboard.press("Enter")
    expect_item(annotator, 1)


def expect_item(annotator: Person, number: int) -> None:
    expect(annotator.page.get_by_role("application", name=f"Item {number} of {UNLABELLED}")).to_be_focused()


def stage(person: Person) -> Any:
    return person.page.get_by_role("application")


def expect_regions(person: Person, count: int) -> None:
    expect(person.page.get_by_role("tree").get_by_role("treeitem", level=2)).to_have_count(count)


def label_with_the_mouse(annotator: Person) -> Box:
    """Drags a box and chooses the answer with the pointer; gives the box in image pixels."""
    place = stage(annotator).bounding_box()
    assert place is not None
    image = {"width": 640, "height": 480}
    # A fitted image is centred, with 16 px left free around it (frontend/src/editor/core/viewport.ts).
    scale = min((place["width"] - 32) / image["width"], (place["height"] - 32) / image["height"], 8)
    left = place["x"] + (place["width"] - image["width"] * scale) / 2
    top = place["y"] + (place["height"] - image["height"] * scale) / 2
    start, end = (
        (round(left + 120 * scale), round(top + 90 * scale)),
        (round(left + 260 * scale), round(top + 210 * scale)),
    )
    annotator.page.get_by_role("button", name=re.compile("Red cell")).first.click()
    mouse = annotator.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move((start[0] + end[0]) / 2, end[1], steps=4)
    mouse.move(*end, steps=4)
    mouse.up()
    expect_regions(annotator, 1)
    annotator.page.get_by_role("radio", name=re.compile("Good")).click()
    annotator.button(re.compile("^Submit")).click()
    expect_item(annotator, 2)
    return [
        (start[0] - left) / scale,
        (start[1] - top) / scale,
        (end[0] - start[0]) / scale,
        (end[1] - start[1]) / scale,
    ]


def label_with_the_keyboard(annotator: Person) -> None:
    """Aims with the arrows, sets both corners, answers and submits without a pointer."""
    keyboard = annotator.page.keyboard
    keyboard.press("2")
    keyboard.press("k")
    keyboard.press("Enter")
    for key, times in (("Shift+ArrowRight", 6), ("Shift+ArrowDown", 4), ("ArrowDown", 5)):
        for _ in range(times):
            keyboard.press(key)
    keyboard.press("Enter")
    expect_regions(annotator, 1)
    keyboard.press("Escape")
    keyboard.press("p")
    expect(annotator.page.get_by_role("radio", name=re.compile("Poor"))).to_be_checked()
    keyboard.press("Escape")
    keyboard.press("Enter")
    expect(annotator.page.get_by_role("heading", name="All done for now")).to_be_visible()


def assert_stored_as_drawn(curator: Person, project: str, dragged: Box) -> None:
    rows = wait_for(lambda: submitted(curator, project, UNLABELLED))
    values = [curator.api(f"/annotations/{row['id']}")["value"] for row in rows]
    by_label = {value["objects"]["regions"][0]["label"]: value for value in values}
    drawn = by_label["rbc"]["objects"]["regions"][0]["geometry"]["box"]
    aimed = by_label["wbc"]["objects"]["regions"][0]["geometry"]["box"]
    assert drawn == pytest.approx(dragged, abs=1)
    assert aimed[2:] == [60, 45]
    assert by_label["rbc"]["quality"] == {"choice": "good"}
    assert by_label["wbc"]["quality"] == {"choice": "poor"}


def do_it_again(annotator: Person) -> None:
    """Returned work comes first, with its reason."""
    annotator.page.goto(f"{PROJECT}/work")
    annotator.button("Start with the returned work").click()
    expect(annotator.page.get_by_text(RETURNED)).to_be_visible()
    expect(stage(annotator)).to_be_focused()
    annotator.page.keyboard.press("Tab")
    stage(annotator).focus()
    for _ in range(3):
        annotator.page.keyboard.press("Alt+ArrowLeft")
    annotator.page.keyboard.press("Escape")
    annotator.page.keyboard.press("Enter")
    expect(annotator.page.get_by_role("heading", name="All done for now")).to_be_visible()


# ---- the reviewer decides -----------------------------------------------------------------------------------
def accept(reviewer: Person) -> None:
    reviewer.page.goto(f"{PROJECT}/review")
    expect(stage(reviewer)).to_be_focused()
    reviewer.page.keyboard.press("Enter")


def send_back(reviewer: Person) -> None:
    expect(stage(reviewer)).to_be_focused()
    reviewer.button(re.compile("^Return")).click()
    dialog = reviewer.page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill(RETURNED)
    dialog.get_by_role("checkbox").first.check()
    dialog.get_by_role("button", name=re.compile("^Send back")).click()
    expect(reviewer.page.get_by_role("heading", name="Nothing waits for review")).to_be_visible()


# ---- from the API -------------------------------------------------------------------------------------------
def project_id(person: Person) -> str:
    return str(person.api("/projects")["results"][0]["id"])


def states(curator: Person, project: str) -> dict[str, list[Any]]:
    """All annotations by their state."""
    found: dict[str, list[Any]] = {}
    for row in curator.api(f"/projects/{project}/annotations?limit=200")["results"]:
        found.setdefault(row["state"], []).append(row)
    return found


def submitted(curator: Person, project: str, count: int) -> list[Any] | None:
    rows = states(curator, project).get("submitted", [])
    return rows if len(rows) == count else None


# ---- what is published ----------------------------------------------------------------------------------------
def publish_dataset(place: Place, curator: Person) -> None:
    curator.page.goto(f"{PROJECT}/datasets")
    curator.button(re.compile("^Publish a version")).click()
    dialog = curator.page.get_by_role("dialog")
    dialog.get_by_label("What is new").fill("The first smears")
    with place.disturbed("datasets.publish"):
        dialog.get_by_role("button", name="Publish version 1").click()
    expect(dialog.get_by_text("Version 1 is published.")).to_be_visible()
    dialog.get_by_role("button", name="Open version 1").click()
    expect(curator.page.get_by_role("heading", level=1)).to_have_text(f"{SLUG}@1")


def export_coco(curator: Person, folder: Path) -> Path:
    curator.page.get_by_role("radio", name=re.compile("^COCO")).check(force=True)
    curator.button("Export COCO").click()
    with curator.page.expect_download() as download:
        curator.page.get_by_role("link", name=re.compile("^Download .*coco")).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def make_token(modeler: Person) -> str:
    modeler.page.goto("/account")
    modeler.button("Make a token").click()
    dialog = modeler.page.get_by_role("dialog")
    dialog.get_by_label("What it is for").fill("Training machine")
    dialog.get_by_role("button", name="Make the token").click()
    return str(dialog.get_by_label("Token", exact=True).input_value())


def pull(stack: Stack, token: str, folder: Path) -> Path:
    environment = {
        **os.environ,
        "PYTHONPATH": CLIENT_SOURCE,
        "LABELWRIGHT_URL": stack.url,
        "LABELWRIGHT_TOKEN": token,
    }
    client(environment, folder, "pull", f"{SLUG}@1")
    assert "intact" in client(environment, folder, "verify", f"{SLUG}@1").stdout
    return folder / f"{SLUG}@1"


def client(environment: dict[str, str], folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*CLIENT, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def assert_reads_as_coco(path: Path, *, images: int, labels: Counter[str]) -> None:
    coco = COCO(str(path))
    found = Counter(coco.cats[each["category_id"]]["name"] for each in coco.anns.values())
    assert len(coco.imgs) == images
    assert found == labels


def assert_verify_sees_a_changed_byte(folder: Path) -> None:
    picture = next(path for path in sorted((folder / "media").rglob("*")) if path.is_file())
    picture.write_bytes(picture.read_bytes() + b"!")
    done = subprocess.run(
        [*CLIENT, "verify", str(folder)],
        env={**os.environ, "PYTHONPATH": CLIENT_SOURCE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "NOT intact" in done.stdout


def assert_nothing_lost_nothing_doubled(lab: Lab, project: str, material: list[Slide]) -> None:
    """Whatever befell the workers: as the database has it, each image once and what was said about it once."""
    revisions = Counter(content_hash for content_hash, *_ in lab.contents(project))
    version = lab.owner.get(f"/projects/{project}/dataset-versions")["results"][0]["id"]
    assert sorted(revisions.values()) == [1] * (len(material) - 1) + [2]  # one was returned and done again
    assert lab.identity(version) == lab.identity(lab.published(project))
    assert lab.verified(version)["intact"]
    assert lab.left_over() == {}
