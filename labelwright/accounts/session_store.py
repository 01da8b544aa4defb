"""Sessions in the database, as Django's own; every request begins with reading one, so its query is built once."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from labelwright.database.compiled import compiled


@compiled
def _live(key: str, instant: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=instant)


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> Session | None:
        found = _live(str(self.session_key), timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]
