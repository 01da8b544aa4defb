"""What was found out, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labelwright_client.compare import ItemChange, LabelChange, VersionDiff


def diff_in_words(diff: VersionDiff) -> Iterator[str]:
    """The difference of two versions: schema, items, labels."""
    if diff.before == diff.after:
        yield "They are the same, byte by byte."
        return
    schema = diff.schema
    if schema.before == schema.after and not schema.obstacle:
        yield f"Schema {schema.after} in both"
    else:
        yield f"Schema {schema.before} → {schema.after}"
    yield from (f"  {words}" for words in schema.operations)
    if schema.obstacle:
        yield f"  {schema.obstacle}"
    yield "Items"
    for name, change in (("added", diff.added), ("removed", diff.removed), ("changed", diff.changed)):
        yield f"  {change.count:>9,} {name}{_examples(change)}"
    yield f"  {diff.same:>9,} the same"
    yield "Labels"
    changed = [each for each in diff.labels if each.before != each.after]
    yield from (_label(each) for each in changed)
    if not changed:
        yield "  used as often as before"


def lens_in_words(lens: dict[str, Any] | None) -> Iterator[str]:
    """What a version lost on its way to another schema; nothing for a version itself."""
    if lens is None:
        return
    yield from lens["plan"]["words"]
    report = lens["report"]
    for count, words in (
        (report["annotations"]["lossy"], "annotations lost something"),
        (report["annotations"]["dropped"], "annotations lost a part"),
        (report["without_answer"], "annotations left out: only a person could say what they become"),
        (report["refused"], "annotations left out: not valid under their own schema"),
        (report["items_left_out"], "items left out with them"),
    ):
        if count:
            yield f"  {count:>9,} {words}"


def _examples(change: ItemChange) -> str:
    if not change.examples:
        return ""
    more = ", …" if change.count > len(change.examples) else ""
    return f": {', '.join(change.examples)}{more}"


def _label(change: LabelChange) -> str:
    before = "not there" if change.before is None else f"{change.before:,}"
    after = "not there" if change.after is None else f"{change.after:,}"
    more = (change.after or 0) - (change.before or 0)
    return f"  {change.field}/{change.label}: {before} → {after} ({more:+,})"
