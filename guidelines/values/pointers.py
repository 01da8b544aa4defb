"""JSON pointers (RFC 6901) and the short wording of what was found at one."""

import msgspec

from labelwright.errors import Words


def join(pointer: str, *tokens: str | int) -> str:
    """`pointer` prolonged by `tokens`, each escaped."""
    return pointer + "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def shown(found: object) -> str:
    """`found` in a few words for an error message: short values as JSON, long ones cut, containers named."""
    if isinstance(found, dict):
        return Words("an object")
    if isinstance(found, list | tuple):
        return Words("a list")
    if isinstance(found, str):
        found = found if len(found) <= 40 else found[:39] + "…"
        return msgspec.json.encode(found.encode("utf-8", "replace").decode()).decode()
    if found is None or isinstance(found, bool):
        return msgspec.json.encode(found).decode()
    return str(found)[:40]
