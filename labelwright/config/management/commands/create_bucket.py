"""`manage.py create_bucket`: the S3 bucket that the settings name is there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Make the S3 bucket LABELWRIGHT_S3_BUCKET if it is not there; nobody but its owner can read it."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.S3_BUCKET:
            raise CommandError("LABELWRIGHT_S3_BUCKET is not set: files are kept on disk.")
        storage: Any = default_storage
        client = storage.connection.meta.client
        there = {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}
        if settings.S3_BUCKET in there:
            self.stdout.write(f"The bucket {settings.S3_BUCKET} is there.")
            return
        client.create_bucket(Bucket=settings.S3_BUCKET)
        self.stdout.write(f"The bucket {settings.S3_BUCKET} is made.")
