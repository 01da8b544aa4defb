"""Reading request bodies. A body is bounded before it is read, and only real JSON is JSON."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

from labelwright.errors import TooLarge, Words


class JSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(Words("A request body may have {most} bytes at most.", most=limit), limit=limit)
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"This is not JSON: {error}") from error
        if b"\\u0000" in body and _holds_nul(data):
            # PostgreSQL stores no text with it; refused here, it need not be thought of anywhere else.
            raise ParseError("The character U+0000 cannot be part of a text.")
        return data


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, list):
        return any(_holds_nul(part) for part in value)
    return isinstance(value, dict) and any(_holds_nul(key) or _holds_nul(part) for key, part in value.items())


class UploadParser(MultiPartParser):
    """multipart/form-data, for the few views that take files."""
