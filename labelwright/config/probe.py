"""Health checks of the containers: `python -m labelwright.config.probe web|worker|scheduler`, exit code 0 or 1."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from pathlib import Path

SCHEDULER_WRITES_WITHIN = 90.0  # seconds; it writes its file after every sweep


def web() -> bool:
    """The web server on this machine says that it is ready."""
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    host = os.environ.get("LABELWRIGHT_HOSTS", "localhost").replace(",", " ").split()[0]
    connection.request("GET", "/healthz", headers={"Host": host})
    return connection.getresponse().status == 200


def worker() -> bool:
    """This container's worker answers over the broker."""
    from labelwright.config.celery import app

    name = f"celery@{socket.gethostname()}"
    return bool(app.control.ping(destination=[name], timeout=10))


def scheduler() -> bool:
    """The scheduler has sent something lately."""
    files = Path(os.environ.get("LABELWRIGHT_DATA", "/data")).glob("beat-schedule*")
    newest = max((file.stat().st_mtime for file in files), default=0.0)
    return time.time() - newest < SCHEDULER_WRITES_WITHIN


if __name__ == "__main__":
    probes = {"web": web, "worker": worker, "scheduler": scheduler}
    try:
        sys.exit(0 if probes[sys.argv[1]]() else 1)
    except OSError:
        sys.exit(1)
