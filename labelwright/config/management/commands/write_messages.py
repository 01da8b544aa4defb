"""`manage.py write_messages`: the catalogues of what the server says hold exactly what it says."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from labelwright.config import messages


class Command(BaseCommand):
    help = "Collect the sentences of the server into labelwright/locale, and compile the catalogues."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        sentences = messages.said().sentences
        for language in messages.LANGUAGES:
            missing = messages.write(language, sentences)
            self.stdout.write(f"{language}: {len(sentences)} sentences, {missing} without a translation.")
