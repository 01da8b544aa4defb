"""Django's PostgreSQL, except for how it finds out whether a kept connection still lives."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the connection can be used. Asks the server only when there is a reason to doubt it.

        Django asks `SELECT 1` before each request's first query. A server that ended the connection has said so or
        hung up: then something is there to be read on a connection that waits for nothing, which costs no round trip to see.
        """
        return self._is_quiet() or super().is_usable()

    def _is_quiet(self) -> bool:
        kept: Any = self.connection
        if kept is None or kept.closed or self.errors_occurred:
            return False
        waiting = select.poll()
        waiting.register(kept.fileno(), select.POLLIN)
        return not waiting.poll(0)
