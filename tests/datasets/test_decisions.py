"""Decisions in a version: which, in which words, by nobody, and the same bytes for the same content."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
import pytest
from labelwright_client import Client, verify

from annotation.models import Annotation, Thread
from annotation.queries.threads import reader_in
from annotation.services.threads.curate import merge_thread, publish_thread, reopen_thread, withdraw_thread
from datasets.contents.decisions import (
    OUTCOMES,
    About,
    Change,
    Decision,
    DecisionTally,
    Holdings,
    line,
)
from datasets.models import DatasetFile, DatasetVersion
from datasets.queries.lenses import ready_lens
from datasets.services import decisions as service
from datasets.services.lens.ask import request_lens
from datasets.services.publish import Publish
from datasets.services.verify import verify_now
from guidelines.models import GuidelineVersion
from guidelines.schema.parse import parse_document
from labelwright.accounts.roles import Role
from labelwright.jobs.models import Job
from labelwright.jobs.runner import run_job
from tests.annotation.test_schema_migration import MERGE, region
from tests.datasets.slides import Slides, finish
from tests.datasets.test_api import Caller
from tests.factories.accounts import token_for
from tests.factories.datasets import BOX, bytes_of, labelled_images, labelled_texts, publish
from tests.factories.guidelines import CELLS, member
from tests.factories.threads import answered, of_vendor, published, work_on
from tests.factories.work import Work, take

NAME = "decisions.jsonl"
DECISION = Decision(
    id="0194",
    about=About(field="cells", label="rbc"),
    question="At the *border*?",
    answer="적혈구 counts.",
    outcome="clarify_guideline",
    guideline=(Change(version=2, section="rbc"),),
    published_at="2026-11-20T09:30:00+00:00",
)


# ---- a line, and what concerns a version ----------------------------------------------------------------
def test_a_line_is_canonical_json_and_ends_there():
    assert line(DECISION).decode() == (
        '{"about":{"field":"cells","item":null,"label":"rbc","region":null,"section":null},'
        '"answer":"적혈구 counts.","guideline":[{"section":"rbc","version":2}],"id":"0194",'
        '"outcome":"clarify_guideline","published_at":"2026-11-20T09:30:00+00:00","question":"At the *border*?"}\n'
    )


@pytest.mark.parametrize(
    ("about", "is_held"),
    [
        (About(field="cells", label="rbc"), True),
        (About(label="good"), True),
        (About(field="focus", label="rbc"), False),
        (About(label="gone"), False),
        (About(field="cells"), True),
        (About(field="gone"), False),
        (About(field="cells", label="gone"), False),
        (About(section="rules"), True),
        (About(section="gone"), False),
        (About(label="gone", section="rules"), True),
    ],
)
def test_a_question_concerns_a_version_that_has_its_label_field_or_section(about, is_held):
    holdings = Holdings(parse_document(CELLS), frozenset({"rules"}))

    assert holdings.concerned_by(about) is is_held


def test_the_summary_names_every_outcome_and_the_labels_asked_about_most_first():
    schema, tally = parse_document(CELLS), DecisionTally()
    for label in (("cells", "wbc"), ("focus", "good"), ("cells", "wbc"), None):
        tally.add(DECISION, label)

    told = tally.summary(schema, sha256="f" * 64, size=7)

    assert told["count"] == 4
    assert told["outcomes"] == {**dict.fromkeys(OUTCOMES, 0), "clarify_guideline": 4}
    assert [(each["label"], each["name"], each["count"]) for each in told["labels"]] == [
        ("wbc", "WBC", 2),
        ("good", "good", 1),
    ]


# ---- what is in a version -------------------------------------------------------------------------------
@pytest.fixture
def work(db: Any) -> Work:
    return work_on(labelled_texts(6, slug="texts"))


def released(work: Work) -> DatasetVersion:
    return finish(publish(work.project, work.curator))


def decisions_in(version: DatasetVersion) -> list[dict[str, Any]]:
    content = bytes_of(version).get(NAME, b"")
    assert content == b"" or content.endswith(b"\n")
    return [orjson.loads(each) for each in content.splitlines()]


def test_published_answers_are_in_the_version_in_the_order_of_their_ids(work):
    who = of_vendor(work, "canary")
    late = answered(work, who, field="intent", label="order", resolution="wont_change")
    published(
        work,
        who,
        question="Is *hi* a greeting?",
        answer="Yes, **hi** is.",
        field="intent",
        label="greet",
        section="rbc",
        resolution="as_written",
    )
    publish_thread(late.pk, by=work.curator, question="Which order?", answer="Any.")
    published(work, who, question="May I skip?", answer="You may.")

    told = decisions_in(released(work))

    assert [each["id"] for each in told] == sorted(
        str(each) for each in Thread.objects.values_list("public_id", flat=True)
    )
    assert [(each["question"], each["answer"], each["outcome"]) for each in told] == [
        ("Is *hi* a greeting?", "Yes, **hi** is.", "as_written"),
        ("Which order?", "Any.", "wont_change"),
        ("May I skip?", "You may.", "answered"),
    ]
    assert told[0]["about"] == {
        "field": "intent",
        "item": None,
        "label": "greet",
        "region": None,
        "section": "rbc",
    }


def test_the_file_is_listed_counted_and_on_the_card(work):
    published(work, of_vendor(work, "canary"), question="Hi?", answer="Yes.", field="intent", label="greet")

    version = released(work)

    content = bytes_of(version)
    manifest = orjson.loads(content["manifest.json"])
    sha256 = hashlib.sha256(content[NAME]).hexdigest()
    entry = next(each for each in manifest["files"] if each["path"] == NAME)
    told = manifest["lineage"]["decisions"]
    assert entry == {
        "path": NAME,
        "sha256": sha256,
        "size": len(content[NAME]),
        "media_type": "application/x-ndjson",
    }
    assert (told["sha256"], told["size"], told["count"]) == (sha256, len(content[NAME]), 1)
    assert told["labels"] == [{"field": "intent", "label": "greet", "name": "greet", "count": 1}]
    assert version.lineage == manifest["lineage"]
    card = content["README.md"].decode()
    assert "## Decisions\n\nPublished answers about what is in this version: 1." in card
    assert "| intent | greet | greet | 1 |" in card
    assert f"- `{NAME}`: " in card


def test_nobody_and_nothing_of_the_work_is_in_any_file(work):
    who = of_vendor(work, "canary")
    work.batch(who, name="canary batch")
    lease = take(who, work)[0]
    thread = published(
        work, who, question="Hi?", answer="Yes.", assignment=lease.pk, field="intent", label="greet"
    )
    answered(work, who, "canary: an unpublished question", "canary: an unpublished answer")

    content = bytes_of(released(work))

    whole = b"".join(content[path] for path in (NAME, "README.md", "manifest.json"))
    (told,) = [orjson.loads(each) for each in content[NAME].splitlines()]
    assert b"canary" not in whole
    assert str(thread.pk).encode() not in whole
    for person in (who, work.curator):
        assert person.user.pseudonym.encode() not in whole
        assert str(person.user.pk).encode() not in whole
    assert set(told) == {"id", "about", "question", "answer", "outcome", "guideline", "published_at"}


def test_drafts_open_reopened_withdrawn_and_private_questions_stay_inside(work):
    who = of_vendor(work, "canary")
    about = {"field": "intent", "label": "greet"}
    published(work, who, question="This one?", answer="Stays.", **about)
    answered(work, who, **about)
    reopened = published(work, who, question="Reopened?", answer="No longer.", **about)
    reopen_thread(reopened.pk, reader=reader_in(work.curator, work.project))
    withdrawn = published(work, who, question="Withdrawn?", answer="No longer.", **about)
    withdraw_thread(withdrawn.pk, by=work.curator)

    told = decisions_in(released(work))

    assert [each["question"] for each in told] == ["This one?"]


def test_an_item_and_its_region_are_named_only_where_the_version_holds_the_item(db):
    work = work_on(labelled_images(2))
    who = of_vendor(work, "canary")
    work.batch(who)
    held, left_out = take(who, work, count=2)
    Annotation.objects.filter(item=left_out.task.item_id).update(state="returned")
    about = {
        "field": "cells",
        "region": BOX["cells"]["regions"][0],
        "schema_version": work.schema.pk,
    }
    published(work, who, question="Held?", answer="Yes.", assignment=held.pk, **about)
    published(work, who, question="Label?", answer="Yes.", assignment=left_out.pk, **about)
    published(work, who, question="Only the item?", answer="Yes.", assignment=left_out.pk)

    told = {each["question"]: each["about"] for each in decisions_in(released(work))}

    assert told == {
        "Held?": {
            "item": str(held.task.item_id),
            "region": "a",
            "field": "cells",
            "label": "rbc",
            "section": None,
        },
        "Label?": {"item": None, "region": None, "field": "cells", "label": "rbc", "section": None},
    }


@pytest.mark.django_db(transaction=True)
def test_an_item_of_which_nothing_fits_the_schema_is_not_held():
    slides = Slides()
    held = slides.says(region("a", "rbc"))
    unfit = slides.says(region("a", "platelet"), region("a", "platelet"))
    slides.apply(MERGE)
    work = work_on(slides.project)
    published(work, work.curator, question="Held?", answer="Yes.", item=held.item_id)
    published(work, work.curator, question="Unfit?", answer="Yes.", item=unfit.item_id)

    version = slides.publish()

    assert version.counts["items"] == 1
    assert [each["question"] for each in decisions_in(version)] == ["Held?"]


def test_the_published_guideline_version_that_took_it_up_is_named_and_a_draft_is_not(work):
    who = of_vendor(work, "canary")
    how = {"field": "intent", "label": "greet", "section": "rbc", "resolution": "clarify_guideline"}
    published(work, who, question="First?", answer="Yes.", **how)
    GuidelineVersion.objects.filter(project=work.project, state="draft").update(
        state="published",
        number=2,
        published_at=work.guideline.published_at,
        published_by=work.curator.user,
    )
    published(work, who, question="Second?", answer="Yes.", **how)

    told = decisions_in(released(work))

    assert [each["guideline"] for each in told] == [[{"section": "rbc", "version": 2}], []]


# ---- the same bytes -------------------------------------------------------------------------------------
def test_the_same_decisions_are_the_same_version(work):
    published(work, of_vendor(work, "canary"), question="Hi?", answer="Yes.", field="intent", label="greet")

    one, other = released(work), released(work)

    assert one.manifest_sha256 == other.manifest_sha256
    assert bytes_of(one) == bytes_of(other)


def test_few_at_once_are_the_same_bytes_as_all(work, monkeypatch):
    who = of_vendor(work, "canary")
    for number in range(5):
        published(work, who, question=f"Number {number}?", answer="Yes.")
    whole = released(work)
    monkeypatch.setattr(service, "AT_ONCE", 2)

    assert released(work).manifest_sha256 == whole.manifest_sha256


def test_how_many_queries_it_takes_does_not_grow_with_the_decisions(work, django_assert_max_num_queries):
    who = of_vendor(work, "canary")
    for number in range(12):
        published(work, who, question=f"Number {number}?", answer="Yes.", field="intent", label="greet")
    version = publish(work.project, work.curator)
    run_job(version.job_id, slice_seconds=0)  # frozen

    with django_assert_max_num_queries(6):
        told = service.write_decisions(version)

    assert told is not None
    assert told["count"] == 12


def test_a_step_that_was_cut_off_writes_the_same_again(work, monkeypatch):
    published(work, of_vendor(work, "canary"), question="Hi?", answer="Yes.", field="intent", label="greet")
    whole = released(work)
    version = publish(work.project, work.curator)
    run_job(version.job_id, slice_seconds=0)
    job = Job.objects.get(pk=version.job_id)
    seen = DatasetFile.objects.filter(version=version).count()

    while not Job.objects.get(pk=job.pk).ended:
        run_job(version.job_id, slice_seconds=0)

    version.refresh_from_db()
    assert seen == 0
    assert version.manifest_sha256 == whole.manifest_sha256


def test_what_changes_afterwards_changes_no_version(work):
    who = of_vendor(work, "canary")
    thread = published(work, who, question="Hi?", answer="Yes.", field="intent", label="greet")
    version = released(work)
    before = bytes_of(version)

    publish_thread(thread.pk, by=work.curator, question="Hi?", answer="No, on second thought.")
    later = released(work)

    assert bytes_of(version) == before
    assert verify_now(version)["intact"]
    assert decisions_in(later)[0]["answer"] == "No, on second thought."
    assert later.manifest_sha256 != version.manifest_sha256


def test_a_version_without_decisions_has_no_such_file_and_stays_valid(work):
    old = released(work)
    published(work, of_vendor(work, "canary"), question="Hi?", answer="Yes.", field="intent", label="greet")

    new = released(work)

    content = bytes_of(old)
    assert NAME not in content
    assert "decisions" not in orjson.loads(content["manifest.json"])["lineage"]
    assert "ecision" not in content["README.md"].decode()
    assert verify_now(old)["intact"]
    assert verify_now(new)["intact"]
    assert old.manifest_sha256 != new.manifest_sha256


def test_a_changed_byte_of_the_file_is_found(work, files):
    published(work, of_vendor(work, "canary"), question="Hi?", answer="Yes.", field="intent", label="greet")
    version = released(work)
    file = version.files.get(path=NAME)
    path = files / file.storage_name
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"Yes.", b"No!!"))

    report = verify_now(version)

    assert [each["path"] for each in report["differs"]] == [NAME]


def test_a_failed_publication_leaves_no_decisions_behind(work, files, monkeypatch):
    published(work, of_vendor(work, "canary"), question="Hi?", answer="Yes.", field="intent", label="greet")
    monkeypatch.setattr(Publish, "finish", lambda *a: 1 / 0)

    version = released(work)

    assert version.state == "failed"
    assert not version.files.exists()
    assert not [path for path in files.rglob("*") if path.is_file() and b"Hi?" in path.read_bytes()]


def test_a_merged_question_that_was_published_stands_for_itself(work):
    who = of_vendor(work, "canary")
    about = {"field": "intent", "label": "greet"}
    one = published(work, who, question="One?", answer="Yes.", **about)
    other = published(work, of_vendor(work, "other"), question="Other?", answer="Yes.", **about)
    merge_thread(other.pk, by=work.curator, into_id=one.pk)

    assert [each["question"] for each in decisions_in(released(work))] == ["One?", "Other?"]


# ---- under another schema, over the API, with the client ------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_lens_carries_the_decisions_as_they_are():
    slides = Slides()
    slides.says(region("a", "platelet"), region("b", "rbc"))
    work = work_on(slides.project)
    published(work, work.curator, question="A clot?", answer="No.", field="cells", label="platelet")
    version = slides.publish()
    slides.apply(MERGE)

    lens, _ = request_lens(version, by=slides.curator, as_schema=2)
    assert lens.written is not None
    while not Job.objects.get(pk=lens.written.job_id).ended:
        run_job(lens.written.job_id)

    ready = ready_lens(version, 2)
    assert ready is not None
    file = ready.files.get(path=NAME)
    assert file.sha256 == version.files.get(path=NAME).sha256


def test_the_api_tells_the_summary_and_serves_the_file(work):
    published(work, of_vendor(work, "canary"), question="Hi?", answer="Yes.", field="intent", label="greet")
    version = released(work)
    modeler = Caller(work.project, Role.MODELER, f"dataset:read:{work.project.pk}")

    told = modeler.get(f"/dataset-versions/{version.pk}").json()["decisions"]
    path = f"/dataset-versions/{version.pk}/files/{told['sha256']}"
    whole = modeler.get(path)
    part = modeler.get(path, Range="bytes=0-9")
    known = modeler.get(path, If_None_Match=whole["ETag"])

    content = b"".join(whole.streaming_content)
    assert (told["count"], told["outcomes"]["answered"]) == (1, 1)
    assert content == bytes_of(version)[NAME]
    assert whole["Content-Type"].startswith("application/x-ndjson")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, content[:10])
    assert known.status_code == 304


@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER, Role.VENDOR_LEAD])
def test_who_may_not_pull_gets_no_decisions(work, role):
    published(work, of_vendor(work, "canary"), question="Hi?", answer="Yes.", field="intent", label="greet")
    version = released(work)
    sha256 = version.files.get(path=NAME).sha256
    caller = Caller(work.project, role, "read", "dataset:read")

    assert caller.get(f"/dataset-versions/{version.pk}").status_code == 404
    assert caller.get(f"/dataset-versions/{version.pk}/files/{sha256}").status_code == 404


@pytest.mark.parametrize("has_decisions", [True, False])
def test_a_version_without_decisions_tells_none(work, has_decisions):
    if has_decisions:
        published(work, work.curator, question="Hi?", answer="Yes.", field="intent", label="greet")
    version = released(work)

    told = Caller(work.project, Role.CURATOR).get(f"/dataset-versions/{version.pk}").json()

    assert (told["decisions"] is not None) is has_decisions


@pytest.mark.django_db(transaction=True)
def test_a_pull_brings_the_decisions_and_the_client_reads_them(live_server, tmp_path, files):
    work = work_on(labelled_texts(3, slug="texts"))
    old = released(work)
    published(
        work, work.curator, question="Hi?\nAnd hello?", answer="예, *yes*.", field="intent", label="greet"
    )
    new = released(work)
    who = member(work.project, Role.MODELER)
    _, secret = token_for(who.user, work.project.organisation, f"dataset:read:{work.project.pk}")

    with Client(live_server.url, secret) as client:
        before = client.pull(f"texts@{old.number}", to=tmp_path / "old")
        after = client.pull(f"texts@{new.number}", to=tmp_path / "new")

    assert list(before.decisions()) == []
    (told,) = after.decisions()
    assert (told["question"], told["answer"]) == ("Hi?\nAnd hello?", "예, *yes*.")
    assert verify(tmp_path / "old", identity=old.manifest_sha256).intact
    assert verify(tmp_path / "new", identity=new.manifest_sha256).intact
    (tmp_path / "new" / NAME).write_bytes(b"{}\n")
    assert verify(tmp_path / "new").wrong == [NAME]
