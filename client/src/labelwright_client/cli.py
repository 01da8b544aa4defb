"""The command `labelwright`."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from typing import TextIO

from labelwright_client import config, predict_commands, schema_commands
from labelwright_client.client import Client
from labelwright_client.errors import ClientError
from labelwright_client.folder import verify
from labelwright_client.progress import Bar, Once, size
from labelwright_client.words import diff_in_words, lens_in_words


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 0 well, 1 something was wrong and was said, 2 wrong usage, 130 stopped by the person."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except ClientError as error:
        _say(f"labelwright: {error}", sys.stderr)
        return 1
    except OSError as error:  # no space, no permission
        _say(f"labelwright: {error}", sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say("\nStopped. The same command goes on where it stopped.", sys.stderr)
        return 130


def _say(text: str, out: TextIO | None = None) -> None:
    print(text, file=out or sys.stdout)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="labelwright",
        description="Pull, compare and verify Labelwright dataset versions; keep a label schema in git; score predictions.",
        epilog="LABELWRIGHT_URL and LABELWRIGHT_TOKEN go before what `labelwright login` kept.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    login = commands.add_parser("login", help="keep the address of the server and a token")
    login.add_argument("url", nargs="?", help="such as https://labels.example.org")
    login.set_defaults(run=_login)

    versions = commands.add_parser("versions", help="list the published versions of a project")
    versions.add_argument("project", help="its short name")
    versions.set_defaults(run=_versions)

    pull = commands.add_parser("pull", help="download a version, or go on with it")
    pull.add_argument("reference", metavar="PROJECT@VERSION", help="such as cells@1 or cells@latest")
    pull.add_argument(
        "--as-schema",
        type=int,
        metavar="N",
        help="under schema version N of the project, if anything leads there",
    )
    pull.add_argument(
        "--to", metavar="DIR", help="folder; by default PROJECT@VERSION here, with -as-N behind it"
    )
    pull.add_argument("--only", choices=["labels", "media"], help="leave the other out")
    pull.add_argument("--workers", type=int, default=4, help="downloads at a time (4)")
    pull.set_defaults(run=_pull)

    diff = commands.add_parser("diff", help="what changed from one version to another")
    diff.add_argument("before", metavar="PROJECT@VERSION")
    diff.add_argument("after", metavar="PROJECT@VERSION")
    diff.set_defaults(run=_diff)

    check = commands.add_parser("verify", help="compare a pulled version with its manifest")
    check.add_argument("folder", metavar="DIR")
    check.add_argument("--identity", help="what the manifest's SHA-256 must be")
    check.set_defaults(run=_verify)

    # found when it is called
    schema_commands.add_commands(commands, lambda: _client())
    predict_commands.add_commands(commands, lambda: _client())
    return parser


def _client() -> Client:
    return Client(*config.load())


def _login(arguments: argparse.Namespace) -> int:
    url = arguments.url or input("Address of the server: ").strip()
    if not url.startswith(("http://", "https://")):
        url = f"https://{url}"
    token = getpass.getpass("Token (it is not shown): ").strip()
    with Client(url, token) as client:
        projects = client.projects()
    path = config.save(url, token)
    _say(f"The token sees {len(projects)} project(s). Kept in {path}.")
    return 0


def _versions(arguments: argparse.Namespace) -> int:
    with _client() as client:
        rows = client.versions(arguments.project)
    for row in rows:
        name = f"{row['slug']}@{row['number']}"
        counts = f"{row['counts']['items']} items, {size(row['files']['bytes'])}"
        _say(
            f"{name:<20} {row['identity'][:12]}  {row['published_at'][:10]}  {counts}  {row['note']}".rstrip()
        )
    if not rows:
        _say(f"{arguments.project} has no published version yet.", sys.stderr)
    return 0


def _pull(arguments: argparse.Namespace) -> int:
    bar, waiting = Bar(), Once("The server reads it under that schema …")
    with _client() as client:
        try:
            version = client.pull(
                arguments.reference,
                as_schema=arguments.as_schema,
                on_wait=waiting.say,
                to=arguments.to,
                only=arguments.only,
                workers=arguments.workers,
                on_start=bar.start,
                progress=bar.add,
            )
        finally:
            bar.end()
    _say(f"{version.path}")
    for line in lens_in_words(version.lens):
        _say(line, sys.stderr)
    _say(f"Every byte is as published. Identity {version.identity}", sys.stderr)
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    with _client() as client:
        found = client.diff(arguments.before, arguments.after)
    for line in diff_in_words(found):
        _say(line)
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    report = verify(arguments.folder, identity=arguments.identity)
    for path in report.wrong:
        _say(f"differs  {path}")
    for path in report.missing:
        _say(f"missing  {path}")
    note = f", without {report.left_out}" if report.left_out else ""
    verdict = "intact" if report.intact else "NOT intact"
    _say(f"{arguments.folder} is {verdict}: {report.checked} files{note}. Identity {report.identity}")
    return 0 if report.intact else 1


if __name__ == "__main__":
    sys.exit(main())
