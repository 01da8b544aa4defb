"""`manage.py prepare`: what a start needs from the database.

Progress goes to standard error; standard output is what people should be told once the web server answers: the
demo's log-ins (whatever `seed_demo` writes to its standard output), or how to make the first owner.
"""

from __future__ import annotations

import io
import shlex
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from labelwright.accounts.models import Organisation

NO_OWNER = """There is nobody in this installation yet. Make its first owner:
  {where}.venv/bin/python manage.py create_owner --organisation "Your team" --email you@example.org --name "Your name"
(the web server may go on running meanwhile)"""


class Command(BaseCommand):
    help = "Bring the database up to date and, on a fresh installation, put the demo into it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        self.migrate()
        if not options["no_demo"]:
            self.seed()
        log_ins = demo_log_ins()
        if log_ins.exists() and log_ins.read_text():
            self.stdout.write(log_ins.read_text())
        elif not Organisation.objects.exists():
            default = settings.DATA_DIR == settings.BASE_DIR / ".data"
            where = "" if default else f"LABELWRIGHT_DATA={shlex.quote(str(settings.DATA_DIR))} "
            self.stdout.write(NO_OWNER.format(where=where))

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.stderr.write(f"Bringing the database up to date ({len(plan)} steps) …")
            call_command("migrate", interactive=False, verbosity=0)

    def seed(self) -> None:
        """The demo goes into an installation that is empty; one that a start left half done is taken up again."""
        log_ins = demo_log_ins()
        began = log_ins.exists()
        if "seed_demo" not in get_commands() or (began and log_ins.read_text()):
            return
        if Organisation.objects.exists() and not began:
            self.stderr.write("This installation has its own people already: the demo is not added to it.")
            return
        log_ins.touch(mode=0o600)
        self.stderr.write("Putting the demo into the empty installation …")
        spoken = io.StringIO()
        call_command("seed_demo", stdout=spoken)
        log_ins.write_text(spoken.getvalue() or "The demo is there.")


def demo_log_ins() -> Path:
    """Empty while the demo is being made; then what to tell people at each start."""
    return Path(settings.DATA_DIR) / "demo-log-ins.txt"
