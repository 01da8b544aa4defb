"""The dataset card: README.md of a version, with the head that Hugging Face reads. No date, number or person of its publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from datasets.splits import RULE

_TASKS: Final = {
    "regions": "object-detection",
    "spans": "token-classification",
    "segments": "voice-activity-detection",
    "choice": "classification",
    "choices": "classification",
}
_OUTCOMES: Final = {
    "as_written": "as the guideline says",
    "clarify_guideline": "the guideline was made clearer",
    "change_schema": "the label schema is to change",
    "data_problem": "a problem with the data",
    "wont_change": "stays as it is",
    "answered": "answered",
}
_SIZES: Final = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)


def card(head: Mapping[str, Any]) -> str:
    """The text of the card for a manifest's head."""
    counts, decided = head["counts"], head["lineage"].get("decisions")
    parts = [
        f"---\n{yaml.safe_dump(_front_matter(head), sort_keys=True, allow_unicode=True)}---",
        f"# {head['project']}",
        f"{counts['items']} items ({head['input']}) with {counts['annotations']} annotations: {_source(head)}.",
        "## Splits\n\n"
        + _table(
            ("split", "share", "items", "annotations"),
            [
                (each["name"], f"{share['share']:g}", each["items"], each["annotations"])
                for each, share in zip(counts["splits"], head["splits"]["shares"], strict=True)
            ],
        ),
        f"Rule `{RULE}`: the first eight bytes of SHA-256 over the salt `{head['splits']['salt']}`, a line feed and "
        "`group:<group_key>` (or `content:<content_hash>` without a group), as a share of 2^64, fall into the splits in "
        "this order. A new item never moves an old one, and a group stays together.",
        "## Labels\n\n" + _labels(counts),
        "## Files\n\n"
        "- `data/items-*.parquet`: one row an item.\n"
        "- `data/annotations-*.parquet`: one row an annotation; an item that several people labelled has several. "
        "`value` is JSON by the keys of `schema.json`.\n"
        "- `media/<sha256>`: the items' bytes.\n"
        "- `schema.json`, and `guideline.md` where there is one: what may be said, and the rules.\n"
        + _page(head["guideline"])
        + _pictures(head["guideline"])
        + _decisions_file(decided)
        + "- `manifest.json`: every file with its SHA-256. The manifest's own SHA-256 is the identity of the version.",
        *(["## Decisions\n\n" + _decisions(decided)] if decided else []),
        "## Lineage\n\n" + _lineage(head),
        *(["## Read under another schema\n\n" + _lens(head)] if "lens" in head else []),
    ]
    return "\n\n".join(parts) + "\n"


def _front_matter(head: Mapping[str, Any]) -> dict[str, Any]:
    kinds = [each["type"] for each in head["schema"]["document"]["fields"]]
    tasks = {
        f"{head['input']}-classification" if task == "classification" else task
        for task in (_TASKS.get(kind) for kind in kinds)
        if task
    }
    total = head["counts"]["items"]
    return {
        "pretty_name": head["project"],
        "tags": ["labelwright"],
        "task_categories": sorted(tasks),
        "size_categories": [next((name for limit, name in _SIZES if total < limit), "n>10M")],
        "configs": [
            {"config_name": name, "data_files": f"data/{name}-*.parquet"} for name in ("items", "annotations")
        ],
    }


def _source(head: Mapping[str, Any]) -> str:
    return (
        "those that were accepted"
        if head["source"] == "accepted"
        else "those that were submitted or accepted"
    )


def _labels(counts: Mapping[str, Any]) -> str:
    names = [each["name"] for each in counts["splits"]]
    rows = [
        (each["field"], each["label"], each["name"], *(each["splits"][name] for name in names), each["count"])
        for each in counts["labels"]
    ]
    return _table(("field", "key", "name", *names, "all"), rows) if rows else "The schema has no labels."


def _page(guideline: Mapping[str, Any] | None) -> str:
    """Nothing for versions from before there was one."""
    if guideline is None or "page" not in guideline:
        return ""
    return f"- `{guideline['page']}`: the rules as one page, with the pictures of their examples.\n"


def _pictures(guideline: Mapping[str, Any] | None) -> str:
    if guideline is None or "pictures" not in guideline:
        return ""
    path = guideline["pictures"]["path"]
    return f"- `{path}<key>.webp`: what `guideline.md` shows as `![…](picture:<key>)`.\n"


def _decisions_file(decided: Mapping[str, Any] | None) -> str:
    if decided is None:
        return ""
    return (
        f"- `{decided['path']}`: questions of those who labelled, and the answers; one JSON object a line.\n"
    )


def _decisions(decided: Mapping[str, Any]) -> str:
    """How many questions were answered, how, and about which labels."""
    outcomes = [(_OUTCOMES[each], count) for each, count in decided["outcomes"].items() if count]
    labels = [(each["field"], each["label"], each["name"], each["count"]) for each in decided["labels"]]
    return "\n\n".join(
        [
            f"Published answers about what is in this version: {decided['count']}. They are in `{decided['path']}`, in the "
            "words that everybody in the project reads, and without names.",
            _table(("outcome", "questions"), outcomes),
            *([_table(("field", "key", "name", "questions"), labels)] if labels else []),
        ]
    )


def _lineage(head: Mapping[str, Any]) -> str:
    lineage = head["lineage"]
    lines = [f"- Schema identity: `{head['schema']['identity']}`"]
    lines += [
        f"- Written under schema version {each['number']} (`{each['identity'][:12]}`): {each['annotations']} annotations"
        for each in lineage["schema_versions"]
    ]
    lines += [
        f"- Written under guideline version {each['number']} (`{each['sha256'][:12]}`): {each['annotations']} annotations"
        for each in lineage["guideline_versions"]
    ]
    lines += [f"- Cause {cause}: {count}" for cause, count in lineage["causes"].items()]
    if "schema_migrations" in lineage:
        lines += _schema_migrations(lineage["schema_migrations"])
    return "\n".join([*lines, f"- Annotators: {lineage['annotators']}"])


def _schema_migrations(migrations: Mapping[str, Any]) -> list[str]:
    """The way of older annotations to this schema, and what did not come along."""
    left_out = migrations["left_out"]
    return [
        *(_link(each) for each in migrations["chain"]),
        f"- Read through these operations: {migrations['carried']} annotations",
        f"- Left out: {left_out['waiting']} that wait for a person's answer, {left_out['refused']} that are not valid under "
        f"their own schema, {left_out['unreachable']} from which no operations lead here",
    ]


def _lens(head: Mapping[str, Any]) -> str:
    lens, report = head["lens"], head["lens"]["report"]
    lines = [
        f"- This is the version `{lens['base']}`, which is under schema version {lens['schema']['number']}, "
        f"read under schema version {head['schema']['number']}.",
        *(f"- {_cell(words)}" for words in lens["plan"]["words"]),
        f"- Annotations that lost something: {report['annotations']['lossy']}; of which a part is gone: "
        f"{report['annotations']['dropped']}",
        f"- Left out: {report['without_answer']} that a person would have to decide, {report['refused']} that are not "
        f"valid under their own schema; with them {report['items_left_out']} items",
    ]
    return "\n".join(lines)


def _link(version: Mapping[str, Any]) -> str:
    does = "; ".join(_cell(words) for words in version["operations"]) or "nothing that labels notice"
    restores = f", restores version {version['restores']}" if version["restores"] else ""
    day = (version["published_at"] or "")[:10]
    return f"- Schema version {version['number']} ({day}, {version['published_by']}{restores}): {does}"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    """As text of a table: a name with a bar or a line feed in it must not become a column or a row."""
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
