"""Average precision of located predictions, as the COCO challenge counts it.

Source: `COCOeval.evaluateImg` and `accumulate` of cocoapi's `cocoeval.py`, for all areas and 100 predictions an image.
Cut in two so that images can be matched batch by batch: what is kept of a prediction is its score and a bit per threshold.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

THRESHOLDS: Final = np.linspace(0.5, 0.95, 10)
RECALLS: Final = np.linspace(0.0, 1.0, 101)
MOST: Final = 100  # predictions of one label that count in one image
AT_50: Final = 0  # places among the thresholds
AT_75: Final = 5


class Matches(Struct, frozen=True):
    """Predictions of one label: scores, and for each a bit per threshold that it was right, or is not to be counted.

    `labelled` is how many there were to be found.
    """

    scores: NDArray[np.float64]
    right: NDArray[np.uint16]
    ignored: NDArray[np.uint16]
    labelled: int


NO_MATCHES: Final = Matches(
    np.zeros(0), np.zeros(0, dtype=np.uint16), np.zeros(0, dtype=np.uint16), labelled=0
)


def match(
    overlap: NDArray[np.float64], scores: NDArray[np.float64], crowds: NDArray[np.bool_] | None = None
) -> Matches:
    """What is right of the predictions of one label on one image. `overlap` is (predicted, labelled).

    The surest chooses first, and takes the label that it covers best. Labels that are crowds may be met often and
    count neither way.
    """
    order = np.argsort(-scores, kind="mergesort")[:MOST]
    crowded = np.zeros(overlap.shape[1], dtype=bool) if crowds is None else crowds
    labels = np.argsort(crowded, kind="mergesort")
    crowded, overlap = crowded[labels], overlap[np.ix_(order, labels)]
    right = np.zeros(len(order), dtype=np.uint16)
    ignored = np.zeros(len(order), dtype=np.uint16)
    for bit, threshold in enumerate(THRESHOLDS):
        taken = np.zeros(len(labels), dtype=bool)
        for row in range(len(order)):
            place = _best(overlap[row], taken, crowded, min(threshold, 1 - 1e-10))
            if place is None:
                continue
            taken[place] = True
            (ignored if crowded[place] else right)[row] |= np.uint16(1 << bit)
    return Matches(scores[order], right, ignored, labelled=int((~crowded).sum()))


def _best(
    overlap: NDArray[np.float64], taken: NDArray[np.bool_], crowded: NDArray[np.bool_], least: float
) -> int | None:
    """The free label that is covered best, the last of equals; a crowd only where nothing else is met."""
    for group in (~crowded & ~taken, crowded):
        free = np.flatnonzero(group & (overlap >= least))
        if len(free):
            covered = overlap[free]
            return int(free[len(free) - 1 - int(np.argmax(covered[::-1]))])
    return None


def together(parts: list[Matches]) -> Matches:
    """The matches of several images as one, in their order."""
    if not parts:
        return NO_MATCHES
    return Matches(
        np.concatenate([each.scores for each in parts]),
        np.concatenate([each.right for each in parts]),
        np.concatenate([each.ignored for each in parts]),
        labelled=sum(each.labelled for each in parts),
    )


def average_precision(found: Matches) -> NDArray[np.float64] | None:
    """Average precision at each of `THRESHOLDS`, 0 to 1; None where there was nothing to be found."""
    if not found.labelled:
        return None
    order = np.argsort(-found.scores, kind="mergesort")
    right, ignored = found.right[order].astype(np.int64), found.ignored[order].astype(np.int64)
    return np.array(
        [_at(right >> bit & 1, ignored >> bit & 1, found.labelled) for bit in range(len(THRESHOLDS))]
    )


def _at(right: NDArray[np.int64], ignored: NDArray[np.int64], labelled: int) -> float:
    counted = ignored == 0
    hits = np.cumsum(np.where(counted, right, 0), dtype=np.float64)
    misses = np.cumsum(np.where(counted, 1 - right, 0), dtype=np.float64)
    precision = hits / (hits + misses + np.spacing(1))
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    places = np.searchsorted(hits / labelled, RECALLS, side="left")
    reached = places < len(precision)
    return float(precision[places[reached]].sum() / len(RECALLS))
