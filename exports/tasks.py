"""What the scheduler rings for."""

from celery import shared_task

from annotation.services.pictures import remove_unused_pictures
from exports.services import imports
from labelwright import files


@shared_task(name="exports.sweep")
def sweep() -> None:
    imports.sweep()
    remove_unused_pictures()
    files.remove_parts()
