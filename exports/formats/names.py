"""An annotation's value by names instead of keys, as exports write it and models learn it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from datasets.manifest import media_path
from exports.formats.items import DatasetRow, Document


def media_name(row: DatasetRow) -> str | None:
    """Where the media of the row lie in a dataset version: `media/<sha256>.<ending>`; None for text."""
    if row.media_sha256 is None:
        return None
    return media_path(row.media_sha256, row.media_type or "")


def sorted_json(value: object) -> bytes:
    """JSON with the keys of objects in order, so that equal values are equal bytes."""
    return msgspec.json.encode(value, order="sorted")


def _name(part: Mapping[str, Any]) -> str:
    return str(part.get("name") or part["key"])


class Names:
    """The names of one schema document."""

    def __init__(self, document: Document) -> None:
        self._fields: dict[str, Mapping[str, Any]] = {each["key"]: each for each in document["fields"]}
        # The names of the fields whose spans or regions can have relations.
        self.related = frozenset(_name(each) for each in self._fields.values() if each.get("relations"))
        # By all names from the root: alone, a name may be in several branches.
        self._paths = {
            key: dict(_node_paths(each["nodes"]))
            for key, each in self._fields.items()
            if each["type"] == "taxonomy"
        }
        self._labels = {
            (field["key"], label["key"]): label
            for field in document["fields"]
            for label in field.get("labels", ())
        }

    def fields(self) -> dict[str, tuple[str, str]]:
        """Field key → (name, type), in the order of the schema."""
        return {key: (_name(each), each["type"]) for key, each in self._fields.items()}

    def drawn(self, key: str) -> bool:
        """Whether regions of this field can be something else than boxes."""
        return any(label["geometry"] != "box" for label in self._fields[key].get("labels", ()))

    def value(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The value in the order of the schema, of the same shape, with names for keys of fields, labels, options."""
        return {
            _name(each): self._answer(key, each, value[key])
            for key, each in self._fields.items()
            if key in value
        }

    def attributes(self, field_key: str, part: Mapping[str, Any]) -> dict[str, Any]:
        """The attributes of a region, span or segment by names."""
        given = part.get("attributes") or {}
        if not given:
            return {}
        label = self._labels[field_key, part["label"]]
        return {
            _name(each): _option_names(each, given[each["key"]])
            for each in label.get("attributes", ())
            if each["key"] in given
        }

    def _answer(self, key: str, each: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
        if "regions" in answer:
            regions = [self._region(key, region) for region in answer["regions"]]
            return {"regions": regions, **_relations(each, answer)}
        if "spans" in answer:
            return {
                "spans": [self._stretch(key, span) for span in answer["spans"]],
                **_relations(each, answer),
            }
        if "segments" in answer:
            return {"segments": [self._stretch(key, segment) for segment in answer["segments"]]}
        if "choice" in answer:
            return {"choice": _option_names(each, answer["choice"])}
        if "choices" in answer:
            return {"choices": _option_names(each, answer["choices"])}
        if "taxonomy" in answer:
            return {"taxonomy": self._paths[key][answer["taxonomy"]]}
        return dict(answer)

    def _region(self, key: str, region: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": region["id"],
            "label": _name(self._labels[key, region["label"]]),
            "geometry": dict(region["geometry"]),
            "attributes": self.attributes(key, region),
            **({"group": region["group"]} if "group" in region else {}),
        }

    def _stretch(self, key: str, span: Mapping[str, Any]) -> dict[str, Any]:
        """A span or a segment."""
        return {
            "id": span["id"],
            "label": _name(self._labels[key, span["label"]]),
            "start": span["start"],
            "end": span["end"],
            "attributes": self.attributes(key, span),
        }


def _node_paths(
    nodes: Sequence[Mapping[str, Any]], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, list[str]]]:
    for node in nodes:
        path = (*above, _name(node))
        yield node["key"], list(path)
        yield from _node_paths(node.get("children", ()), path)


def _relations(each: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """The relations by the names of their kinds; nothing where there are none."""
    names = {kind["key"]: _name(kind) for kind in each.get("relations", ())}
    found = [
        {"id": one["id"], "type": names[one["type"]], "from": one["from"], "to": one["to"]}
        for one in answer.get("relations", ())
    ]
    return {"relations": found} if found else {}


def _option_names(part: Mapping[str, Any], answer: Any) -> Any:
    options = {each["key"]: _name(each) for each in part.get("options", ())}
    if not options:
        return answer
    return [options[key] for key in answer] if isinstance(answer, list | tuple) else options[answer]
