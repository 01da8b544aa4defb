"""An annotation's value by names instead of keys, as exports write it and models learn it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from exports.formats.items import DatasetRow, Document

EXTENSIONS: Final = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def media_name(row: DatasetRow) -> str | None:
    """Where the media of the row lie in a dataset version: `media/<sha256>.<ending>`; None for text."""
    if row.media_sha256 is None:
        return None
    return f"media/{row.media_sha256}{EXTENSIONS.get(row.media_type or '', '')}"


def sorted_json(value: object) -> bytes:
    """JSON with the keys of objects in order, so that equal values are equal bytes."""
    return msgspec.json.encode(value, order="sorted")


def _name(part: Mapping[str, Any]) -> str:
    return str(part.get("name") or part["key"])


class Names:
    """The names of one schema document."""

    def __init__(self, document: Document) -> None:
        self._fields: dict[str, Mapping[str, Any]] = {each["key"]: each for each in document["fields"]}

    def fields(self) -> dict[str, tuple[str, str]]:
        """Field key → (name, type), in the order of the schema."""
        return {key: (_name(each), each["type"]) for key, each in self._fields.items()}

    def value(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The value in the order of the schema, of the same shape, with names for keys of fields, labels, options."""
        return {
            _name(each): self._answer(key, each, value[key])
            for key, each in self._fields.items()
            if key in value
        }

    def attributes(self, field_key: str, part: Mapping[str, Any]) -> dict[str, Any]:
        """The attributes of a region or span by names."""
        given = part.get("attributes") or {}
        label = self._label(field_key, part["label"])
        return {
            _name(each): _option_names(each, given[each["key"]])
            for each in label.get("attributes", ())
            if each["key"] in given
        }

    def _label(self, field_key: str, key: str) -> Mapping[str, Any]:
        labels: list[Mapping[str, Any]] = self._fields[field_key].get("labels", [])
        return next(each for each in labels if each["key"] == key)

    def _answer(self, key: str, each: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
        if "regions" in answer:
            return {"regions": [self._region(key, region) for region in answer["regions"]]}
        if "spans" in answer:
            return {"spans": [self._span(key, span) for span in answer["spans"]]}
        if "choice" in answer:
            return {"choice": _option_names(each, answer["choice"])}
        if "choices" in answer:
            return {"choices": _option_names(each, answer["choices"])}
        return dict(answer)

    def _region(self, key: str, region: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": region["id"],
            "label": _name(self._label(key, region["label"])),
            "geometry": dict(region["geometry"]),
            "attributes": self.attributes(key, region),
        }

    def _span(self, key: str, span: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": span["id"],
            "label": _name(self._label(key, span["label"])),
            "start": span["start"],
            "end": span["end"],
            "attributes": self.attributes(key, span),
        }


def _option_names(part: Mapping[str, Any], answer: Any) -> Any:
    options = {each["key"]: _name(each) for each in part.get("options", ())}
    if not options:
        return answer
    return [options[key] for key in answer] if isinstance(answer, list | tuple) else options[answer]
