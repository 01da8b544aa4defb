"""What Celery delivers, perhaps twice, perhaps late: an id. The row decides."""

from uuid import UUID

from celery import shared_task

from labelwright.jobs import runner, services


@shared_task(name="jobs.run")
def run(job_id: str) -> None:
    services.say_alive(runner.worker_name())
    runner.run_job(UUID(job_id))


@shared_task(name="jobs.sweep")
def sweep() -> None:
    services.say_alive(runner.worker_name())
    services.sweep()
