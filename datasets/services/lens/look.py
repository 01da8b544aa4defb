"""Items of a published version as they are under another schema."""

from __future__ import annotations

from typing import Any

from annotation.services.schema_migration.carrying import fate_of
from datasets.contents.losses import Losses
from datasets.queries.contents import Row, StoredItem
from guidelines.operations.base import Material
from guidelines.operations.plan import Plan
from guidelines.values.value import encode_value


class Look:
    """What the items that it has seen lost on the way is in `losses`."""

    def __init__(self, plan: Plan, losses: Losses | None = None) -> None:
        self.plan = plan
        self.losses = losses if losses is not None else Losses()

    def item(self, stored: StoredItem) -> StoredItem | None:
        """The item with what of its annotations can be said under the schema; None if nothing can.

        Nobody's later answers are looked up: the same version gives the same bytes, whenever it is asked for.
        """
        said: list[Row] = []
        material = self._material(stored.item)
        for row in stored.annotations:
            value = self._value(row["value"], material)
            if value is not None:
                said.append({**row, "index": len(said), "value": value})
        if not said:
            self.losses.items_left_out += 1
            return None
        return StoredItem({**stored.item, "annotations": len(said)}, tuple(said))

    def _value(self, source: str, material: Material) -> str | None:
        fate = fate_of(self.plan, source.encode(), material)
        if fate.carried is None:
            self.losses.refused += 1
            return None
        return encode_value(fate.carried.value).decode() if self.losses.count(fate.carried) else None

    def _material(self, item: Row) -> Material:
        text: Any = item["text"] if self.plan.reads_text else None
        return Material(width=item["width"], height=item["height"], text=text, duration=item.get("duration"))
