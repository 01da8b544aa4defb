"""A guideline version as a file: one page that loads and runs nothing, or a PDF; both with the pictures of its examples."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zlib

import pytest
from PIL import Image

from annotation.errors import GuidelineTooLong
from annotation.services.examples.handout import (
    LONGEST_PDF,
    PAGE,
    Telling,
    _printed,
    html_handout,
    pdf_handout,
)
from annotation.services.items import delete_item
from guidelines.models import GuidelineVersion, Picture
from labelwright.accounts.roles import Role
from tests.annotation.test_api import Browser
from tests.annotation.test_examples import labelled, pick, publish, with_bytes
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import ProjectFactory, member
from tests.factories.pictures import brought, shown
from tests.factories.work import Work, image_work
from tests.markdown import HOSTILE

pytestmark = pytest.mark.django_db
ENGLISH = Telling("en", str)
TEXT = "# Cells 세포 {#overview}\n\n赤血球を囲む. **Always**.\n\n{example: rbc-1 | wrong | <b>적혈구</b> two}\n\n## Next {#rbc}\n"


def with_example(text: str = TEXT) -> tuple[Work, GuidelineVersion]:
    work = image_work()
    with_bytes(work.items[0])
    pick(work, annotation=labelled(work).pk, region="r1")
    return work, publish(work, text)


def test_the_page_holds_the_picture_the_words_and_what_the_version_is():
    work, version = with_example()

    page = html_handout(version, telling=ENGLISH).decode()

    (picture,) = re.findall(r'<img src="data:image/webp;base64,([^"]+)"', page)
    assert max(Image.open(io.BytesIO(base64.b64decode(picture))).size) == 640
    assert "× Wrong" in page
    assert "&lt;b&gt;적혈구&lt;/b&gt; two" in page
    assert '<h1 id="section-overview">Cells 세포</h1>' in page
    assert f"<title>{work.project.name}: guideline</title>" in page
    assert f"Version {version.number} · " in page
    assert "Rule change" in page
    assert "New." in page


def test_the_page_loads_and_runs_nothing():
    _, version = with_example(
        "\n\n".join(["# A {#a}", *(each for each in HOSTILE if len(each) < 500 and "{example" not in each)])
    )

    page = html_handout(version, telling=ENGLISH).decode()

    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert policy
    assert style
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy.group(1)
    assert policy.group(1).startswith("default-src 'none'; img-src data:;")
    body = page.split("<main>")[1].lower()
    assert not re.search(r"<(script|img|svg|iframe|style|details|math|link)\b", body)
    assert not re.search(r'href="(javascript|data|vbscript)', body)


def test_the_same_version_gives_the_same_bytes():
    _, version = with_example()

    assert html_handout(version, telling=ENGLISH) == html_handout(version, telling=ENGLISH)


def test_a_pdf_has_hangul_and_kana_and_the_picture():
    _, version = with_example()

    pdf = pdf_handout(version, telling=ENGLISH)

    assert pdf.startswith(b"%PDF-")
    assert b"/Subtype /Image" in pdf
    streams = [_inflated(each) for each in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)]
    unicode_maps = b"".join(each for each in streams if b"beginbfchar" in each or b"beginbfrange" in each)
    for sign in "세포적혈구赤血球をむ":
        assert f"{ord(sign):04X}".encode() in unicode_maps.upper()


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_a_guideline_that_is_too_long_for_a_pdf_is_refused():
    work = image_work()
    version = publish(work, "# A {#a}\n\n" + "x " * LONGEST_PDF)

    with pytest.raises(GuidelineTooLong):
        pdf_handout(version, telling=ENGLISH)


def test_a_file_says_that_an_item_is_gone():
    work = image_work()
    with_bytes(work.items[0])
    pick(work, item=work.items[0].pk)
    version = publish(work, "# A {#a}\n\n{example: item-1 | right | Pale.}\n")
    delete_item(work.items[0], by=work.curator)

    page = html_handout(version, telling=ENGLISH).decode()

    assert "The item of this example was deleted." in page
    assert "Pale." in page
    assert "data:image" not in page.split("<main>")[1]


@pytest.mark.parametrize(
    ("kind", "media_type"), [("html", "application/octet-stream"), ("pdf", "application/pdf")]
)
def test_everybody_who_reads_the_version_may_take_it_along_and_nobody_else(kind, media_type):
    work, version = with_example()
    reader = work.annotator(vendor=VendorFactory(organisation=work.project.organisation))
    stranger = member(ProjectFactory(), Role.CURATOR)
    path = f"/guideline-versions/{version.pk}/{kind}"

    answer = Browser(reader).get(path)

    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert Browser(stranger).get(path).status_code == 404


def test_the_words_of_the_file_are_in_the_readers_language():
    work, version = with_example()

    answer = Browser(work.curator).get(f"/guideline-versions/{version.pk}/html", Accept_Language="ko")

    assert '<html lang="ko">' in answer.content.decode()
    assert "틀림" in answer.content.decode()


def with_picture() -> tuple[GuidelineVersion, str]:
    """A version with a picture between words, in a list and in a table, and one that is not there."""
    work = image_work()
    picture = brought(work.project, work.curator)
    here = shown(picture, 'two <b>"red"</b> cells')
    text = f"# Cells {{#overview}}\n\nBefore {here} behind.\n\n- {here}\n\n| a |\n| --- |\n| {here} |\n"
    return publish(work, text), picture.key


def test_the_page_holds_the_pictures_of_the_text_and_names_no_address():
    version, key = with_picture()

    page = html_handout(version, telling=ENGLISH).decode()

    found = re.findall(r'<img src="data:image/webp;base64,([^"]+)" alt="([^"]*)" width="30">', page)
    assert len(found) == 3
    assert {words for _, words in found} == {"two &lt;b&gt;&quot;red&quot;&lt;/b&gt; cells"}
    assert Image.open(io.BytesIO(base64.b64decode(found[0][0]))).size == (30, 20)
    assert key not in page
    assert "data-picture" not in page


def test_a_pdf_holds_the_pictures_of_the_text():
    version, _ = with_picture()

    pdf = pdf_handout(version, telling=ENGLISH)

    assert pdf.count(b"/Subtype /Image") >= 1


def test_a_version_from_before_that_names_a_picture_says_that_it_is_not_there():
    work = image_work()
    version = GuidelineVersion(project=work.project, number=9, published_at=work.guideline.published_at)
    version.markdown = "![the edge](picture:aaaaaaaaaaaaaaaa)"

    page = html_handout(version, telling=ENGLISH).decode()

    assert "<em>This picture is not there. the edge</em>" in page


@pytest.mark.parametrize(
    ("width", "height", "printed"), [(1600, 900, 480), (600, 300, 300), (400, 1600, 160), (1, 1, 1)]
)
def test_a_picture_fits_onto_the_page_of_a_pdf(width: int, height: int, printed: int):
    assert _printed(Picture(width=width, height=height), *PAGE) == printed
