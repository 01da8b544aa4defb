"""The language of the person who asks, and what the API says to them in it.

The language is that of `Accept-Language`. The browser sends the language of its screens, which a person chooses and which
follows them to every device; a program that says nothing gets English.
"""

from __future__ import annotations

from django.utils.translation import gettext

from labelwright.errors import Fault, Words


def translated(text: str) -> str:
    """`text` in the language of the request, as far as the catalogues have it; what was put into it stays."""
    if isinstance(text, Words):
        said = {
            name: translated(part) if isinstance(part, Words) else part for name, part in text.data.items()
        }
        return gettext(text.template).format(**said)
    return gettext(text) if text else text


def in_their_words(fault: Fault) -> Fault:
    """The fault with its detail in the language of the request."""
    return Fault(fault.pointer, translated(fault.detail), fault.line, fault.column)
