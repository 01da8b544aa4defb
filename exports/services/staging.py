"""What was read of an import, kept in pieces, so that taking it can go on at any piece after a crash.

Reading goes through the files once, from the start to the end, before the first item is taken: so a danger anywhere is
found while nothing is there yet, and another worker need not read everything again to find its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

import msgspec
from django.core.files.storage import default_storage

from exports.formats.items import Read, ReadFault, ReadItem
from exports.services.uploads import folder
from labelwright import files

PIECE_READS: Final = 5_000
PIECE_BYTES: Final = 8 * 1024**2

Stored = tuple[ReadItem | None, ReadFault | None]
_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(list[Stored])


def write_piece(import_id: UUID, number: int, reads: Iterator[Read]) -> int:
    """The next piece of `reads` is stored; gives how many are in it, 0 at the end. Writing it again changes nothing."""
    parts: list[msgspec.Raw] = []
    size = 0
    for read in reads:
        stored = (read, None) if isinstance(read, ReadItem) else (None, read)
        part = _encoder.encode(stored)
        parts.append(msgspec.Raw(part))
        size += len(part)
        if len(parts) >= PIECE_READS or size >= PIECE_BYTES:
            break
    if parts:
        files.put(_name(import_id, number), _encoder.encode(parts))
    return len(parts)


def read_piece(import_id: UUID, number: int) -> list[Read]:
    """The reads of a piece, in their order."""
    with default_storage.open(_name(import_id, number), "rb") as stored:
        return [item or fault for item, fault in _decoder.decode(stored.read())]  # type: ignore[misc]


def _name(import_id: UUID, number: int) -> str:
    return f"{folder(import_id)}/read/{number:06d}"
