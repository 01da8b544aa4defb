"""What the scheduler rings for."""

from celery import shared_task

from exports.services import imports


@shared_task(name="exports.sweep")
def sweep() -> None:
    imports.sweep()
