"""`labelwright schema …`: a label schema that lives in git is compared, rehearsed and applied from a terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from labelwright_client.client import Client
from labelwright_client.errors import BadFile, ClientError, Problem
from labelwright_client.progress import Once, say
from labelwright_client.schema import Data, ProjectSchema

Connect = Callable[[], Client]
# From what needs attention first to what is harmless.
OUTCOMES = {
    "dropped": "would be dropped",
    "person": "need a person",
    "lossy": "change and lose something",
    "lossless": "change and lose nothing",
}


def add_commands(commands: Any, connect: Connect) -> None:
    """`diff`, `plan`, `apply` and `status` are below `commands`."""
    schema = commands.add_parser(
        "schema", help="compare, rehearse and apply a label schema that lives in git"
    )
    below = schema.add_subparsers(required=True, metavar="COMMAND")

    diff = _command(
        below, "diff", "what differs from the published schema, and how the labels follow", connect, _diff
    )
    _add_files(diff)
    diff.add_argument(
        "--decide", action="append", default=[], metavar="ID=CHOICE", help="what was meant by a difference"
    )
    diff.add_argument("--write", metavar="FILE", help="write the operations as YAML")

    plan = _command(below, "plan", "rehearse: count what would become of every label", connect, _plan)
    _add_files(plan)

    apply = _command(
        below, "apply", "publish what was rehearsed, and carry the labels along", connect, _apply
    )
    apply.add_argument("--note", default="", help="why the schema changes")
    apply.add_argument(
        "--vendor", metavar="ID", help="ask people of this vendor, not those who made the labels"
    )
    apply.add_argument("--in-house", action="store_true", help="ask people in house")
    apply.add_argument(
        "--ask-refused",
        action="store_true",
        help="also ask about labels that are not valid under their own schema",
    )
    apply.add_argument("--wait", action="store_true", help="until the labels are carried")

    _command(below, "status", "what became of the labels, newest first", connect, _status)


def _command(
    below: Any,
    name: str,
    words: str,
    connect: Connect,
    run: Callable[[argparse.Namespace, ProjectSchema], int],
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = below.add_parser(name, help=words)
    parser.add_argument("project", help="its short name")

    def go(arguments: argparse.Namespace) -> int:
        with connect() as client:
            return run(arguments, client.schema(arguments.project))

    parser.set_defaults(run=go)
    return parser


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--schema", metavar="FILE", help="YAML that becomes the project's draft first")
    parser.add_argument("--operations", metavar="FILE", help="YAML that says how the labels follow")


def _diff(arguments: argparse.Namespace, schema: ProjectSchema) -> int:
    decisions = dict(_pair(text) for text in arguments.decide)
    found = _prepared(arguments, schema)
    if decisions:
        found = schema.decide(decisions)
    say(differences_in_words(found))
    if found["plan"] is None:
        return 1
    if arguments.write:
        Path(arguments.write).write_text(found["plan"]["yaml"], encoding="utf-8")
    return 0


def _plan(arguments: argparse.Namespace, schema: ProjectSchema) -> int:
    found = _prepared(arguments, schema)
    say(differences_in_words(found))
    if found["plan"] is None:
        return 1
    if not found["plan"]["touches_labels"]:
        say(["No label in use changes; there is nothing to rehearse."])
        return 0
    say(rehearsal_in_words(schema.rehearse(on_wait=Once("The server counts …").say)))
    return 0


def _apply(arguments: argparse.Namespace, schema: ProjectSchema) -> int:
    migration = schema.apply(
        note=arguments.note,
        vendor=arguments.vendor,
        by_makers=not (arguments.vendor or arguments.in_house),
        ask_refused=arguments.ask_refused,
    )
    if migration is None:
        say(["Published. No label in use changes."])
        return 0
    if arguments.wait:
        migration = schema.wait_for(migration)
    say(migration_in_words(migration))
    return 1 if migration["progress"]["failed"] else 0


def _status(arguments: argparse.Namespace, schema: ProjectSchema) -> int:
    migrations = schema.migrations()
    for migration in migrations:
        say(migration_in_words(migration))
    if not migrations:
        say(["No schema version has changed labels yet."], sys.stderr)
    return 0


def _prepared(arguments: argparse.Namespace, schema: ProjectSchema) -> Data:
    """The differences, when the files are with the server. Raises `BadFile` with every fault of one."""
    if arguments.schema:
        saved = _sent(arguments.schema, schema.save)
        if saved["errors"]:
            raise BadFile(arguments.schema, saved["errors"])
    if arguments.operations:
        return _sent(arguments.operations, schema.save_operations)
    return schema.differences()


def _sent(file: str, send: Callable[[str], Data]) -> Data:
    try:
        text = Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ClientError(f"{file} is not text in UTF-8.") from error
    try:
        return send(text)
    except Problem as problem:
        faults = problem.document.get("errors")
        if not faults:
            raise
        raise BadFile(file, faults) from problem


def _pair(text: str) -> tuple[str, str]:
    """An id may hold “=”; the key of a choice does not."""
    name, sign, choice = text.rpartition("=")
    if not sign or not name or not choice:
        raise ClientError(f"Expected ID=CHOICE, found {text!r}.")
    return name, choice


def differences_in_words(found: Data) -> Iterator[str]:
    """Every difference; where it is not clear what was meant, what may have been; and the operations."""
    if not found["differences"] and (found["plan"] is None or not found["plan"]["operations"]):
        yield "Nothing differs that labels could notice."
    for difference in found["differences"]:
        yield difference["words"]
        if difference["decided"] is None and found["plan"] is None:
            yield from (
                f"  --decide {difference['id']}={choice['key']}  {choice['words']}"
                for choice in difference["choices"]
            )
    if found["plan"] is None:
        yield "It is not decided yet how the labels follow."
        yield from (f"  {fault['detail']}" for fault in found["errors"])
        return
    for number, operation in enumerate(found["plan"]["operations"], start=1):
        yield f"{number:>3}. {operation['words']}"


def rehearsal_in_words(rehearsal: Data) -> Iterator[str]:
    """What would become of labels, the worst first."""
    tally = rehearsal["tally"]
    for row in tally["rows"]:
        name = "/".join(filter(None, (row["field"], row["label"])))
        yield f"{row['parts']:>9,} of {name} {OUTCOMES.get(row['outcome'], row['outcome'])}"
    refused = tally["annotations"]["refused"]
    if refused:
        yield f"{refused:>9,} annotations are not valid under their own schema"
    if not tally["rows"]:
        yield "No label changes."
    if rehearsal["hours"]:
        yield f"About {rehearsal['hours']:.1f} hours of people."
    yield "Nothing has changed yet. To apply exactly this: labelwright schema apply"


def migration_in_words(migration: Data) -> Iterator[str]:
    """A schema migration: how far it is, what it does, what it left for people."""
    state = "taken back" if migration["reverted"] else migration["state"]
    head = f"schema {migration['from_version']} → {migration['to_version']}: {state}, {migration['started_at'][:10]}"
    yield f"{head}  {migration['note']}".rstrip()
    yield from (f"  {operation['words']}" for operation in migration["operations"])
    progress, questions = migration["progress"], migration["questions"]
    if migration["state"] in ("running", "paused") and progress["total"] is not None:
        yield f"  {progress['done']:,} of {progress['total']:,} annotations"
    if progress["failed"]:
        yield f"  {len(progress['failed'])} of its jobs failed: {', '.join(progress['failed'])}"
    if questions["open"] or questions["answered"]:
        yield f"  {questions['open']:,} questions open, {questions['answered']:,} answered"
