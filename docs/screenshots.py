"""`make screenshots`: the pictures of docs/images, taken from an installation of its own with the demo."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright  # noqa: E402

from labelwright.config.demo.people import DOMAIN, PEOPLE  # noqa: E402
from tests.stack import Stack  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SIZE: ViewportSize = {"width": 1440, "height": 900}
ANNOTATORS = [
    person.email.partition("@")[0] for person in PEOPLE if "annotator" in person.projects.get("cells", ())
]
PICTURES = {
    # name: (who: the first with returned work, else the last; path; what must be there)
    "labelling": (ANNOTATORS, "/projects/blood-cells/label", "[role=tree] [aria-level='2']"),
    "overview": (["curator"], "/projects/blood-cells/overview", "main h2"),
    "schema": (["curator"], "/projects/blood-cells/schema", "main h2"),
}


def main() -> None:
    chromium = os.environ.get("LABELWRIGHT_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no Chromium on this machine (Debian: apt-get install chromium).")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder))
        try:
            stack.start()
            stack.seed_demo()
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, (who, path, wanted) in PICTURES.items():
                page = _log_in_first(browser, stack, who)
                _take(page, stack.url + path, wanted, IMAGES / f"{name}.webp")
            browser.close()
        finally:
            stack.stop()


def _log_in_first(browser: Browser, stack: Stack, people: list[str]) -> Page:
    """Somebody with returned work, which has regions to show; who that is differs from one seeding to the next."""
    for who in people:
        page = browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce").new_page()
        _log_in(page, stack, who)
        projects = page.request.get(f"{stack.url}/api/v1/projects").json()["results"]
        project = next(each["id"] for each in projects if each["slug"] == "blood-cells")
        work = page.request.get(f"{stack.url}/api/v1/projects/{project}/work")
        if work.ok and work.json()["returned"]:
            break
    return page


def _log_in(page: Page, stack: Stack, who: str) -> None:
    page.goto(f"{stack.url}/login")
    page.get_by_label("E-mail").fill(f"{who}@{DOMAIN}")
    page.get_by_label("Password").fill(stack.demo_password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    page.wait_for_url("**/projects**")
    page.get_by_role("button").filter(has=page.locator(".tabler-icon-language")).click()
    page.get_by_role("menuitem", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def _take(page: Page, url: str, wanted: str, path: Path) -> None:
    page.goto(url)
    expect(page.locator(wanted).first).to_be_visible()
    expect(page.locator("[class*=Skeleton], [aria-busy=true]")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.mouse.move(0, 0)
    with Image.open(io.BytesIO(page.screenshot())) as image:
        image.convert("RGB").save(path, quality=90, method=6)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
