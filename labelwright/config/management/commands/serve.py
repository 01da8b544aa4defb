"""`manage.py serve`: the supervisor, in place of this process (it needs no Django, and so little memory)."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from labelwright.config.supervisor import ROOT


class Command(BaseCommand):
    help = "Start web server, worker and scheduler on this machine, and stop them together."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000")
        parser.add_argument("--data", default="")
        parser.add_argument("--no-demo", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        command = [sys.executable, "-m", "labelwright.config.supervisor", "--port", options["port"]]
        command += ["--data", os.path.abspath(options["data"])] if options["data"] else []
        command += ["--no-demo"] if options["no_demo"] else []
        os.chdir(ROOT)
        os.execv(sys.executable, command)  # noqa: S606
