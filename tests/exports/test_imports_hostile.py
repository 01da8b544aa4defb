"""An archive made to harm ends its import with a reason, and nothing of it is left anywhere."""

import io
import stat
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from annotation.models import Annotation, Asset, Item
from exports.models import Import, ImportFile, ImportProblem
from labelwright.jobs.models import Job
from tests.exports.imports import boxes_of, packed, png, project_with

pytestmark = pytest.mark.django_db(transaction=True)
VOC = "<annotation><filename>a.png</filename><object><name>&x;</name></object></annotation>"


def with_link():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


HARM = {
    "path-escapes": packed({"ok.png": png(), "../../evil.png": png(1)}),
    "too-compressed": packed({"ok.png": png(), "bomb.png": b"\0" * 64 * 1024**2}),
    "nested-archive": packed({"ok.png": png(), "inner.png": packed({"a.png": png(1)})}),
    "not-a-file": with_link(),
    "disguised-content": packed({"ok.png": png(), "page.jpg": b"<html><script>alert(1)</script>"}),
    "archive-damaged": b"this is no archive",
    "xml-refused": packed(
        {"a.png": png(), "a.xml": f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{VOC}'}
    ),
    "name-clash": packed([("a.png", png()), ("A.png", png(1))]),
}


def client_for(who):
    client = APIClient()
    client.force_login(who.user)
    return client


def upload(client, source, path, content):
    body = {"file": SimpleUploadedFile("blob", content), "path": path}
    return client.post(f"/api/v1/imports/{source}/files", body, format="multipart")


@pytest.mark.parametrize("reason", HARM)
def test_a_poisoned_archive_is_refused_and_leaves_nothing(reason, run_jobs, files):
    project, curator = project_with(boxes_of("x"))
    client = client_for(curator)
    source = client.post(f"/api/v1/projects/{project.pk}/imports", {}, format="json").json()["id"]

    sent = upload(client, source, "data.zip", HARM[reason])
    begun = client.post(f"/api/v1/imports/{source}/start", {}, format="json")
    run_jobs()

    found = client.get(f"/api/v1/imports/{source}").json()
    assert (sent.status_code, begun.status_code) == (201, 202)
    assert (found["state"], found["job"]["state"]) == ("failed", "failed")
    assert found["job"]["error"]["code"] == reason
    assert len(found["job"]["error"]["detail"]) > 20
    assert (found["taken"], found["files"]) == (0, 0)
    for model in (Item, Asset, Annotation, ImportFile, ImportProblem):
        assert not model.objects.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "path", ["../a.png", "/etc/passwd", "a\\b.png", "%2e%2e/a.png", "nul.png", "a\0.png"]
)
def test_a_path_that_leads_out_is_refused_at_the_door(path, files):
    project, curator = project_with(boxes_of("x"))
    client = client_for(curator)
    source = client.post(f"/api/v1/projects/{project.pk}/imports", {}, format="json").json()["id"]

    answer = upload(client, source, path, png())

    assert answer.status_code == 400
    assert not ImportFile.objects.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_an_image_of_another_type_is_refused_alone(run_jobs):
    project, curator = project_with(boxes_of("x"))
    client = client_for(curator)
    source = client.post(f"/api/v1/projects/{project.pk}/imports", {}, format="json").json()["id"]
    upload(client, source, "gif.png", b"GIF89a" + b"\0" * 50)
    upload(client, source, "cut.png", png(3)[:-20])
    upload(client, source, "good.png", png(4))

    client.post(f"/api/v1/imports/{source}/start", {}, format="json")
    run_jobs()

    found = client.get(f"/api/v1/imports/{source}").json()
    problems = client.get(f"/api/v1/imports/{source}/problems").json()["results"]
    assert (found["state"], found["taken"], found["refused"]) == ("done", 1, 2)
    assert {(each["file"], each["code"]) for each in problems} == {
        ("gif.png", "image_type_not_read"),
        ("cut.png", "image_damaged"),
    }
    assert Asset.objects.count() == 1


def test_more_bytes_than_one_file_may_have_are_refused_by_their_announced_length():
    project, curator = project_with(boxes_of("x"))
    client = client_for(curator)
    source = client.post(f"/api/v1/projects/{project.pk}/imports", {}, format="json").json()["id"]

    answer = client.post(
        f"/api/v1/imports/{source}/files",
        b"--x--",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**12),
    )

    assert answer.status_code == 413


def test_a_file_whose_hash_is_another_is_refused(files):
    project, curator = project_with(boxes_of("x"))
    client = client_for(curator)
    source = client.post(f"/api/v1/projects/{project.pk}/imports", {}, format="json").json()["id"]

    body = {"file": SimpleUploadedFile("blob", png()), "path": "a.png", "sha256": "0" * 64}
    answer = client.post(f"/api/v1/imports/{source}/files", body, format="multipart")

    assert answer.json()["type"] == "/problems/upload-cut-off"
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_nobody_else_sees_an_import():
    project, curator = project_with(boxes_of("x"))
    _, stranger = project_with(boxes_of("x"))
    source = client_for(curator).post(f"/api/v1/projects/{project.pk}/imports", {}, format="json").json()

    client = client_for(stranger)

    assert client.get(f"/api/v1/imports/{source['id']}").status_code == 404
    assert client.delete(f"/api/v1/imports/{source['id']}").status_code == 404
    assert upload(client, source["id"], "a.png", png()).status_code == 404
    assert Import.objects.count() == 1
    assert not Job.objects.exists()
