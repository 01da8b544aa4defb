"""`manage.py create_owner`: the first organisation and the person who owns it."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labelwright.accounts.founding import found_organisation
from labelwright.errors import LabelwrightError

PASSWORD = "LABELWRIGHT_OWNER_PASSWORD"  # noqa: S105  the name of a variable


class Command(BaseCommand):
    help = f"Make an organisation and its owner. The password is asked for, or read from {PASSWORD}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="the owner's name, as others see it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            membership = found_organisation(
                options["organisation"],
                email=options["email"],
                owner_name=options["name"],
                password=password(),
            )
        except LabelwrightError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{membership.user.email} owns {membership.organisation.name} and can log in now.")


def password() -> str:
    """Never an argument: those are seen by everybody on the machine."""
    given = os.environ.get(PASSWORD)
    if given:
        return given
    if not sys.stdin.isatty():
        raise CommandError(f"There is no terminal to ask for the password on; set {PASSWORD}.")
    first = getpass.getpass("Password (at least 12 characters): ")
    if getpass.getpass("Once more: ") != first:
        raise CommandError("The two passwords differ.")
    return first
