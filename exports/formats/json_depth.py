"""A look at large JSON before it is parsed: how deep it is nested.

`ijson` writes the path to each value, so that 100,000 nested brackets cost it gigabytes; and the objects it
builds are as deep as the file. No format here is nested more than a few levels.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

DEPTH: Final = 64
STRING_BYTES: Final = 8 * 1024 * 1024
_CHUNK: Final = 1024 * 1024
_STRING: Final = re.compile(rb'"[^"]*"')
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_PLAIN: Final = bytes.maketrans(b"{}", b"[]")


def nesting_problem(stream: BinaryIO) -> str | None:
    """Why this JSON is not parsed: nested deeper than `DEPTH`, or one string beyond `STRING_BYTES`; else None.

    Brackets are collected without the strings between them, and pairs taken away from the inside out, one level a
    round, by operations over whole chunks. What is left is the depth at the chunk's end.
    """
    rest = b""
    open_brackets = b""
    while chunk := stream.read(_CHUNK):
        data = (rest + chunk).replace(b"\\\\", b"")  # an escaped backslash escapes nothing
        cut = len(data) - data.endswith(b"\\")  # a backslash at the end belongs to what follows
        data, held = data[:cut].replace(b'\\"', b""), data[cut:]
        bare = _STRING.sub(b"", data)
        quote = bare.find(b'"')
        rest = (bare[quote:] if quote >= 0 else b"") + held
        if len(rest) > STRING_BYTES:
            return "a string in it is longer than 8 MiB"
        open_brackets += (bare[:quote] if quote >= 0 else bare).translate(_PLAIN, _NO_BRACKETS)
        for _ in range(DEPTH + 1):
            open_brackets = open_brackets.replace(b"[]", b"")
        if len(open_brackets) > DEPTH:
            return f"it is nested more than {DEPTH} deep"
    return None
