"""Which server to ask, and with which token: from the environment, or from what `labelwright login` kept."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from labelwright_client.errors import ClientError, NotConfigured


def config_file() -> Path:
    """The file that `labelwright login` writes; only its owner may read it."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA", Path.home()))
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "labelwright" / "client.json"


def save(url: str, token: str) -> Path:
    """The address and the token are kept. Never readable by others, not even for a moment."""
    path = config_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"url": url, "token": token}, file)
    part.replace(path)
    return path


def load() -> tuple[str, str]:
    """(address, token). The environment wins. Raises `NotConfigured`."""
    kept: dict[str, str] = {}
    try:
        kept = json.loads(config_file().read_text())
    except FileNotFoundError:
        pass
    except ValueError as error:
        raise ClientError(f"{config_file()} is damaged. Run: labelwright login") from error
    url = os.environ.get("LABELWRIGHT_URL") or kept.get("url")
    # A token is kept for one server and not sent to another.
    same = not os.environ.get("LABELWRIGHT_URL") or os.environ["LABELWRIGHT_URL"] == kept.get("url")
    token = os.environ.get("LABELWRIGHT_TOKEN") or (kept.get("token") if same else None)
    if not url or not token:
        raise NotConfigured("Run `labelwright login`, or set LABELWRIGHT_URL and LABELWRIGHT_TOKEN.")
    return url, token
