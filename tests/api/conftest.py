"""The world is built once for each module of this folder; every request in it is undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings


@pytest.fixture(scope="module", autouse=True)
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The storage lives as long as the world, whose rows point into it."""
    folder = tmp_path_factory.mktemp("files")
    default = {
        **settings.STORAGES["default"],
        "OPTIONS": {**settings.STORAGES["default"]["OPTIONS"], "location": folder},
    }
    with override_settings(STORAGES={**settings.STORAGES, "default": default}, MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, files: Path) -> Iterator[Any]:
    from tests.api.world import build_world

    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)
