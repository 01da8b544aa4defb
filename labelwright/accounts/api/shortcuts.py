"""The keys that a person chose for the commands of their screens."""

from __future__ import annotations

import re
from typing import Any, Final

from rest_framework import serializers

from labelwright.errors import Words
from labelwright.rest.language import translated

MOST: Final = 500  # commands with keys of one's own
MOST_KEYS: Final = 3  # of one command
SHORTCUTS_HELP: Final = (
    "The keys that the person chose themselves, by the name of the command: up to three such as `q` or `mod+shift+k`, "
    "none where the command has no key. A command that is not here has its usual keys. Sent, it replaces all."
)
_COMMAND: Final = re.compile(r"\A[a-z][a-z0-9_]*(\.[^\s\x00-\x1f\x7f\ud800-\udfff]{1,200}){1,3}\Z")
_KEYS: Final = re.compile(r"\A(mod\+)?(alt\+)?(shift\+)?([^\s\x00-\x1f\x7f\ud800-\udfff]|[a-z]{2,12})\Z")


class ShortcutsField(serializers.DictField):
    """The name of a command → its keys."""

    child = serializers.ListField(child=serializers.CharField(trim_whitespace=False), max_length=MOST_KEYS)

    def to_internal_value(self, data: Any) -> dict[str, list[str]]:
        found: dict[str, list[str]] = super().to_internal_value(data)
        if len(found) > MOST:
            raise _refused(
                Words("Expected at most {most} commands, found {found}.", most=MOST, found=len(found))
            )
        for name, keys in found.items():
            if not _COMMAND.match(name):
                raise _refused(Words("Expected the name of a command, found “{found}”.", found=name[:100]))
            if wrong := next((key for key in keys if not _KEYS.match(key)), None):
                raise _refused(
                    Words("Expected a key such as “q” or “mod+shift+k”, found “{found}”.", found=wrong[:100])
                )
        return found


def _refused(words: Words) -> serializers.ValidationError:
    return serializers.ValidationError(translated(words))
