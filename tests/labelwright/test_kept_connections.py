"""A connection to PostgreSQL is kept from request to request, and the server may end it in between."""

from __future__ import annotations

import select

import pytest
from django.db import OperationalError, connection

from tests.stack import wait_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite is no server"),
]


def next_request() -> int:
    """What the first query of another request answers, and where it was asked: the server's process."""
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def from_outside(sql: str, pid: int) -> str:
    """What another connection is told."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(sql, [pid])
        (answer,) = cursor.fetchone()
    other.close()
    return str(answer)


def ended_by_the_server(pid: int) -> None:
    """As at a restart of the server: it says goodbye and hangs up."""
    from_outside("SELECT pg_terminate_backend(%s)", pid)
    kept = connection.connection.fileno()
    wait_for(lambda: select.select([kept], [], [], 0)[0], why="nothing came from the server")


def test_a_connection_that_lives_is_not_asked():
    pid = next_request()

    usable = connection.is_usable()

    assert usable
    assert from_outside("SELECT query FROM pg_stat_activity WHERE pid = %s", pid) == "SELECT pg_backend_pid()"


def test_a_connection_that_the_server_ended_is_made_anew():
    before = next_request()
    ended_by_the_server(before)

    after = next_request()

    assert after != before


def test_a_connection_is_asked_for_its_health_after_an_error():
    before = next_request()
    ended_by_the_server(before)
    connection.health_check_done = True
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    after = next_request()

    assert after != before
