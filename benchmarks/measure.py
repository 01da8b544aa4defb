"""One benchmark in a process of its own: `python -m benchmarks.measure NAME OUT [--quick] [--annotations=N]`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

MODULES = {
    "import": "importing",
    "cycles": "cycles",
    "list": "listing",
    "publish": "publishing",
    "export": "exporting",
    "pull": "pulling",
    "memory": "memory",
    "migrations": "schema_migrations",
    "threads": "threads",
    "workbench": "workbench",
}


def main(name: str, out: str, *rest: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labelwright.config.settings")
    sys.path.insert(0, "client/src")
    import django

    django.setup()
    benchmark = import_module(f"benchmarks.{MODULES[name]}")
    sizes = [int(each.partition("=")[2]) for each in rest if each.startswith("--annotations=")]
    options = {"annotations": sizes[0]} if sizes and name == "migrations" else {}
    figures = benchmark.measure(quick="--quick" in rest, **options)
    Path(out).write_text(json.dumps([asdict(figure) for figure in figures]))


if __name__ == "__main__":
    main(*sys.argv[1:])
