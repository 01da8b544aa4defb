"""What the scheduler rings for."""

from celery import shared_task

from exports.services import imports
from labelwright import files


@shared_task(name="exports.sweep")
def sweep() -> None:
    imports.sweep()
    files.remove_parts()
