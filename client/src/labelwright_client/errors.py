"""What can go wrong, in words for people."""

from __future__ import annotations

from typing import Any

import httpx


class ClientError(Exception):
    """The base of everything that this package raises on purpose."""


class Problem(ClientError):
    """The server said no; `document` is its problem document (RFC 9457)."""

    def __init__(self, status: int, document: dict[str, Any]) -> None:
        self.status, self.document = status, document
        super().__init__(_in_words(status, document))

    @classmethod
    def of(cls, response: httpx.Response) -> Problem:
        """What the answer says; a proxy in between may have answered something else than a problem document."""
        try:
            document = response.json()
        except ValueError:
            document = {}
        return cls(response.status_code, document if isinstance(document, dict) else {})


def _in_words(status: int, document: dict[str, Any]) -> str:
    if status == 401:
        return "The server does not know this token. Make one under Account → Tokens, then: labelwright login"
    title = document.get("title") or f"The server answered {status}"
    detail = document.get("detail") or ""
    words = title if detail in ("", title) else f"{title}: {detail}"
    return words + "".join(f"\n  {fault_in_words(fault)}" for fault in document.get("errors", ()))


def fault_in_words(fault: dict[str, Any], file: str = "") -> str:
    """One fault of an input: the line and column of the text where there are any, else the pointer."""
    place = [file] if file else []
    if fault.get("line"):
        place += [str(fault["line"]), *([str(fault["column"])] if fault.get("column") else [])]
    elif fault.get("pointer"):
        place.append(str(fault["pointer"]))
    return ": ".join(filter(None, [":".join(place), str(fault.get("detail", ""))]))


class BadFile(ClientError):
    """A file was refused; every fault of it is named at its line."""

    def __init__(self, file: str, faults: list[dict[str, Any]]) -> None:
        self.file, self.faults = file, faults
        super().__init__("\n".join(fault_in_words(fault, file) for fault in faults))


class Unreachable(ClientError):
    """The server did not answer, or the connection broke again and again."""


class Corrupted(ClientError):
    """Bytes arrived that are not those of the manifest."""


class HostileManifest(ClientError):
    """The manifest names a place outside the folder, or is none at all. Nothing was written."""


class NotConfigured(ClientError):
    """Neither the environment nor `labelwright login` says which server to ask."""
