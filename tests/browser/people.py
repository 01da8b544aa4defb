"""People at their browsers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from tests.stack import Stack

DESK = {"width": 1440, "height": 900}

# Chromium writes every answer of 400 and more into the console. These are how the API says "there is none".
EXPECTED_ANSWERS = (
    (404, re.compile(r"/api/v1/projects/[^/]+/(schema|guideline)-draft$")),  # nobody has begun one
)

# A violation that a handler of the page swallows would not reach the console.
REPORT_VIOLATIONS = """
addEventListener('securitypolicyviolation', (event) => {
  console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""

SESSIONS: dict[tuple[str, str], Any] = {}  # cookies


class Person:
    """Somebody with a browser of their own: a cookie jar, a window, and an ear for what the browser complains of."""

    def __init__(
        self, browser: Browser, stack: Stack, name: str, *, is_traced: bool = False, **options: Any
    ) -> None:
        options = {"viewport": DESK, "locale": "en-GB", "accept_downloads": True, **options}
        self.name, self.url = name, stack.url
        self.complaints: list[str] = []
        self.expected = list(EXPECTED_ANSWERS)
        self.context: BrowserContext = browser.new_context(base_url=stack.url, **options)
        self.context.set_default_timeout(20_000)
        if is_traced:
            self.context.tracing.start(screenshots=True, snapshots=True)
        self.context.add_init_script(REPORT_VIOLATIONS)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self._complain(f"error: {error}"))
        self.page.on("console", self._hear)
        self.page.on("response", self._see)

    # ---- what the browser says --------------------------------------------------------------------------
    def _complain(self, words: str) -> None:
        self.complaints.append(f"{self.name} at {self.page.url}: {words}")

    def _hear(self, message: ConsoleMessage) -> None:
        # Answers are judged by `_see`, which knows their status; the console has them without it.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._complain(f"console: {message.text}")

    def _see(self, response: Response) -> None:
        path = response.url.removeprefix(self.url).partition("?")[0]
        if response.status >= 400 and not any(
            response.status == status and pattern.search(path) for status, pattern in self.expected
        ):
            self._complain(f"{response.request.method} {path} was answered with {response.status}")

    def expects(self, status: int, path: str) -> Person:
        """Answers of this status from such paths are part of the story."""
        self.expected.append((status, re.compile(path)))
        return self

    # ---- what they do -----------------------------------------------------------------------------------
    def log_in(self, email: str, password: str) -> Person:
        self.page.goto("/login")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.button("Log in").click()
        expect(self.page).to_have_url(re.compile("/projects"))
        return self

    def is_logged_in(self, email: str, password: str) -> Person:
        """Without the form, and once for each: hashing a password is slow on purpose."""
        key = (self.url, email)
        if key not in SESSIONS:
            # The script's own client, whose answers are not the page's.
            self.context.request.get("/api/v1/session")
            token = next(each["value"] for each in self.context.cookies() if each["name"] == "csrftoken")
            answer = self.context.request.post(
                "/api/v1/session",
                data={"email": email, "password": password},
                headers={"X-CSRFToken": token, "Referer": self.url},
            )
            assert answer.ok, answer.text()
            SESSIONS[key] = self.context.cookies()
        self.context.add_cookies(SESSIONS[key])
        return self

    def button(self, name: str | re.Pattern[str], **options: Any) -> Any:
        return self.page.get_by_role("button", name=name, **options)

    def choose(self, label: str, option: str | re.Pattern[str], *, within: Any = None) -> None:
        """An option of a select."""
        (within or self.page).get_by_role("textbox", name=label, exact=True).click()
        self.page.get_by_role("option", name=option).click()

    def api(self, path: str) -> Any:
        """What the API answers to this person's own session."""
        answer = self.context.request.get(f"/api/v1{path}")
        assert answer.ok, answer.text()
        return json.loads(answer.body())


class People:
    """Everybody in one test."""

    def __init__(self, browser: Browser, *, is_traced: bool) -> None:
        self.browser, self.is_traced = browser, is_traced
        self.all: list[Person] = []

    def arrive(self, stack: Stack, name: str, **options: Any) -> Person:
        """Not logged in yet."""
        person = Person(self.browser, stack, name, is_traced=self.is_traced, **options)
        self.all.append(person)
        return person

    def complaints(self) -> list[str]:
        return [complaint for person in self.all for complaint in person.complaints]

    def close(self, *, keep_in: Path | None) -> None:
        """With `keep_in`: everybody's window as it was and, traced, the whole way there for `playwright show-trace`."""
        for number, person in enumerate(self.all):
            stem = f"{number}-{re.sub(r'[^a-z]+', '-', person.name.lower())}"
            if keep_in:
                person.page.screenshot(path=keep_in / f"{stem}.png")
                if self.is_traced:
                    person.context.tracing.stop(path=keep_in / f"{stem}.zip")
            person.context.close()
        self.all.clear()
