"""Signing in and out, and what people change about themselves.

Django's own authentication and session functions take the HTTP request; these are the only services that do.
"""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest

from labelwright.accounts import audit
from labelwright.accounts.errors import TooManyAttempts, WrongCredentials
from labelwright.accounts.models import Membership, SignIn, User
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.attempts import count_attempt, forget_attempts
from labelwright.accounts.session_store import SessionStore
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Stale, Words

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, *, email: str, password: str, network: str) -> User:
    """The person, signed in under a new session key.

    Raises `WrongCredentials` without saying which of the two is wrong (an unknown address costs a password hash
    too, so that the time does not say it either), and `TooManyAttempts` before the password is looked at.
    """
    user = check_password(request, email=email, password=password, network=network)
    start_session(request, user, network=network)
    return user


def check_password(request: HttpRequest, *, email: str, password: str, network: str) -> User:
    """The active person to whom address and password belong; counted as a try. Raises as `sign_in` does."""
    email = email.strip().lower()
    count_attempt(email, network)
    user = authenticate(request, username=email, password=password)
    if getattr(request, "axes_locked_out", False):
        raise TooManyAttempts
    if user is None:
        raise WrongCredentials
    forget_attempts(email, network)
    return user


def start_session(request: HttpRequest, user: User, *, network: str) -> None:
    """`user` is signed in. The session key changes, so that one that was planted before is worth nothing."""
    instant = now()
    with transaction.atomic():
        login(request, user, backend=BACKEND)
        store = _store(request)
        store.begin(instant)
        store.save()
        SignIn.objects.create(
            user=user,
            session_key=store.session_key or "",
            agent=request.headers.get("User-Agent", "")[:200],
            network=network,
            started_at=instant,
            seen_at=instant,
        )
        _record_everywhere(user, "session.started")


def keep_session(request: HttpRequest) -> None:
    """The person is there: their session does not end for want of use. Written once a minute at most."""
    store = _store(request)
    if store.renew():
        SignIn.objects.filter(session_key=store.session_key).update(seen_at=now())


def sign_out(request: HttpRequest) -> None:
    """Nobody is signed in; the session's row is gone."""
    user = request.user
    with transaction.atomic():
        if isinstance(user, User):
            _record_everywhere(user, "session.ended")
        SignIn.objects.filter(session_key=request.session.session_key or "").delete()
        logout(request)


def end_session(sign_in: SignIn) -> None:
    """The browser of this log-in is signed out from its next request on."""
    with transaction.atomic():
        _record_everywhere(sign_in.user, "session.ended")
        _forget([sign_in.session_key])


def end_other_sessions(request: HttpRequest, user: User) -> None:
    """Only this browser is still signed in."""
    others = SignIn.objects.filter(user=user).exclude(session_key=request.session.session_key or "")
    with transaction.atomic():
        keys = list(others.values_list("session_key", flat=True))
        if keys:
            _record_everywhere(user, "session.ended")
        _forget(keys)


def change_password(request: HttpRequest, user: User, *, current: str, new: str, network: str) -> None:
    """The person has the new password; this session goes on and all their others end.

    Raises `WrongCredentials` at `/current`, or `Invalid` with everything that is wrong with the new one at `/new`.
    """
    count_attempt(user.email, network)
    if not user.check_password(current):
        raise WrongCredentials(errors=[Fault("/current", "This is not your present password.")])
    forget_attempts(user.email, network)
    faults = password_faults(new, user, "/new")
    if faults:
        raise Invalid(errors=faults)
    with transaction.atomic():
        user.set_password(new)
        user.save(update_fields=["password"])
        here = request.session.session_key
        update_session_auth_hash(request, user)
        request.session.save()
        SignIn.objects.filter(session_key=here or "").update(session_key=request.session.session_key)
        end_other_sessions(request, user)
        _record_everywhere(user, "password.changed")


def password_faults(password: str, user: User, pointer: str) -> list[Fault]:
    """Everything that is wrong with `password` for this person, in the words of the validators."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [Fault(pointer, message) for message in error.messages]
    return []


def change_me(user: User, *, started_from: int, **changes: object) -> User:
    """The person with the changed name, language, theme, digest or shortcuts. Raises `Stale` if they changed it elsewhere meanwhile."""
    changed = User.objects.filter(pk=user.pk, version=started_from).update(
        version=F("version") + 1, **changes
    )
    user.refresh_from_db()
    if not changed:
        raise Stale(
            Words(
                "You started from version {started}; {current} is newer.",
                started=started_from,
                current=user.version,
            ),
            current=user.version,
        )
    return user


def end_sessions(user: User) -> None:
    """Every session of the person is worth nothing from their next request on."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    _forget(list(SignIn.objects.filter(user=user).values_list("session_key", flat=True)))


def forget_ended_sessions() -> None:
    """Sessions that have ended have no rows any more, and neither have their log-ins, with the networks in them."""
    Session.objects.filter(expire_date__lt=now()).delete()
    live = Session.objects.filter(session_key=OuterRef("session_key"))
    SignIn.objects.filter(~Exists(live)).delete()


def _forget(keys: list[str]) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).delete()


def _store(request: HttpRequest) -> SessionStore:
    store = request.session
    assert isinstance(store, SessionStore)
    return store


def _record_everywhere(user: User, action: str) -> None:
    who = Principal(user)
    for membership in Membership.objects.filter(user=user, is_active=True).order_by("organisation_id"):
        audit.record(who, action, user, organisation=membership.organisation_id)
