"""Attacks that have no better place; docs/security-tests.md says where the others are."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from django.conf import settings
from kombu.exceptions import ContentDisallowed
from kombu.serialization import loads
from structlog.testing import capture_logs

from labelwright.accounts.roles import Role
from labelwright.config.celery import app
from tests.factories.accounts import token_for
from tests.factories.guidelines import ProjectFactory, member
from tests.http import Browser


class Payload:
    """Unpickled, it leaves a trace."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.trace),)


def test_a_pickle_on_the_broker_is_never_opened(tmp_path: Path):
    trace = tmp_path / "trace"
    message = pickle.dumps(Payload(trace))

    with pytest.raises(ContentDisallowed):
        loads(message, "application/x-python-serialize", "binary", accept=app.conf.accept_content)

    assert not trace.exists()
    assert (app.conf.accept_content, app.conf.result_accept_content) == (["json"], ["json"])
    assert app.conf.result_backend is None


@pytest.mark.django_db
def test_no_secret_that_a_request_carries_reaches_the_log():
    project = ProjectFactory()
    curator = member(project, Role.CURATOR)
    _, secret = token_for(curator.user, project.organisation, "write")
    browser = Browser(curator.user)
    session = browser.session_key

    with capture_logs() as lines:
        browser.get(f"/projects/{project.pk}?token={secret}")
        browser.get(f"/projects/{project.pk}?token={secret}", Authorization=f"Bearer {secret}x")
        browser.get("/projects", Authorization=f"Bearer {secret}")

    told = str(lines)
    assert len([line for line in lines if line["event"] == "request"]) == 3
    assert secret[-20:] not in told
    assert session not in told


@pytest.mark.django_db
def test_a_line_break_in_an_address_makes_no_second_line():
    browser = Browser()

    with capture_logs() as lines:
        browser.get("/projects?q=%0d%0a%1b[31mforged", User_Agent="x")

    [line] = [line for line in lines if line["event"] == "request"]
    assert not {"\r", "\n", "\x1b"} & set(line["request"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/static/..%2fmanage.py",
        "/static../manage.py",
        "/static/..%5cmanage.py",
        "//etc/passwd",
        "/.git/HEAD",
        "/.env",
        "/media/../manage.py",
        "/manage.py",
    ],
)
def test_no_file_of_the_server_is_served(path: str, client):
    answer = client.get(path)

    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"DJANGO_SETTINGS_MODULE" not in body
    assert b"root:" not in body
    assert b"ref: " not in body
    assert settings.SECRET_KEY.encode() not in body
