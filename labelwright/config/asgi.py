"""Event streams run as coroutines; everything else runs in a pool of threads.

Measured: one event stream per thread stops a server of eight threads at the eighth browser, and DRF under plain
ASGI answers a quarter of what it answers behind a WSGI bridge.
"""

import asyncio
import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labelwright.config.settings")
streams: Any = get_asgi_application()

from labelwright.config import wsgi  # noqa: E402  (Django must be set up first)
from labelwright.config.refusals import Writer, refusals  # noqa: E402
from labelwright.config.threads import Threads  # noqa: E402

pages = Threads(wsgi.application, threads=int(os.environ.get("LABELWRIGHT_THREADS", "12")))


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    app = streams if scope["path"].endswith("/stream") else pages
    await app(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    writer = Writer(refusals)
    while True:
        message = await receive()
        await asyncio.to_thread(writer.start if message["type"] == "lifespan.startup" else writer.stop)
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
