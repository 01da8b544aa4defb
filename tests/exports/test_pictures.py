"""Bringing pictures: whatever is sent, only pixels are kept, and nothing else is taken."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from rest_framework.test import APIClient

from exports.images import ImageLimits, Redrawing, redraw_image
from exports.services import pictures
from guidelines.models import Picture, Project
from guidelines.services import pictures as storing
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.exports.test_images import chunk, encoded, exif, picture
from tests.factories.guidelines import ProjectFactory, member

REDRAWING = Redrawing(side=100, lossless_bytes=100_000)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("WEBP",))


# ---- drawing anew ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("isolate", [True, False])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_only_pixels_are_kept(kind: str, isolate: bool):
    more: dict[str, Any] = {} if kind == "GIF" else {"exif": exif(), "xmp": b"<x>SECRET</x>"}
    data = encoded(picture(), kind, comment=b"SECRET", **more) + b"<script>SECRET</script>"

    drawn = redraw_image(data, REDRAWING, isolate=isolate)

    image = opened(drawn.bytes).convert("L")
    assert (drawn.media_type, image.size) == ("image/webp", (40, 20))
    assert image.getpixel((2, 10)) < 10
    assert image.getpixel((37, 10)) > 245
    assert not any(each in drawn.bytes for each in (b"SECRET", b"script", b"EXIF", b"XMP", b"ICCP"))


def test_the_orientation_is_applied_and_forgotten():
    drawn = redraw_image(encoded(picture(), "JPEG", exif=exif(6)), REDRAWING)

    image = opened(drawn.bytes)
    assert (drawn.width, drawn.height) == image.size == (20, 40)
    assert dict(image.getexif()) == {}


def test_a_large_picture_becomes_smaller_and_a_noisy_one_loses_what_nobody_sees():
    noise = Image.effect_noise((400, 200), 90).convert("RGB")

    drawn = redraw_image(encoded(noise, "PNG"), Redrawing(side=200, lossless_bytes=1000))

    assert (drawn.width, drawn.height) == (200, 100)
    assert b"VP8 " in drawn.bytes[:64]
    assert b"VP8L" in redraw_image(encoded(picture(), "PNG"), REDRAWING).bytes[:64]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_pixels_can_be_drawn(mode: str):
    image = Image.new("RGB", (8, 8), "white").convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = Image.new("I;16", (8, 8), 65535)

    drawn = redraw_image(encoded(image, "PNG"), REDRAWING)

    assert opened(drawn.bytes).convert("L").getpixel((4, 4)) > 250


def test_what_is_transparent_stays_so():
    drawn = redraw_image(encoded(Image.new("RGBA", (8, 8), (255, 0, 0, 0)), "PNG"), REDRAWING)

    assert opened(drawn.bytes).convert("RGBA").getpixel((4, 4))[3] == 0


def test_colours_are_those_that_a_browser_shows_and_a_broken_profile_is_none():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(Image.new("RGB", (8, 8), (200, 30, 30)), "PNG", icc_profile=lab)
    broken = encoded(Image.new("RGB", (8, 8), (200, 30, 30)), "PNG", icc_profile=b"profile" * 30)

    told = [opened(redraw_image(each, REDRAWING).bytes).getpixel((4, 4))[0] for each in (data, broken)]

    assert all(abs(each - 200) < 3 for each in told)


# ---- over HTTP ------------------------------------------------------------------------------------------
def send(
    project: Project, who: Principal, content: bytes, name: str = "a.png", kind: str = "image/png"
) -> Any:
    client = APIClient()
    client.force_login(who.user)
    body = {"file": SimpleUploadedFile(name, content, content_type=kind)}
    return client.post(f"/api/v1/projects/{project.pk}/pictures", body, format="multipart")


@pytest.mark.django_db
class TestUpload:
    @pytest.fixture
    def project(self) -> Project:
        return ProjectFactory()

    @pytest.fixture
    def curator(self, project: Project) -> Principal:
        return member(project, Role.CURATOR)

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
    def test_a_picture_is_taken_by_its_content_whatever_it_is_called(
        self, project: Project, curator: Principal, kind: str
    ):
        sent = send(project, curator, encoded(picture(), kind), "page.svg", "image/svg+xml")

        assert sent.status_code == 201
        row = Picture.objects.get()
        assert sent.json() == {"key": row.key, "width": 40, "height": 20, "size": row.size}
        with default_storage.open(row.storage_name) as file:
            assert file.read()[8:12] == b"WEBP"

    @pytest.mark.parametrize(
        ("content", "status", "code"),
        [
            (SVG, 415, "picture-not-taken"),
            (b"<!doctype html><script>alert(1)</script>", 415, "picture-not-taken"),
            (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", 415, "picture-not-taken"),
            (b"\xef\xbb\xbf" + SVG, 415, "picture-not-taken"),
            (b"%PDF-1.7", 415, "picture-not-taken"),
            (b"%!PS-Adobe-3.0 EPSF-3.0", 415, "picture-not-taken"),
            (encoded(picture(), "TIFF"), 415, "picture-not-taken"),
            (encoded(picture(), "BMP"), 415, "picture-not-taken"),
            (moving("GIF"), 415, "picture-not-taken"),
            (moving("WEBP"), 415, "picture-not-taken"),
            (b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)//", 400, "picture-damaged"),
            (encoded(picture(), "PNG")[:-30], 400, "picture-damaged"),
            (encoded(picture(), "JPEG")[:200], 400, "picture-damaged"),
            (
                b"\x89PNG\r\n\x1a\n"
                + chunk(b"IHDR", b"\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0")
                + chunk(b"IDAT", b"x")
                + chunk(b"IEND", b""),
                413,
                "picture-too-large",
            ),
        ],
    )
    def test_what_is_no_picture_is_refused_and_leaves_nothing(
        self, project: Project, curator: Principal, files: Any, content: bytes, status: int, code: str
    ):
        sent = send(project, curator, content)

        assert (sent.status_code, sent.json()["type"]) == (status, f"/problems/{code}")
        assert Picture.objects.count() == 0
        assert [each for each in files.rglob("*") if each.is_file()] == []

    def test_a_picture_that_is_also_a_script_is_a_picture_and_nothing_else(
        self, project: Project, curator: Principal
    ):
        gif = encoded(picture(), "GIF")
        script = (
            gif[:-1] + b"\x21\xfe\x18*/=1;document.write(1)//\0" + gif[-1:] + b"<script>alert(1)</script>"
        )

        sent = send(project, curator, script)

        with default_storage.open(Picture.objects.get().storage_name) as file:
            kept = file.read()
        assert sent.status_code == 201
        assert b"document" not in kept
        assert b"script" not in kept

    def test_too_many_bytes_are_refused_before_they_are_read(self, project: Project, curator: Principal):
        sent = send(project, curator, b"\x89PNG\r\n\x1a\n" + b"\0" * pictures.LIMITS.file_bytes)
        client = APIClient()
        client.force_login(curator.user)
        announced = client.post(
            f"/api/v1/projects/{project.pk}/pictures",
            b"",
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(2**33),
        )

        assert (sent.status_code, announced.status_code) == (413, 413)
        assert sent.json()["type"] == announced.json()["type"] == "/problems/picture-too-large"

    @pytest.mark.parametrize(
        ("role", "status"),
        [
            (Role.CURATOR, 201),
            (Role.ANNOTATOR, 201),
            (Role.REVIEWER, 201),
            (Role.VENDOR_LEAD, 201),
            (Role.QUALITY_MANAGER, 403),
            (Role.MODELER, 403),
        ],
    )
    def test_those_bring_pictures_who_write(self, project: Project, role: Role, status: int):
        assert send(project, member(project, role), encoded(picture(), "PNG")).status_code == status

    def test_the_project_of_others_is_not_there(self, project: Project):
        stranger = member(ProjectFactory(), Role.CURATOR)

        assert send(project, stranger, encoded(picture(), "PNG")).status_code == 404

    def test_a_person_sends_so_many_an_hour_refused_ones_too(
        self, project: Project, curator: Principal, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(storing, "AN_HOUR", 2)
        send(project, curator, SVG)
        send(project, curator, encoded(picture(), "PNG"))

        sent = send(project, curator, encoded(picture(60), "PNG"))

        assert (sent.status_code, sent.json()["type"]) == (429, "/problems/too-many-pictures")
        assert 3500 < int(sent["Retry-After"]) <= 3600
        assert Picture.objects.count() == 1
        assert send(project, member(project, Role.ANNOTATOR), encoded(picture(), "PNG")).status_code == 201

    def test_the_same_picture_again_is_the_same(self, project: Project, curator: Principal):
        first, again = (send(project, curator, encoded(picture(), "PNG")).json() for _ in range(2))

        assert first == again
        assert Picture.objects.count() == 1

    def test_a_picture_that_costs_too_much_does_not_take_the_server_along(
        self, project: Project, curator: Principal, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(pictures, "LIMITS", ImageLimits(memory_bytes=1024**2, wall_seconds=5))

        sent = send(project, curator, encoded(Image.new("RGB", (3000, 3000)), "PNG"))

        assert (sent.status_code, sent.json()["type"]) == (400, "/problems/picture-damaged")
