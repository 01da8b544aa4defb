"""Event streams run as coroutines; everything else runs in a pool of threads.

Measured: one event stream per thread stops a server of eight threads at the eighth browser, and DRF under plain
ASGI answers a quarter of what it answers behind a WSGI bridge.
"""

import os
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labelwright.config.settings")
streams: Any = get_asgi_application()

from labelwright.config import wsgi  # noqa: E402  (Django must be set up first)

application_of_threads: Any = wsgi.application  # two packages type WSGI differently
pages: Any = WSGIMiddleware(application_of_threads, workers=int(os.environ.get("LABELWRIGHT_THREADS", "12")))


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    app = streams if scope["path"].endswith("/stream") else pages
    await app(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
