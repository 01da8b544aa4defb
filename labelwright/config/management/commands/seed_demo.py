"""Fill an empty installation with the demo, once, and say how to log in."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from labelwright.accounts.models import Organisation
from labelwright.config.demo import people
from labelwright.config.demo.seed import demo_is_there, seed_demo

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
SHOWN = ("curator", "annotator", "haruka", "reviewer", "quality", "modeler", "lead.hanbit", "admin")


class Command(BaseCommand):
    help = "Fill an empty installation with the demo. A second call only prints the log-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("The demo is for the embedded default; it has accounts that share a password.")
        kept = settings.DATA_DIR / "demo-password"
        if not demo_is_there():
            if Organisation.objects.exists():
                raise CommandError("There is an organisation already; the demo is for an empty installation.")
            seed_demo(password=_new_password(kept), say=lambda line: self.stderr.write(f"  {line}"))
        self._print_log_ins(kept)

    def _print_log_ins(self, kept: Path) -> None:
        password = kept.read_text().strip() if kept.exists() else "(was set elsewhere)"
        self.stdout.write(f"\n  Demo log-ins, all with the password {password}")
        described = {person.email.partition("@")[0]: person for person in people.PEOPLE}
        for name in SHOWN:
            person = described[name]
            roles = sorted({str(role) for roles in person.projects.values() for role in roles}) or [
                str(person.role)
            ]
            self.stdout.write(f"    {person.email:<42} {', '.join(roles).replace('_', ' ')}")


def _new_password(kept: Path) -> str:
    """A password of this installation's own: one that is written down anywhere would open every demo."""
    password = "demo-" + "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(password)
    return password
