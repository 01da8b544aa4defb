"""What was right and wrong so far; the state fits into a job's cursor."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct, field

from guidelines.schema.document import Schema

SEPARATOR: Final = "|"
PAIRS_TOLD: Final = 1000


class Count(Struct):
    """Of one label: predicted where it is, not predicted, predicted where it is not. `unscored` have no area."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    unscored: int = 0


class Sum(Struct):
    """Of one field: how often it was answered, and answered the same; `distance` adds up what numbers are apart."""

    answered: int = 0
    same: int = 0
    silent: int = 0  # not predicted
    distance: float = 0.0


class Tally(Struct):
    """Keys of `labels`: field, label; of `pairs`: field, label, predicted label; of `sums`: field."""

    items: int = 0
    without_prediction: int = 0
    several: int = 0  # items with more than one annotation, of which one was taken
    labels: dict[str, Count] = field(default_factory=dict)
    pairs: dict[str, int] = field(default_factory=dict)
    sums: dict[str, Sum] = field(default_factory=dict)

    def of(self, name: str, label: str) -> Count:
        """The count of a label, to be changed."""
        return self.labels.setdefault(SEPARATOR.join((name, label)), Count())

    def sum_of(self, name: str) -> Sum:
        """The sum of a field, to be changed."""
        return self.sums.setdefault(name, Sum())

    def pair(self, name: str, label: str, predicted: str) -> None:
        """Count one that is `label` and was predicted as `predicted`; empty where nothing is."""
        key = SEPARATOR.join((name, label, predicted))
        self.pairs[key] = self.pairs.get(key, 0) + 1


Precisions = dict[str, list[float]]  # field|label → average precision at each threshold


def report(tally: Tally, schema: Schema, precisions: Precisions) -> dict[str, Any]:
    """Every field with its figures, in the order of the schema; a figure is null where there was nothing to count."""
    return {
        "items": tally.items,
        "without_prediction": tally.without_prediction,
        "several_annotations": tally.several,
        "fields": [_field(tally, each, precisions) for each in schema.fields],
    }


def _field(tally: Tally, field: Any, precisions: Precisions) -> dict[str, Any]:
    labels = [_label(tally, field.key, each.key, each.name, precisions) for each in field.classes]
    kind = str(field.__struct_config__.tag)
    sums = tally.sums.get(field.key, Sum())
    whole = Count(
        right=sum(each["right"] for each in labels),
        missed=sum(each["missed"] for each in labels),
        extra=sum(each["extra"] for each in labels),
    )
    figures: dict[str, float | None] = {}
    if kind == "regions":
        mean = _mean_precision(field.key, precisions)
        figures |= {"ap": mean[0], "ap50": mean[1], "ap75": mean[2]}
    if labels:
        figures |= rates(whole)
    if kind not in ("regions", "spans", "segments"):
        figures["accuracy"] = _share(sums.same, sums.answered)
    if kind in ("number", "rating"):
        said = sums.answered - sums.silent
        figures["mean_absolute_error"] = sums.distance / said if said else None
    headline = "ap" if kind == "regions" else "f1" if kind in ("spans", "segments", "choices") else "accuracy"
    return {
        "field": field.key,
        "name": field.name,
        "type": kind,
        "headline": headline,
        "figures": figures,
        "labels": labels,
        "answered": sums.answered,
        "silent": sums.silent,
        "pairs": _pairs(tally, field.key),
    }


def _label(tally: Tally, name: str, label: str, title: str, precisions: Precisions) -> dict[str, Any]:
    key = SEPARATOR.join((name, label))
    count = tally.labels.get(key, Count())
    found = precisions.get(key)
    return {
        "label": label,
        "name": title,
        "labelled": count.right + count.missed,
        "predicted": count.right + count.extra,
        "right": count.right,
        "missed": count.missed,
        "extra": count.extra,
        "unscored": count.unscored,
        **rates(count),
        "ap": sum(found) / len(found) if found else None,
        "ap50": found[0] if found else None,
    }


def rates(count: Count) -> dict[str, float | None]:
    """Precision, recall and F1, 0 to 1; None where nothing was predicted, or nothing was to be found."""
    right, missed, extra = count.right, count.missed, count.extra
    return {
        "precision": _share(right, right + extra),
        "recall": _share(right, right + missed),
        "f1": _share(2 * right, 2 * right + missed + extra),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean_precision(name: str, precisions: Precisions) -> tuple[float | None, float | None, float | None]:
    """The mean over labels that there were any of: at all thresholds, at 0.5, at 0.75."""
    mine = [each for key, each in precisions.items() if key.split(SEPARATOR)[0] == name]
    if not mine:
        return None, None, None
    columns = [sum(column) / len(mine) for column in zip(*mine, strict=True)]
    return sum(columns) / len(columns), columns[0], columns[5]


def _pairs(tally: Tally, name: str) -> list[dict[str, Any]]:
    """What was taken for what, the most frequent first; an empty label stands for nothing at all."""
    mine = [
        (key.split(SEPARATOR), count)
        for key, count in tally.pairs.items()
        if key.split(SEPARATOR, 1)[0] == name
    ]
    ordered = sorted(mine, key=lambda each: (-each[1], each[0]))[:PAIRS_TOLD]
    return [
        {"label": label, "predicted": predicted, "count": count} for (_, label, predicted), count in ordered
    ]
