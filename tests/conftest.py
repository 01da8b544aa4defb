"""What every test can use. Nothing is mocked that can be real: database, files and workers are."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Before Django reads its settings: tests never write beside the project.
os.environ.setdefault("LABELWRIGHT_DATA", tempfile.mkdtemp(prefix="labelwright-test-"))
os.environ.setdefault("LABELWRIGHT_EVENT_STREAM_SECONDS", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's own thread

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import settings as hypothesis_settings

# A file, not memory: several threads write to it as several processes do to the real one. Set here and not through
# the environment, because pytest-django reads the settings before this file.
if django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    django_settings.DATABASES["default"]["TEST"]["NAME"] = (
        Path(tempfile.mkdtemp(prefix="labelwright-test-")) / "test.sqlite3"
    )

hypothesis_settings.register_profile("default", deadline=None)
hypothesis_settings.load_profile("default")


def shared_data() -> Path | None:
    """The folder of real data sets, when this checkout has one beside or above it.

    LABELWRIGHT_SHARED_DATA names another; set to nothing, the tests do as where there is none.
    """
    named = os.environ.get("LABELWRIGHT_SHARED_DATA")
    if named is not None:
        return Path(named) if named else None
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared" / "data").is_dir():
            return folder / "shared" / "data"
    return None


NEEDS_DATABASE = frozenset({"db", "transactional_db", "client", "live_server", "services"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What knows no database has the same outcome beside each of them: it runs once."""
    for item in items:
        marked = any(item.get_closest_marker(name) for name in ("django_db", "services", "browser"))
        if not marked and NEEDS_DATABASE.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.embedded)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The real data sets; a test that needs them says in one line that it was not run where they are absent."""
    folder = shared_data()
    if folder is None:
        pytest.skip("not run: the real data sets (shared/data) are not here")
    return folder


@pytest.fixture(scope="session")
def services() -> dict[str, str]:
    """Where PostgreSQL and Redis are, for installations of real processes."""
    names = {"database_url": "LABELWRIGHT_DATABASE_URL", "redis_url": "LABELWRIGHT_REDIS_URL"}
    found = {key: os.environ.get(name, "") for key, name in names.items()}
    if not all(found.values()):
        pytest.skip(f"not run: no PostgreSQL and Redis ({' and '.join(names.values())})")
    return found


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """A storage of its own for each test."""
    folder = tmp_path / "files"
    storages = {**settings.STORAGES}
    storages["default"] = {
        **storages["default"],
        "OPTIONS": {**storages["default"]["OPTIONS"], "location": folder},
    }
    settings.STORAGES = storages
    settings.MEDIA_ROOT = folder
    return folder


@pytest.fixture(autouse=True, scope="session")
def _frozen_rows_can_be_flushed() -> Iterator[None]:
    """Emptying the tables after a test with real transactions is the one thing that the triggers must let through.

    For the whole session: the database fixture of a test ends after any fixture of the test that we could write.
    """
    from django.db.backends.base.operations import BaseDatabaseOperations

    original = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        if self.connection.vendor != "sqlite":
            original(self, sql_list)
            return
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            original(self, sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = original  # type: ignore[method-assign]


@pytest.fixture
def run_jobs() -> Any:
    """Carry out every waiting job in this process, as a worker would, until none is left; gives how many ran."""
    from labelwright.jobs.models import Job, JobState
    from labelwright.jobs.runner import run_job

    def run() -> int:
        ran = 0
        while (job := Job.objects.filter(state=JobState.QUEUED).order_by("id").first()) is not None:
            run_job(job.pk)
            ran += 1
        return ran

    return run


@pytest.fixture
def on_postgresql() -> bool:
    return connection.vendor == "postgresql"
