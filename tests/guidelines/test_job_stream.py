"""The stream of a project's jobs: who may no longer see them stops seeing them while it is open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.test import RequestFactory

from guidelines.api.jobs import stream
from guidelines.models import Project, ProjectMember
from labelwright.accounts.models import User
from labelwright.accounts.roles import Role
from labelwright.accounts.services.sessions import end_sessions
from labelwright.accounts.session_store import SessionStore
from tests.api.world import session_headers
from tests.factories.guidelines import ProjectFactory, member

pytestmark = pytest.mark.django_db


def nothing(user: User, project: Project) -> None:
    pass


def sessions_ended(user: User, project: Project) -> None:
    end_sessions(user)


def person_deactivated(user: User, project: Project) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def role_taken(user: User, project: Project) -> None:
    ProjectMember.objects.filter(project=project, membership__user=user).delete()


@pytest.mark.parametrize(
    ("what", "goes_on"),
    [(nothing, True), (sessions_ended, False), (person_deactivated, False), (role_taken, False)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_an_open_stream_ends_when_access_does(what: Callable[[User, Project], None], goes_on: bool, settings):
    settings.EVENT_STREAM_SECONDS = 60
    project = ProjectFactory()
    user = member(project, Role.CURATOR).user

    first, second = async_to_sync(_two_looks)(user, project, what)

    assert first.startswith(b"event: jobs")
    assert (second is not None) is goes_on


async def _two_looks(user: User, project: Project, between: Callable[[User, Project], None]):
    request = RequestFactory().get("/")
    request.session, request.user = await sync_to_async(_session_of)(user), user
    looks = (await stream(request, project.pk)).streaming_content
    first = await anext(looks)
    await sync_to_async(between)(user, project)
    return first, await anext(looks, None)


def _session_of(user: User) -> SessionStore:
    cookies = dict(pair.split("=") for pair in session_headers(user)["Cookie"].split("; "))
    return SessionStore(cookies[settings.SESSION_COOKIE_NAME])
