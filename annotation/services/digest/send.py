"""Digests go out: at most one for each hour or day of a person, or twice the same where a worker died in the middle.

Who is due is leased, so that two workers never write to one person. Before the mail server is given a digest this is
written down, and afterwards what became of it. A worker that dies in between leaves a digest of which nobody knows whether
it was taken: it is sent once more, with the same Message-ID, and if that is lost as well it counts as sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, Final

import structlog
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import Q

from annotation.models import Digest
from annotation.queries.news import news_for
from annotation.services.digest.letter import letter_to
from labelwright.accounts.models import DigestEvery, User
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now

log = structlog.get_logger("annotation.digest")

MOST: Final = 30  # questions in a digest
CLOSING: Final = 421  # what a server says that takes nothing from anybody
LEASE: Final = timedelta(minutes=10)
SETTLED: Final = timedelta(minutes=2)  # what is newer may still be in a transaction: the next digest tells it
PERIODS: Final = {DigestEvery.HOUR: timedelta(hours=1), DigestEvery.DAY: timedelta(days=1)}


class MailServerAway(Exception):
    """The mail server takes nothing now; whoever is due stays due."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's digest for one hour or day, which is this worker's to deal with."""

    user: User
    slot: datetime
    since: datetime


def slot_of(every: str, instant: datetime) -> datetime:
    """The beginning of the hour, or of the day that begins at the hour of digests, in which `instant` is."""
    hour = instant.replace(minute=0, second=0, microsecond=0)
    if every == DigestEvery.HOUR:
        return hour
    day = hour.replace(hour=settings.DIGEST_HOUR)
    return day if day <= instant else day - timedelta(days=1)


def send_due_digests() -> int:
    """Everybody who is due was written to, or had nothing new; gives the number of e-mails."""
    if not settings.SENDS_MAIL:
        return 0
    connection, sent = mail.get_connection(), 0
    try:
        for user, slot in _due(now()):
            turn = _take(user, slot)
            if turn is not None:
                sent += _send(turn, connection)
    except MailServerAway as error:
        log.warning("mail_server_away", error=str(error))
    finally:
        connection.close()
    return sent


def _due(instant: datetime) -> Iterator[tuple[User, datetime]]:
    for every in PERIODS:
        slot = slot_of(every, instant)
        people = User.objects.filter(is_active=True, digest=every)
        done = Q(digest_state__done_slot__gte=slot)
        busy = Q(digest_state__lease_until__gt=instant)
        yield from [(user, slot) for user in people.exclude(done | busy).order_by("pk")]


def _take(user: User, slot: datetime) -> Turn | None:
    """The person's turn, leased; None if somebody else has it or had it."""
    instant = now()
    Digest.objects.get_or_create(user=user, defaults={"told_until": slot - PERIODS[DigestEvery(user.digest)]})
    with transaction.atomic():
        state = Digest.objects.select_for_update().get(user=user)
        if state.done_slot is not None and state.done_slot >= slot:
            return None
        if state.lease_until is not None and state.lease_until > instant:
            return None
        if state.handing_over:
            if state.lost:
                log.warning("digest_lost", user=user.pseudonym)
                _end(state, slot, told_until=instant - SETTLED)
                return None
            state.handing_over, state.lost = False, 1
        state.lease_until = instant + LEASE
        state.save()
    return Turn(user, slot, state.told_until)


def _send(turn: Turn, connection: Any) -> bool:
    """Whether the person was written to; in any case their turn is over."""
    until = now() - SETTLED
    news = news_for(Principal(turn.user), most=MOST + 1, since=turn.since, until=until)
    if not news:
        _done(turn, until)
        return False
    letter = letter_to(turn.user, news[:MOST], more=len(news) > MOST, slot=turn.slot)
    _open(turn, connection)
    Digest.objects.filter(user=turn.user).update(handing_over=True)
    try:
        connection.send_messages([letter])
    except (SMTPRecipientsRefused, SMTPResponseException) as error:
        return _refused(turn, error, until)
    except (SMTPException, OSError) as error:
        # It may have been taken: once more, and not a third time.
        Digest.objects.filter(user=turn.user).update(lease_until=None)
        connection.close()
        raise MailServerAway(type(error).__name__) from error
    _done(turn, until)
    return True


def _open(turn: Turn, connection: Any) -> None:
    """The mail server listens. If it does not, nothing was sent."""
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        _release(turn)
        raise MailServerAway(type(error).__name__) from error


def _refused(turn: Turn, error: SMTPRecipientsRefused | SMTPResponseException, until: datetime) -> bool:
    """The server said no: to everybody, to this one for now, or for good."""
    codes = (
        [code for code, _ in error.recipients.values()]
        if isinstance(error, SMTPRecipientsRefused)
        else [error.smtp_code]
    )
    if all(400 <= code < 500 for code in codes):
        _release(turn)
        if CLOSING in codes:
            raise MailServerAway(str(codes)) from error
        return False
    log.warning("digest_refused", user=turn.user.pseudonym, codes=codes)
    _done(turn, until)
    return False


def _release(turn: Turn) -> None:
    Digest.objects.filter(user=turn.user).update(lease_until=None, handing_over=False)


def _done(turn: Turn, until: datetime) -> None:
    with transaction.atomic():
        state = Digest.objects.select_for_update().get(user=turn.user)
        _end(state, turn.slot, told_until=until)


def _end(state: Digest, slot: datetime, *, told_until: datetime) -> None:
    state.done_slot, state.told_until = slot, max(told_until, state.told_until)
    state.lease_until, state.handing_over, state.lost = None, False, 0
    state.save()
