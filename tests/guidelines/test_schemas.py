"""Drafting and publishing label schemas."""

import copy

import pytest

from guidelines.errors import DraftExists, InputChanged, NothingChanged
from guidelines.models import SchemaVersion
from guidelines.schema.errors import SchemaErrors
from guidelines.services import schemas
from guidelines.signals import schema_version_published
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Stale
from tests.factories.guidelines import CELLS, INTENTS, ProjectFactory, SchemaVersionFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def curator(project):
    return member(project, Role.CURATOR)


def drafted(project, curator, document):
    draft = schemas.start_schema_draft(project, by=curator)
    return schemas.save_schema_draft(draft, by=curator, expected=1, document=document)


def test_a_draft_becomes_version_one_and_is_announced(project, curator, django_capture_on_commit_callbacks):
    heard = []
    schema_version_published.connect(
        lambda version_id, **_: heard.append(version_id), weak=False, dispatch_uid="t"
    )
    draft, faults = drafted(project, curator, CELLS)

    with django_capture_on_commit_callbacks(execute=True):
        version = schemas.publish_schema_version(draft, by=curator, expected=2, note="first")

    schema_version_published.disconnect(dispatch_uid="t")
    assert (faults, version.number, version.state) == ([], 1, "published")
    assert len(version.identity) == 64
    assert heard == [version.pk]


def test_an_unfinished_draft_is_kept_with_its_faults_and_not_published(project, curator):
    broken = copy.deepcopy(CELLS)
    broken["fields"][0]["labels"][1]["key"] = "rbc"
    broken["fields"][1]["options"][0]["key"] = "Good One"

    draft, faults = drafted(project, curator, broken)

    assert {fault.pointer for fault in faults} >= {"/fields/0/labels/1/key", "/fields/1/options/0/key"}
    assert draft.document == broken
    with pytest.raises(SchemaErrors):
        schemas.publish_schema_version(draft, by=curator, expected=2, note="")


def test_yaml_that_cannot_be_read_names_its_line_and_changes_nothing(project, curator):
    draft, _ = drafted(project, curator, CELLS)

    with pytest.raises(SchemaErrors) as refusal:
        schemas.save_schema_draft(draft, by=curator, expected=2, yaml="input: image\nfields: [")

    assert refusal.value.errors[0].line is not None
    draft.refresh_from_db()
    assert draft.version == 2


def test_changing_a_colour_keeps_the_identity_and_renaming_does_not(project, curator):
    first, _ = drafted(project, curator, CELLS)
    one = schemas.publish_schema_version(first, by=curator, expected=2, note="")
    cosmetic = copy.deepcopy(one.document)
    cosmetic["fields"][0]["labels"][0]["colour"] = "#123456"
    second, _ = drafted(project, curator, cosmetic)
    two = schemas.publish_schema_version(second, by=curator, expected=2, note="")
    renamed = copy.deepcopy(two.document)
    renamed["fields"][0]["labels"][0]["name"] = "Erythrocyte"
    third, _ = drafted(project, curator, renamed)

    three = schemas.publish_schema_version(third, by=curator, expected=2, note="")

    assert one.identity == two.identity
    assert three.identity != two.identity
    assert [v.number for v in (one, two, three)] == [1, 2, 3]


def test_a_version_that_says_the_same_is_not_published(project, curator):
    first, _ = drafted(project, curator, CELLS)
    schemas.publish_schema_version(first, by=curator, expected=2, note="")
    again = schemas.start_schema_draft(project, by=curator)

    with pytest.raises(NothingChanged):
        schemas.publish_schema_version(again, by=curator, expected=1, note="")


def test_there_is_one_draft_at_a_time(project, curator):
    schemas.start_schema_draft(project, by=curator)

    with pytest.raises(DraftExists):
        schemas.start_schema_draft(project, by=curator)


def test_the_second_of_two_editors_sees_what_the_first_saved(project, curator):
    draft, _ = drafted(project, curator, CELLS)

    with pytest.raises(Stale) as refusal:
        schemas.save_schema_draft(draft, by=curator, expected=1, document={"input": "image", "fields": []})

    assert refusal.value.data["document"]["fields"]
    draft.refresh_from_db()
    assert draft.document["fields"]


def test_the_input_kind_of_a_project_does_not_change(project, curator):
    draft, _ = drafted(project, curator, INTENTS)

    with pytest.raises(InputChanged):
        schemas.publish_schema_version(draft, by=curator, expected=2, note="")


def test_an_annotator_cannot_touch_the_schema(project):
    with pytest.raises(Forbidden):
        schemas.start_schema_draft(project, by=member(project, Role.ANNOTATOR))


def test_an_annotator_reads_published_versions_and_no_drafts(project, client_of):
    version = SchemaVersionFactory(project=project)
    SchemaVersion.objects.create(project=project, document=CELLS, created_by=project.created_by)
    client = client_of(member(project, Role.ANNOTATOR))

    published = client.get(f"/api/v1/schema-versions/{version.pk}")
    draft = client.get(f"/api/v1/projects/{project.pk}/schema-draft")

    assert published.json()["document"] == CELLS
    assert "fields:" in published.json()["yaml"]
    assert draft.status_code == 403


def test_the_whole_way_through_the_api(project, curator, client_of):
    client = client_of(curator)
    base = f"/api/v1/projects/{project.pk}/schema-draft"
    started = client.post(base, {}, format="json")
    saved = client.put(base, {"document": CELLS}, format="json", headers={"If-Match": started["ETag"]})
    unmatched = client.put(base, {"document": CELLS}, format="json")

    published = client.post(
        f"{base}/publish", {"note": "go"}, format="json", headers={"If-Match": saved["ETag"]}
    )

    assert (started.status_code, saved.status_code, unmatched.status_code) == (201, 200, 428)
    assert published.status_code == 201
    assert published.json()["number"] == 1
    assert client.get(base).status_code == 404


def test_a_check_names_every_fault_with_its_line(curator, client_of):
    text = "input: image\nfields:\n- key: cells\n  type: regions\n  labels:\n  - key: A B\n  - key: a\n    colour: red\n"

    answer = client_of(curator).post("/api/v1/schema-checks", {"yaml": text}, format="json").json()

    assert answer["document"] is None
    assert {fault["line"] for fault in answer["errors"]} >= {6, 8}
