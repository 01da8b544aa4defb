"""`python -m benchmarks [names …]`: measure, show a table, and leave nothing behind.

Each benchmark runs in a process of its own against one installation that is made for the run. Nothing is asserted
about time: a slow machine gives slow figures, not a failure.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, machine, table
from benchmarks.installation import WEB_PROCESSES, Installation
from labelwright.config.install import ROOT
from labelwright.config.processes import die_with_parent

NAMES = (
    "import",
    "cycles",
    "list",
    "publish",
    "export",
    "pull",
    "memory",
    "migrations",
    "threads",
    "workbench",
)


def main() -> int:
    options = arguments()
    how = [*(["--quick"] if options.quick else []), f"--annotations={options.annotations}"]
    figures: list[Figure] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="lwbench", dir="/tmp") as name:
        Path(name).chmod(0o755)  # PostgreSQL runs as somebody else when we are root
        installation = Installation(Path(name), options.database_url)
        try:
            installation.migrate()
            for benchmark in options.names or NAMES:
                print(f"{benchmark} …", flush=True)
                found = one(benchmark, installation, *how)
                figures += found or []
                if found is None:
                    failed.append(benchmark)
        finally:
            installation.stop()
    here = machine()
    print(f"\n{table(figures)}\n")
    print(
        f"{here['cores']} cores ({here['processor']}), load {here['load'][0]} at the end, Python {here['python']}; "
        f"{installation.kind}, {WEB_PROCESSES} web processes; server, database and load share the cores"
    )
    if options.json:
        result = {
            "machine": here,
            "installation": installation.kind,
            "quick": options.quick,
            "figures": [figure.plain() for figure in figures],
        }
        options.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    if failed:
        print(f"Not measured, because it broke: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def one(name: str, installation: Installation, *how: str) -> list[Figure] | None:
    """The figures of one benchmark; None when it broke, which it has said itself."""
    out = installation.folder / f"{name}.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.measure", name, str(out), *how],
        cwd=ROOT,
        env=installation.environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    try:
        code = process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    return None if code else [Figure(**row) for row in json.loads(out.read_text())]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help=f"which: {', '.join(NAMES)} (default: all)")
    parser.add_argument(
        "--database-url",
        default="",
        metavar="URL",
        help="a PostgreSQL server that may make databases, or `sqlite` (default: a server of its own, if installed)",
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of everything: does it run at all?")
    parser.add_argument(
        "--annotations",
        type=int,
        default=1_000_000,
        metavar="N",
        help="how large the largest project of `migrations` is (default: 1,000,000)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
