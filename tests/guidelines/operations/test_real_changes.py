"""Changes of labels that really happened in public data sets, made with operations and compared with what came out there."""

from __future__ import annotations

import csv
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from guidelines.operations.outcome import Dropped
from guidelines.operations.plan import Plan, make_plan
from guidelines.operations.registry import KINDS, read_operations
from guidelines.schema.parse import parse_document
from guidelines.values.value import Value, encode_value, parse_value

Document = dict[str, Any]
Row = tuple[str, frozenset[str]]  # the id of a comment and the names of its labels


def change(data: Path, name: str) -> Document:
    document: Document = json.loads((data / "taxonomy_changes" / f"{name}.json").read_text(encoding="utf-8"))
    return document


def key_of(name: str) -> str:
    return name.lower().replace(":", "_")


def named(names: list[str]) -> list[Document]:
    return [{"key": key_of(name), "name": name} for name in names]


# GoEmotions: 27 emotions become Ekman's 6


@cache
def comments(data: Path, version: str) -> list[Row]:
    folder = data / "taxonomy_changes" / "goemotions_data"
    names = (folder / f"{version}_labels.txt").read_text(encoding="utf-8").split()
    with (folder / f"{version}_dev.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(id, frozenset(names[int(index)] for index in labels.split(","))) for _, labels, id in rows]


def merges(data: Path, kind: str, **members: Any) -> list[Document]:
    """The operations of the mapping: one for each emotion that takes others in."""
    return [
        {
            "kind": kind,
            "field": "emotion",
            "target": rule["to"][0],
            "sources": [key for key in rule["from"] if key != rule["to"][0]],
            **members,
        }
        for rule in change(data, "goemotions_27_to_ekman")["rules"]
        if rule["op"] == "merge"
    ]


def as_spans(row: Row) -> Document:
    """Each emotion of a comment as a span over its first sign, in the order of the alphabet."""
    spans = [
        {"id": f"s{number}", "label": label, "start": 0, "end": 1}
        for number, label in enumerate(sorted(row[1]))
    ]
    return {"emotion": {"spans": spans}}


def as_choices(row: Row) -> Document:
    return {"emotion": {"choices": sorted(row[1])}}


def spans_plan(data: Path, **members: Any) -> Plan:
    labels = named(change(data, "goemotions_27_to_ekman")["from_labels"])
    field = {"key": "emotion", "type": "spans", "overlap": True, "labels": labels}
    schema = parse_document({"input": "text", "fields": [field]})
    return make_plan(schema, read_operations(merges(data, "merge_labels/1", **members)))


def values(data: Path, plan: Plan, write: Any) -> list[Value]:
    return [parse_value(write(row), plan.before) for row in comments(data, "original")]


def labels_of(value: Value) -> frozenset[str]:
    return frozenset(value.answers["emotion"].labels)


def test_the_27_emotions_become_those_that_the_data_set_was_published_with(real_data: Path) -> None:
    plan = spans_plan(real_data)

    found = [labels_of(plan.migrate(value).value) for value in values(real_data, plan, as_spans)]

    wanted = comments(real_data, "ekman")
    assert [id for id, _ in comments(real_data, "original")] == [id for id, _ in wanted]
    assert len(found) == 5426
    assert found == [labels for _, labels in wanted]
    assert {label.name for label in plan.after.field("emotion").all_labels} == set(
        change(real_data, "goemotions_27_to_ekman")["to_labels"]
    )


def test_as_many_labels_change_as_the_mapping_says(real_data: Path) -> None:
    plan = spans_plan(real_data)
    kept = {operation.target for operation in plan.operations} | {"neutral", "disgust"}  # type: ignore[attr-defined]

    changes = [
        change for value in values(real_data, plan, as_spans) for change in plan.migrate(value).changes
    ]

    used = Counter(label for _, labels in comments(real_data, "original") for label in labels)
    assert Counter(change.outcome.loss for change in changes) == {
        f"was {label}": times for label, times in used.items() if label not in kept
    }


def test_comments_without_a_merged_emotion_are_not_touched(real_data: Path) -> None:
    plan = spans_plan(real_data)
    merged = {key for operation in plan.operations for key in operation.sources}  # type: ignore[attr-defined]

    untouched = [value for value in values(real_data, plan, as_spans) if not labels_of(value) & merged]

    assert len(untouched) > 1000
    assert all(plan.migrate(value).value is value for value in untouched)


def test_merges_that_keep_what_it_was_go_back_to_the_same_bytes(real_data: Path) -> None:
    plan = spans_plan(real_data, origin="was")
    back = plan.reversed()

    start = values(real_data, plan, as_spans)
    there = [plan.migrate(value).value for value in start]

    assert [labels_of(value) for value in there] == [labels for _, labels in comments(real_data, "ekman")]
    assert [encode_value(back.migrate(value).value) for value in there] == [
        encode_value(value) for value in start
    ]


@pytest.mark.skipif("merge_options/1" not in KINDS, reason="not run: options cannot be merged here yet")
def test_emotions_that_are_options_become_the_same(real_data: Path) -> None:
    options = named(change(real_data, "goemotions_27_to_ekman")["from_labels"])
    schema = parse_document(
        {"input": "text", "fields": [{"key": "emotion", "type": "choices", "options": options}]}
    )
    plan = make_plan(schema, read_operations(merges(real_data, "merge_options/1")))

    found = [plan.migrate(value).value for value in values(real_data, plan, as_choices)]

    assert [labels_of(value) for value in found] == [labels for _, labels in comments(real_data, "ekman")]
    assert [len(labels_of(value)) for value in found] == [
        len(list(value.answers["emotion"].labels)) for value in found
    ]


# Universal Dependencies, version 1 to 2


HEAD = {"key": "head", "type": "choice", "options": [{"key": "predicate"}, {"key": "nominal"}]}


def to_labels(rule: Document) -> Document:
    """A rule as the operation on labels that it is."""
    sources, targets = map(key_of, rule["from"]), [*map(key_of, rule["to"])]
    match rule["op"]:
        case "add":
            return {"kind": "add_label/1", "label": named(rule["to"])[0]}
        case "rename":
            return {"kind": "rename_label/1", "label": next(sources), "name": rule["to"][0]}
        case "merge":
            return {"kind": "merge_labels/1", "sources": list(sources), "target": targets[0]}
        case "drop":
            return {"kind": "remove_label/1", "label": next(sources), "regions": "drop"}
    # obl when it depends on a predicate, nmod when on a nominal
    rules = [
        {"when": {"type": "attribute_is", "attribute": "head", "values": [head]}, "to": to}
        for head, to in (("predicate", "obl"), ("nominal", "nmod"))
    ]
    return {"kind": "split_label/1", "label": next(sources), "targets": targets, "rules": rules}


def to_relations(rule: Document) -> Document:
    """A rule as the operation on relations that it is."""
    sources = [*map(key_of, rule["from"])]
    match rule["op"]:
        case "add":
            return {"kind": "add_relation/1", "relation": named(rule["to"])[0]}
        case "rename":
            return {"kind": "rename_relation/1", "relation": sources[0], "name": rule["to"][0]}
        case "merge":
            return {"kind": "merge_relations/1", "sources": sources, "target": key_of(rule["to"][0])}
    return {"kind": "remove_relation/1", "relation": sources[0], "relations": "drop"}


def ordered(rules: list[Document]) -> list[Document]:
    """What is added comes first: others merge into it and are split into it."""
    return sorted(rules, key=lambda rule: rule["op"] != "add")


def dependency_labels(data: Path) -> Plan:
    document = change(data, "ud_relations_v1_to_v2")
    labels = [
        label | ({"attributes": [HEAD]} if label["key"] == "nmod" else {})
        for label in named(document["from_labels"])
    ]
    schema = parse_document({"input": "text", "fields": [{"key": "on", "type": "spans", "labels": labels}]})
    operations = [to_labels(rule) | {"field": "on"} for rule in ordered(document["rules"])]
    return make_plan(schema, read_operations(operations))


def tokens(labels: list[str], **heads: str) -> Document:
    """One span for each label; `heads` say what the nmod with that id depends on."""
    return {
        "on": {
            "spans": [
                {"id": f"t{n}", "label": label, "start": n, "end": n + 1}
                | ({"attributes": {"head": heads[f"t{n}"]}} if f"t{n}" in heads else {})
                for n, label in enumerate(labels)
            ]
        }
    }


def test_the_labels_of_universal_dependencies_end_as_version_2_names_them(real_data: Path) -> None:
    after = dependency_labels(real_data).after.field("on").all_labels

    assert {label.name for label in after} == set(change(real_data, "ud_relations_v1_to_v2")["to_labels"])


def test_dependencies_of_version_1_become_what_version_2_calls_them(real_data: Path) -> None:
    plan = dependency_labels(real_data)
    names = {label.key: label.name for label in plan.after.field("on").all_labels}
    labels = [
        "dobj",
        "nsubjpass",
        "csubjpass",
        "auxpass",
        "nmod",
        "nmod",
        "mwe",
        "name",
        "foreign",
        "neg",
        "remnant",
    ]
    value = parse_value(tokens(labels, t4="predicate", t5="nominal"), plan.before)

    found = plan.migrate(value)

    assert {part.id: names[part.label] for part in found.value.answers["on"].located} == {
        "t0": "obj",
        "t1": "nsubj:pass",
        "t2": "csubj:pass",
        "t3": "aux:pass",
        "t4": "obl",
        "t5": "nmod",
        "t6": "fixed",
        "t7": "flat",
        "t8": "flat",
    }
    dropped = {each.subject.label for each in found.changes if isinstance(each.outcome, Dropped)}
    assert dropped == {"neg", "remnant"}


def test_a_dependency_on_nobody_knows_what_is_asked_about(real_data: Path) -> None:
    plan = dependency_labels(real_data)

    (question,) = plan.migrate(parse_value(tokens(["nmod"]), plan.before)).questions

    assert [each.key for each in question.outcome.candidates] == ["nmod", "obl"]


def test_renamed_dependencies_touch_no_annotation(real_data: Path) -> None:
    plan = dependency_labels(real_data)
    value = parse_value(tokens(["dobj", "nsubjpass", "mwe"]), plan.before)

    assert plan.migrate(value).value is value


def test_dependencies_that_are_relations_become_what_version_2_calls_them(real_data: Path) -> None:
    document = change(real_data, "ud_relations_v1_to_v2")
    field = {
        "key": "on",
        "type": "spans",
        "labels": [{"key": "token"}],
        "relations": named(document["from_labels"]),
    }
    rules = [rule for rule in ordered(document["rules"]) if rule["op"] != "split"]
    plan = make_plan(
        parse_document({"input": "text", "fields": [field]}),
        read_operations([to_relations(rule) | {"field": "on"} for rule in rules]),
    )
    arrows = [
        {"id": f"r{n}", "type": kind["key"], "from": "t0", "to": "t1"}
        for n, kind in enumerate(field["relations"])
    ]
    value = tokens(["token", "token"])
    value["on"]["relations"] = arrows

    found = plan.migrate(parse_value(value, plan.before))

    names = {kind.key: kind.name for kind in plan.after.field("on").relations}
    assert set(names.values()) == set(document["to_labels"])
    still = {names[each.type] for each in found.value.answers["on"].relations}
    assert still == {"aux:pass", "csubj:pass", "fixed", "flat", "nmod", "nsubj:pass", "obj"}
    dropped = {each.subject.label for each in found.changes if isinstance(each.outcome, Dropped)}
    assert dropped == {"neg", "remnant", "name"}  # name and foreign joined the same two tokens


def test_a_renamed_part_of_speech_touches_no_annotation_and_goes_back(real_data: Path) -> None:
    document = change(real_data, "ud_upos_v1_to_v2")
    field = {"key": "on", "type": "spans", "labels": named(document["from_labels"])}
    schema = parse_document({"input": "text", "fields": [field]})
    rules = [to_labels(rule) | {"field": "on"} for rule in document["rules"]]
    plan = make_plan(schema, read_operations(rules))
    value = parse_value(tokens(["conj"]), schema)

    assert [label.name for label in plan.after.field("on").all_labels] == document["to_labels"]
    assert plan.migrate(value).value is value
    assert plan.reversed().after == plan.before
