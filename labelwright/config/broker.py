"""Messages as files, for the embedded default: kombu's transport, with files that appear whole.

kombu writes a message where readers look for it. A worker that takes the file between its creation and its first byte
finds no JSON in it and dies of that.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{round(time.monotonic() * 1000)}_{uuid4()}.{queue}"
        unfinished = folder / f"{name}.part"  # readers only look at .msg
        unfinished.write_text(dumps(payload))
        os.replace(unfinished, folder / f"{name}.msg")


class Transport(filesystem.Transport):
    Channel = Channel
