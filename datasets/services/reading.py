"""Values read as a version's schema says them, whichever schema version they were saved under."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from annotation.services.schema_migration.carrying import walk
from datasets.contents.tally import REFUSED, UNREACHABLE, WAITING
from guidelines.lens import Hop, hops_between
from guidelines.models import SchemaVersion
from guidelines.operations.base import Material
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import validate_value
from guidelines.values.errors import ValueErrors
from guidelines.values.value import Value, parse_value


@dataclass(frozen=True, slots=True)
class Read:
    """A value, or why it is left out; `carried` if operations lead to it from the schema version that it was saved under."""

    value: Value | None
    carried: bool = False
    left_out: str = ""


class Reader:
    """Reads stored values under one published schema version."""

    def __init__(self, target: SchemaVersion) -> None:
        self.target = target
        self.schema = parse_document(target.document)
        self._ways: dict[UUID, tuple[Hop, ...] | None] = {}

    def read(
        self,
        value: bytes,
        *,
        schema_version: UUID,
        identity: str,
        width: int | None,
        height: int | None,
        text: str | None,
        duration: float | None,
    ) -> Read:
        """The value, saved under `schema_version` whose schema has this identity, about an item of this size, text and duration.

        It is carried by the operations even where it would be valid as it is: metres and millimetres are both numbers.
        """
        hops = self._way(schema_version)
        if not hops:
            return self._validated(value, is_same=identity == self.target.identity)
        # As the schema migration itself knows it: read with more, a value could be refused here and not there.
        reads_text = any(hop.plan.reads_text for hop in hops)
        material = Material(width=width, height=height, text=text if reads_text else None, duration=duration)
        way = walk(hops, value, material)
        if way.arrived:
            return Read(way.value, carried=True)
        return Read(None, left_out=REFUSED if way.fates[-1].refused else WAITING)

    def _way(self, source: UUID) -> tuple[Hop, ...] | None:
        """The hops that do anything; empty where the schema is the same; None where nothing leads here."""
        if source not in self._ways:
            found = hops_between(source, self.target.pk)
            self._ways[source] = None if found is None else tuple(hop for hop in found if hop.plan.operations)
        return self._ways[source]

    def _validated(self, source: bytes, *, is_same: bool) -> Read:
        """The value as it is, if the schema can say it: for versions from before there were operations."""
        try:
            value = parse_value(source, self.schema)
        except ValueErrors:
            return Read(None, left_out=UNREACHABLE)
        if not is_same and validate_value(self.schema, value, context=None, complete=False):
            return Read(None, left_out=UNREACHABLE)
        return Read(value)  # under the same schema it was checked when it was saved
