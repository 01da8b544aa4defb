"""Sessions in the database, as Django's own; every request begins with reading one, so its query is built once.

A session ends when nothing was asked for a while (`SESSION_IDLE`), and in any case some time after the log-in
(`SESSION_LIFE`). `expire_date` of the row is the sooner of the two; the cookie lives as long as the session can.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from labelwright.database.compiled import compiled

STARTED = "started"
# Writing with each request would make every look a database write; a minute is exact enough.
RENEWED_EVERY = timedelta(minutes=1)


@compiled
def _live(key: str, instant: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=instant)


class SessionStore(DatabaseStore):
    _expires: datetime | None = None

    def begin(self, instant: datetime) -> None:
        """The session of a log-in at `instant`."""
        self[STARTED] = instant.isoformat()

    def renew(self) -> bool:
        """The session was used: it ends later, unless that was written a moment ago; gives whether it was."""
        until = self.get_expiry_date()
        if self._expires is None or until - self._expires < RENEWED_EVERY:
            return False
        Session.objects.filter(session_key=self.session_key).update(expire_date=until)
        self._expires = until
        return True

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return min(timezone.now() + settings.SESSION_IDLE, self._end())

    def get_expiry_age(self, **kwargs: Any) -> int:
        return max(0, int((self._end() - timezone.now()).total_seconds()))

    def _end(self) -> datetime:
        """When the session ends, however much it is used. One that does not say when it began is not prolonged."""
        if STARTED in self:
            return datetime.fromisoformat(self[STARTED]) + settings.SESSION_LIFE
        return self._expires or timezone.now() + settings.SESSION_LIFE

    def _get_session_from_db(self) -> Session | None:
        found = _live(str(self.session_key), timezone.now())
        if not found:
            self._session_key = None
            return None
        self._expires = found[0].expire_date
        return found[0]
