"""What a digest says: plain text, and the same as simple HTML that loads nothing from anywhere.

It is in the person's language, and names nobody: projects, how questions begin, and links.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import override

from annotation.queries.news import News, Why
from labelwright.accounts.models import User
from labelwright.accounts.services.digests import unsubscribe_token
from labelwright.errors import Words
from labelwright.rest.language import translated

words = {
    Why.MENTIONED: "You are mentioned",
    Why.ANSWERED: "About your question",
    Why.ASSIGNED: "Yours to answer",
    Why.WAITS: "Waits for an answer",
    Why.REVIEW: "A draft of the guideline waits for you",
}


def letter_to(user: User, news: Sequence[News], *, more: bool, slot: datetime) -> EmailMultiAlternatives:
    """The e-mail. The same person and `slot` give the same Message-ID, so that a second copy can be known as one."""
    with override(user.locale):
        subject = translated(Words("New about questions: {count}", count=f"{len(news)}{'+' if more else ''}"))
        text, page = _text(user, news), _page(user, news)
    url, token = settings.PUBLIC_URL, unsubscribe_token(user)
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[user.email],
        headers={
            "Message-ID": f"<digest-{user.pk}-{slot:%Y%m%d%H}@{urlsplit(url).hostname}>",
            "List-Unsubscribe": f"<{url}/unsubscribe?token={token}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Content-Language": user.locale,
        },
    )
    message.attach_alternative(page, "text/html")
    return message


def _text(user: User, news: Sequence[News]) -> str:
    parts = []
    for project, rows in groupby(_by_project(news), lambda each: each.project):
        parts.append(printable(project.name))
        parts += [f"- {_why(each)}: {_excerpt(each)}\n  {_link(each)}" for each in rows]
        parts.append("")
    parts += ["-- ", f"{_preference()}\n{settings.PUBLIC_URL}/account"]
    parts.append(f"{_no_more()}\n{_unsubscribe_link(user)}")
    return "\n".join(parts) + "\n"


def _page(user: User, news: Sequence[News]) -> str:
    return format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"></head><body>{}<hr>'
        '<p><a href="{}">{}</a><br><a href="{}">{}</a></p></body></html>',
        user.locale,
        format_html_join(
            "",
            "<h2>{}</h2><ul>{}</ul>",
            (
                (printable(project.name), _list(rows))
                for project, rows in (
                    (project, list(rows))
                    for project, rows in groupby(_by_project(news), lambda each: each.project)
                )
            ),
        ),
        f"{settings.PUBLIC_URL}/account",
        _preference(),
        _unsubscribe_link(user),
        _no_more(),
    )


def _list(rows: Sequence[News]) -> SafeString:
    return format_html_join(
        "", '<li>{}: <a href="{}">{}</a></li>', ((_why(each), _link(each), _excerpt(each)) for each in rows)
    )


def _by_project(news: Sequence[News]) -> list[News]:
    """Those of one project beside each other; within it, the order stays."""
    return sorted(news, key=lambda each: (each.project.name, str(each.project.pk)))


def _why(news: News) -> str:
    return translated(words[news.why])


def _excerpt(news: News) -> str:
    return printable(news.words) or translated("Without a note")


def _link(news: News) -> str:
    where = f"questions?thread={news.thread}" if news.thread else "guideline?edit=true"
    return f"{settings.PUBLIC_URL}/projects/{quote(news.project.slug)}/{where}"


def _unsubscribe_link(user: User) -> str:
    """For people; the token stands behind `#`, so that no server on the way notes it."""
    return f"{settings.PUBLIC_URL}/unsubscribe#{unsubscribe_token(user)}"


def _preference() -> str:
    return translated("How often you get this")


def _no_more() -> str:
    return translated("No more of these e-mails")


def printable(text: str) -> str:
    """`text` on one line, without characters that change how the rest is shown."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
