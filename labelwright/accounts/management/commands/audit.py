"""`manage.py audit verify`: whether the audit log is as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labelwright.accounts.audit import first_broken
from labelwright.accounts.models import Organisation


class Command(BaseCommand):
    help = "Check the hash chain of the audit log of every organisation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify"])
        parser.add_argument("--organisation", help="The slug of one organisation; all without it.")

    def handle(self, *args: Any, **options: Any) -> None:
        organisations = Organisation.objects.order_by("slug")
        if options["organisation"]:
            organisations = organisations.filter(slug=options["organisation"])
            if not organisations.exists():
                raise CommandError(f"There is no organisation {options['organisation']}.")
        broken = [slug for organisation in organisations if (slug := self._verify(organisation))]
        if broken:
            raise CommandError(f"The audit log was changed: {', '.join(broken)}.")

    def _verify(self, organisation: Organisation) -> str:
        """The organisation's slug if its chain does not hold; nothing if it does."""
        event = first_broken(organisation)
        if event is not None:
            self.stderr.write(
                f"{organisation.slug}: event {event.sequence} (row {event.pk}) is not as it was written."
            )
            return organisation.slug
        # Kept elsewhere, the head also shows that events were cut off at the end.
        last = organisation.audit_events.order_by("-sequence").first()
        head = f"{last.sequence} events, head {last.hash}" if last else "no events"
        self.stdout.write(f"{organisation.slug}: holds, {head}")
        return ""
