"""The Celery application. It only wakes workers: the Job row is the record (labelwright/jobs)."""

import os
from pathlib import Path
from typing import Any

from celery import Celery, signals
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labelwright.config.settings")

TRANSPORT_ALIASES["files"] = "labelwright.config.broker:Transport"

app = Celery("labelwright")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def make_broker_folders(sender: Celery, **kwargs: object) -> None:
    """kombu's file broker expects its folders to be there."""
    for key, folder in sender.conf.broker_transport_options.items():
        if "folder" in key:
            Path(folder).mkdir(parents=True, exist_ok=True)


@signals.worker_ready.connect
def look_after_the_worker(sender: Any, **kwargs: object) -> None:
    from labelwright.jobs.watchdog import watch_over  # Django is set up by now

    watch_over(sender.app)
