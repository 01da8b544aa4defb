"""A worker process that carries out some jobs and says what it took: `python -m benchmarks.worker JOB …`.

As `docker-compose.yml` starts one: two jobs at a time, each in a thread.
"""

from __future__ import annotations

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

BEGUN = time.perf_counter()
AT_A_TIME = 2


def main(*ids: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labelwright.config.settings")
    import django

    django.setup()
    from django.db import connection

    from benchmarks.figures import peak_mb, spending
    from benchmarks.jobs import finish
    from labelwright.jobs.models import Job

    def carry_out(job: str) -> None:
        try:
            finish(Job.objects.get(pk=UUID(job)))
        finally:
            connection.close()

    ready = time.perf_counter() - BEGUN
    with spending() as spent, ThreadPoolExecutor(AT_A_TIME) as threads:
        list(threads.map(carry_out, ids))
    sys.stdout.write(json.dumps({"ready": ready, "cpu": spent.cpu, "peak_mb": peak_mb() or 0.0}))


if __name__ == "__main__":
    main(*sys.argv[1:])
