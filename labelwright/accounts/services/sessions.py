"""Signing in and out, and what people change about themselves.

Django's own authentication and session functions take the HTTP request; these are the only services that do.
"""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from labelwright.accounts import audit
from labelwright.accounts.errors import TooManyAttempts, WrongCredentials
from labelwright.accounts.models import Membership, User
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.attempts import count_attempt, forget_attempts
from labelwright.errors import Fault, Invalid, Stale

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, *, email: str, password: str, network: str) -> User:
    """The person, signed in under a new session key.

    Raises `WrongCredentials` without saying which of the two is wrong (an unknown address costs a password hash
    too, so that the time does not say it either), and `TooManyAttempts` before the password is looked at.
    """
    user = check_password(request, email=email, password=password, network=network)
    start_session(request, user)
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


def start_session(request: HttpRequest, user: User) -> None:
    """`user` is signed in. The session key changes, so that one that was planted before is worth nothing."""
    with transaction.atomic():
        login(request, user, backend=BACKEND)
        _record_everywhere(user, "session.started")


def sign_out(request: HttpRequest) -> None:
    """Nobody is signed in; the session's row is gone."""
    user = request.user
    with transaction.atomic():
        if isinstance(user, User):
            _record_everywhere(user, "session.ended")
        logout(request)


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
        update_session_auth_hash(request, user)
        _record_everywhere(user, "password.changed")


def password_faults(password: str, user: User, pointer: str) -> list[Fault]:
    """Everything that is wrong with `password` for this person, in the words of the validators."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [Fault(pointer, message) for message in error.messages]
    return []


def change_me(user: User, *, started_from: int, **changes: str) -> User:
    """The person with the changed name, language or theme. Raises `Stale` if they changed it elsewhere meanwhile."""
    changed = User.objects.filter(pk=user.pk, version=started_from).update(
        version=F("version") + 1, **changes
    )
    user.refresh_from_db()
    if not changed:
        raise Stale(
            f"You started from version {started_from}; {user.version} is newer.", current=user.version
        )
    return user


def end_sessions(user: User) -> None:
    """Every session of the person is worth nothing from their next request on."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)


def _record_everywhere(user: User, action: str) -> None:
    who = Principal(user)
    for membership in Membership.objects.filter(user=user, is_active=True).order_by("organisation_id"):
        audit.record(who, action, user, organisation=membership.organisation_id)
