"""Strategies of the operations on attributes, options, whole fields and their answers, and of labels that become attributes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

from tests.laws.drawing import NEW_KEYS, Draw, Drawn, a_field, a_label, an_attribute, keys_of, with_options
from tests.laws.strategies import ANSWERS, FIELD_PARTS, LOCATED, Document

OPTIONS = [{"key": "a"}, {"key": "b"}]
VALUES: Final[dict[str, list[Any]]] = {
    "choice": ["a", "b"],
    "choices": [["a"], ["a", "b"]],
    "boolean": [True, False],
    "number": [0, 2.5],
    "text": ["x", "a", "3"],
}


def at_attribute(found: tuple[Document, Document, Document]) -> Document:
    """The address of an attribute, as members of an operation."""
    field, label, attribute = found
    return {"field": field["key"], "label": label["key"], "attribute": attribute["key"]}


def some(draw: Draw, settings: dict[str, st.SearchStrategy[Any]]) -> Document:
    """At least one of `settings`."""
    chosen = draw(st.lists(st.sampled_from(sorted(settings)), min_size=1, max_size=2, unique=True))
    return {name: draw(settings[name]) for name in chosen}


def rename_attribute(draw: Draw, document: Document) -> Drawn:
    found = an_attribute(draw, document)
    return found and {"kind": "rename_attribute/1", **at_attribute(found), "name": draw(NEW_KEYS)}


def configure_attribute(draw: Draw, document: Document) -> Drawn:
    found = an_attribute(draw, document)
    if found is None:
        return None
    bounds = {name: st.none() | st.integers(-60, 60) for name in ("minimum", "maximum")}
    settings = {"required": st.booleans()} | (bounds if found[2]["type"] == "number" else {})
    return {"kind": "configure_attribute/1", **at_attribute(found), **some(draw, settings)}


def retype_attribute(draw: Draw, document: Document) -> Drawn:
    found = an_attribute(draw, document)
    if found is None:
        return None
    field, label, attribute = found
    kind = draw(st.sampled_from([each for each in VALUES if each != attribute["type"]]))
    options = draw(st.sampled_from([OPTIONS, attribute.get("options", OPTIONS)]))
    kept = {name: attribute[name] for name in ("key", "name", "required") if name in attribute}
    into = kept | {"type": kind} | ({"options": options} if kind in ("choice", "choices") else {})
    new = VALUES[kind] if options is OPTIONS or kind not in ("choice", "choices") else []
    old = [*keys_of(attribute.get("options", [])), "true", "false", "3"]
    retype: Document = {
        "kind": "retype_attribute/1",
        "field": field["key"],
        "label": label["key"],
        "into": into,
    }
    if new and draw(st.booleans()):
        retype["values"] = draw(st.dictionaries(st.sampled_from(old), st.sampled_from(new), max_size=4))
    if new and draw(st.booleans()):
        retype["default"] = draw(st.sampled_from(new))
    return retype


def attribute_to_item(draw: Draw, document: Document) -> Drawn:
    found = an_attribute(draw, document, "choice", "choices", "number", "text")
    at = draw(st.none() | st.integers(0, 3))
    return found and {
        "kind": "attribute_to_item/1",
        **at_attribute(found),
        "target": draw(NEW_KEYS),
        **({} if at is None else {"at": at}),
    }


def item_to_attribute(draw: Draw, document: Document) -> Drawn:
    found = a_label(draw, document)
    fields = [each for each in document["fields"] if each["type"] in ("choice", "choices", "number", "text")]
    if found is None or not fields:
        return None
    return {
        "kind": "item_to_attribute/1",
        "field": draw(st.sampled_from(keys_of(fields))),
        "to": found[0]["key"],
        "label": found[1]["key"],
        "attribute": draw(NEW_KEYS),
        "required": draw(st.booleans()),
    }


def add_option(draw: Draw, document: Document) -> Drawn:
    found = with_options(draw, document)
    option = {"key": draw(NEW_KEYS)}
    return found and {"kind": "add_option/1", **found[0], "option": option, "at": draw(st.integers(0, 3))}


def rename_option(draw: Draw, document: Document) -> Drawn:
    found = with_options(draw, document)
    if found is None:
        return None
    option = draw(st.sampled_from(keys_of(found[1]["options"])))
    return {"kind": "rename_option/1", **found[0], "option": option, "name": draw(NEW_KEYS)}


def merge_options(draw: Draw, document: Document) -> Drawn:
    found = with_options(draw, document, least=2)
    if found is None:
        return None
    target, *rest = draw(st.permutations(keys_of(found[1]["options"])))
    sources = draw(st.lists(st.sampled_from(rest), min_size=1, unique=True))
    return {"kind": "merge_options/1", **found[0], "sources": sources, "target": target}


def remove_option(draw: Draw, document: Document) -> Drawn:
    found = with_options(draw, document, least=2)
    if found is None:
        return None
    option = draw(st.sampled_from(keys_of(found[1]["options"])))
    answers = draw(st.sampled_from(["ask", "drop"]))
    return {"kind": "remove_option/1", **found[0], "option": option, "answers": answers}


def add_field(draw: Draw, document: Document) -> Drawn:
    own = LOCATED[document["input"]]
    kinds = [kind for kind in FIELD_PARTS if kind == own or kind not in LOCATED.values()]
    kind = draw(st.sampled_from(kinds))
    field: Document = {"key": draw(NEW_KEYS), "type": kind, "required": draw(st.booleans())}
    field |= draw(FIELD_PARTS[kind])
    add: Document = {"kind": "add_field/1", "field": field, "at": draw(st.integers(0, 3))}
    if "labels" not in field and draw(st.booleans()):
        add["default"] = draw(ANSWERS[kind](field))
    return add


def remove_field(draw: Draw, document: Document) -> Drawn:
    field = a_field(draw, document)
    return field and {"kind": "remove_field/1", "field": field["key"]}


def rename_field(draw: Draw, document: Document) -> Drawn:
    field = a_field(draw, document)
    return field and {"kind": "rename_field/1", "field": field["key"], "name": draw(NEW_KEYS)}


def configure_field(draw: Draw, document: Document) -> Drawn:
    field = a_field(draw, document)
    if field is None:
        return None
    bounds = st.none() | st.integers(-60, 60)
    counts = st.none() | st.integers(0, 3)
    own: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "spans": {"overlap": st.booleans()},
        "segments": {"overlap": st.booleans()},
        "choices": {"min_selected": counts, "max_selected": counts},
        "text": {"max_length": st.none() | st.integers(1, 10), "multiline": st.booleans()},
        "number": {"minimum": bounds, "maximum": bounds, "unit": st.sampled_from([None, "mm"])},
        "rating": {"maximum": st.integers(2, 10)},
        "taxonomy": {"leaves_only": st.booleans()},
    }
    settings = {"required": st.booleans()} | own.get(field["type"], {})
    return {"kind": "configure_field/1", "field": field["key"], **some(draw, settings)}


def reorder(draw: Draw, document: Document) -> Drawn:
    """Of the fields, or of anything in one of them that has an order."""
    places: list[tuple[Document, list[Document]]] = [({}, document["fields"])]
    for field in document["fields"]:
        at = {"field": field["key"]}
        places += [(at, things) for things in (field.get("labels"), field.get("options")) if things]
        if relations := field.get("relations"):
            places.append(({**at, "relations": True}, relations))
        for label in field.get("labels", []):
            attributes = label.get("attributes", [])
            places += [({**at, "label": label["key"]}, attributes)] if attributes else []
    found = with_options(draw, document)
    places += [(found[0], found[1]["options"])] if found else []
    at, things = draw(st.sampled_from(places))
    return {"kind": "reorder/1", **at, "order": draw(st.permutations(keys_of(things)))}


def choice_to_choices(draw: Draw, document: Document) -> Drawn:
    field = a_field(draw, document, "choice")
    return field and {"kind": "choice_to_choices/1", "field": field["key"]}


def choices_to_choice(draw: Draw, document: Document) -> Drawn:
    field = a_field(draw, document, "choices")
    if field is None:
        return None
    priority = draw(st.lists(st.sampled_from(keys_of(field["options"])), unique=True))
    return {"kind": "choices_to_choice/1", "field": field["key"], "priority": priority}


def normalise_text(draw: Draw, document: Document) -> Drawn:
    field = a_field(draw, document, "text")
    if field is None:
        return None
    settings: dict[str, st.SearchStrategy[Any]] = {
        "form": st.sampled_from(["NFC", "NFKC"]),
        "trim": st.just(True),
        "collapse": st.just(True),
        "case": st.sampled_from(["lower", "upper"]),
    }
    return {"kind": "normalise_text/1", "field": field["key"], **some(draw, settings)}


def convert_number(draw: Draw, document: Document) -> Drawn:
    field = a_field(draw, document, "number")
    if field is None:
        return None
    settings = {"offset": st.sampled_from([0.5, -273.15]), "digits": st.integers(0, 3), "unit": st.just("mm")}
    chosen = some(draw, settings) if draw(st.booleans()) else {}
    factor = draw(st.sampled_from([2, -0.5, 0.1, 1.8]))
    return {"kind": "convert_number/1", "field": field["key"], "factor": factor, **chosen}


def fold_labels(draw: Draw, document: Document) -> Drawn:
    """Of labels that happen to have the same attributes; alone if there is no other."""
    found = a_label(draw, document)
    if found is None:
        return None
    field, like = found
    attributes = like.get("attributes", [])
    alike = [label["key"] for label in field["labels"] if label.get("attributes", []) == attributes]
    sources = draw(st.lists(st.sampled_from(alike), min_size=1, unique=True))
    options = {key: f"was_{key}"[:63] for key in sources} if draw(st.booleans()) else {}
    kind = {"key": "kind", "type": "choice", "options": [{"key": options.get(key, key)} for key in sources]}
    label = {name: like[name] for name in ("geometry",) if name in like}
    label |= {"key": draw(NEW_KEYS), "attributes": [*attributes, {**kind, "required": draw(st.booleans())}]}
    fold: Document = {"kind": "fold_labels/1", "field": field["key"], "sources": sources, "label": label}
    return fold | {"attribute": "kind", "options": options, "at": draw(st.integers(0, 3))}


def unfold_attribute(draw: Draw, document: Document) -> Drawn:
    found = an_attribute(draw, document, "choice")
    if found is None:
        return None
    options = keys_of(found[2]["options"])
    unfold: Document = {"kind": "unfold_attribute/1", **at_attribute(found)}
    unfold["keys"] = {key: f"of_{key}"[:63] for key in options} if draw(st.integers(0, 3)) else {}
    return unfold | draw(st.sampled_from([{}, {"otherwise": options[0]}]))


def _condition(draw: Draw, document: Document, label: Document) -> Document:
    """Something that can be asked of parts with this label."""
    number = st.integers(0, 60_000)
    if "geometry" in label:
        kinds: list[Document] = [
            {"type": "area", "at_least": draw(number)},
            {"type": "aspect_ratio", "below": draw(st.sampled_from([0.5, 1, 2]))},
        ]
    else:
        kinds = [{"type": "text_matches", "pattern": draw(st.sampled_from(["^R", "비|雨", "(a*)*b"]))}]
    for attribute in label.get("attributes", []):
        is_there = {"attribute": attribute["key"], "present": draw(st.booleans())}
        kinds.append({"type": "attribute_present", **is_there})
    for field in document["fields"]:
        if field["type"] in ("choice", "choices"):
            values = [draw(st.sampled_from(keys_of(field["options"])))]
            kinds.append({"type": "answer_is", "field": field["key"], "values": values})
        if field["type"] == "rating":
            kinds.append({"type": "answer_is", "field": field["key"], "values": [1, 2]})
    return draw(st.sampled_from(kinds))


def split_label_by_condition(draw: Draw, document: Document) -> Drawn:
    """Splits by every condition other than `attribute_is`."""
    found = a_label(draw, document)
    if found is None:
        return None
    field, label = found
    targets = draw(st.lists(st.sampled_from(keys_of(field["labels"])), min_size=1, max_size=3, unique=True))
    rule = {"when": _condition(draw, document, label), "to": draw(st.sampled_from(targets))}
    split: Document = {"kind": "split_label/1", "field": field["key"], "label": label["key"]}
    split |= {"targets": targets, "rules": [rule]}
    return split | draw(st.sampled_from([{}, {"otherwise": targets[0]}]))


OPERATIONS: Final[dict[str, Callable[[Draw, Document], Drawn]]] = {
    "add_field/1": add_field,
    "add_option/1": add_option,
    "attribute_to_item/1": attribute_to_item,
    "choice_to_choices/1": choice_to_choices,
    "choices_to_choice/1": choices_to_choice,
    "configure_attribute/1": configure_attribute,
    "configure_field/1": configure_field,
    "convert_number/1": convert_number,
    "fold_labels/1": fold_labels,
    "item_to_attribute/1": item_to_attribute,
    "merge_options/1": merge_options,
    "normalise_text/1": normalise_text,
    "remove_field/1": remove_field,
    "remove_option/1": remove_option,
    "rename_attribute/1": rename_attribute,
    "rename_field/1": rename_field,
    "rename_option/1": rename_option,
    "reorder/1": reorder,
    "retype_attribute/1": retype_attribute,
    "unfold_attribute/1": unfold_attribute,
}
