"""What the scheduler rings for."""

from celery import shared_task

from annotation.services import leases
from annotation.services.digest import send


@shared_task(name="annotation.expire_leases")
def expire_leases() -> None:
    while leases.expire_leases() == leases.EXPIRED_AT_ONCE:
        pass
    leases.reopen_orphans()


@shared_task(name="annotation.send_digests")
def send_digests() -> None:
    send.send_due_digests()
