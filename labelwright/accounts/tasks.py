"""What the scheduler rings for."""

from celery import shared_task

from labelwright.accounts.audit import tell_heads
from labelwright.accounts.services import sessions


@shared_task(name="accounts.tell_audit_heads")
def tell_audit_heads() -> None:
    tell_heads()


@shared_task(name="accounts.forget_sessions")
def forget_sessions() -> None:
    sessions.forget_ended_sessions()
