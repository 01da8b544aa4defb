"""Whether a person is written to. The links in e-mails work without a log-in: they are signed, and can do nothing else."""

from __future__ import annotations

from typing import Final

from django.core import signing
from django.db.models import F

from labelwright.accounts.models import DigestEvery, User
from labelwright.errors import NotFound

_SALT: Final = "labelwright.digest"


def unsubscribe_token(user: User) -> str:
    """What a link carries that ends the person's digest. It does not run out: people keep old e-mails."""
    return signing.dumps(str(user.pk), salt=_SALT, compress=False)


def unsubscribe(token: str) -> None:
    """The person gets no digest any more, also if they did not before. Raises `NotFound` for a token that is none."""
    try:
        person = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    User.objects.filter(pk=person).exclude(digest=DigestEvery.OFF).update(
        digest=DigestEvery.OFF, version=F("version") + 1
    )
