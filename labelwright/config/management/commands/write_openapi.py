"""`manage.py write_openapi`: docs/openapi.json, from which the front end's types are made."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.drainage import GENERATOR_STATS

from labelwright.config.pages import openapi_bytes


class Command(BaseCommand):
    help = "Write the OpenAPI document to docs/openapi.json; with --check, say whether the file there is up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "openapi.json"
        document = openapi_bytes()
        GENERATOR_STATS.emit_summary()
        if not options["check"]:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(document)
            self.stdout.write(f"{path} is written.")
        elif not path.exists() or path.read_bytes() != document:
            raise CommandError("docs/openapi.json is not what the code says: `make schema` writes it anew.")
        elif GENERATOR_STATS:
            raise CommandError("Some of the API is not described (see above).")
