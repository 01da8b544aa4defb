"""`labelwright predict …`: predictions go to the server, and come back as figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from labelwright_client.client import Client
from labelwright_client.predictions import Score, problem_in_words
from labelwright_client.progress import Once, say

Connect = Callable[[], Client]
WORDS = {
    "ap": "AP",
    "ap50": "AP50",
    "ap75": "AP75",
    "f1": "F1",
    "mean_absolute_error": "mean absolute error",
}


def add_commands(commands: Any, connect: Connect) -> None:
    """`upload` and `score` are below `commands`."""
    predict = commands.add_parser("predict", help="send the predictions of a model, and score them")
    below = predict.add_subparsers(required=True, metavar="COMMAND")

    upload = below.add_parser("upload", help="make a model run of a file of predictions")
    upload.add_argument("reference", metavar="PROJECT@VERSION", help="the version that is predicted")
    upload.add_argument("file", metavar="FILE", help="lines of JSON, or COCO results with --format coco")
    upload.add_argument("--name", required=True, help="what the model is called")
    upload.add_argument("--note", default="", help="what is worth knowing about it")
    upload.add_argument("--split", default="", help="the split that is predicted; all by default")
    upload.add_argument("--schema", type=int, metavar="N", help="schema version of the predictions")
    upload.add_argument("--format", choices=["jsonl", "coco"], default="jsonl")
    upload.add_argument(
        "--image-ids", choices=["export", "imported"], help="what image_id is in COCO results (export)"
    )
    upload.add_argument("--skip", action="store_true", help="leave out what does not fit, and say so")
    upload.set_defaults(run=lambda arguments: _upload(arguments, connect))

    score = below.add_parser("score", help="how well a model run fits the labels")
    score.add_argument("run_id", metavar="RUN")
    score.add_argument("--as-schema", type=int, metavar="N", help="compare under schema version N")
    score.add_argument("--threshold", type=float, default=0.5, help="how sure the model must be (0.5)")
    score.add_argument("--json", action="store_true", help="the whole report as JSON")
    score.set_defaults(run=lambda arguments: _score(arguments, connect))


def _upload(arguments: argparse.Namespace, connect: Connect) -> int:
    waiting = Once("The server reads them …")
    with connect() as client:
        run, refused = client.upload_predictions(
            arguments.reference,
            arguments.file,
            name=arguments.name,
            note=arguments.note,
            split=arguments.split,
            schema=arguments.schema,
            format=arguments.format,
            image_ids=arguments.image_ids,
            skip=arguments.skip,
            on_wait=waiting.say,
        )
    say([run["id"]])
    told = [f"{run['predictions']:,} predictions under schema {run['schema_version']['number']}."]
    if refused.count:
        told.append(f"{refused.count:,} were left out:")
        told += [f"  {problem_in_words(arguments.file, each)}" for each in refused.problems[:20]]
    say(told, sys.stderr)
    return 0


def _score(arguments: argparse.Namespace, connect: Connect) -> int:
    waiting = Once("The server compares them with the labels …")
    with connect() as client:
        score = client.score(
            arguments.run_id,
            as_schema=arguments.as_schema,
            threshold=arguments.threshold,
            on_wait=waiting.say,
        )
    say([json.dumps(score.document, ensure_ascii=False)] if arguments.json else list(in_words(score)))
    return 0


def in_words(score: Score) -> Iterator[str]:
    """The figures of each field and label."""
    report = score.report
    yield f"{report['items']:,} items under schema {score.document['as_schema']['number']}"
    if report["without_prediction"]:
        yield f"  {report['without_prediction']:,} of them without a prediction"
    if report["left_out"]:
        yield f"  {report['left_out']:,} others left out: they cannot be read under that schema"
    for field in report["fields"]:
        figures = [
            f"{WORDS.get(name, name)} {value:.3f}"
            for name, value in field["figures"].items()
            if value is not None
        ]
        yield f"{field['field']}: {', '.join(figures) or 'nothing to compare'}"
        for label in field["labels"]:
            if label["labelled"] or label["predicted"]:
                yield (
                    f"  {label['name']:<24} {label['right']:>7,} right {label['missed']:>7,} missed "
                    f"{label['extra']:>7,} too many   F1 {label['f1'] or 0:.3f}"
                )
