"""ETag and If-Match: nobody overwrites what they have not seen."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from labelwright.errors import Invalid, MissingPrecondition, Words


def if_match(request: Request) -> int:
    """The version that the caller started from. Raises `MissingPrecondition` without the header."""
    header = request.headers.get("If-Match", "")
    if not header:
        raise MissingPrecondition("Send the version that you read in the If-Match header.")
    text = header.removeprefix("W/").strip('"')
    if not text.isdigit():
        raise Invalid(Words('If-Match is {header}; it must be a version such as "3".', header=header))
    return int(text)


def versioned(data: Any, version: int, status: int = 200) -> Response:
    """An answer that carries its version as ETag."""
    return Response(data, status=status, headers={"ETag": f'"{version}"'})
