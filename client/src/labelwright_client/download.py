"""Getting the files of a version: several at once, each resumed where it broke off, none shown before it is right."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path

import httpx

from labelwright_client.errors import Corrupted, Problem, Unreachable
from labelwright_client.http import PASSING, TRIES, Transport
from labelwright_client.manifest import File

Progress = Callable[[int], None]


def file_hash(path: Path) -> str:
    """SHA-256 of the file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def download_all(
    transport: Transport,
    address: Callable[[File], str],
    files: Iterable[File],
    folder: Path,
    *,
    workers: int,
    progress: Progress,
) -> None:
    """Every file is at its place in `folder`, fetched from its `address`. What is there and right is not asked for again.

    `progress` gets the number of bytes that were added (below 0 where some were thrown away). After the first failure
    no further file is begun, and that failure is raised.
    """
    stop = threading.Event()
    with ThreadPoolExecutor(max_workers=workers) as pool:
        tasks = [pool.submit(_one, transport, address(file), file, folder, progress, stop) for file in files]
        try:
            wait(tasks, return_when=FIRST_EXCEPTION)
        finally:
            stop.set()  # also when the person presses Ctrl-C: what runs ends soon, what waits never begins
            for task in tasks:
                task.cancel()
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error


def _one(
    transport: Transport, address: str, file: File, folder: Path, progress: Progress, stop: threading.Event
) -> None:
    if stop.is_set():
        return
    target = folder / file.path
    if target.is_file() and target.stat().st_size == file.size and file_hash(target) == file.sha256:
        progress(file.size)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    fetch(transport, address, file, part, progress, stop)
    if not stop.is_set():
        part.replace(target)


def fetch(
    transport: Transport, path: str, file: File, part: Path, progress: Progress, stop: threading.Event
) -> None:
    """`part` holds the bytes of `file`, checked by hash. Raises `Corrupted` when they come wrong twice."""
    progress(_size(part))
    wrong = attempt = 0
    while not stop.is_set():
        before = _size(part)
        try:
            _go_on(transport, path, file, part, progress, stop)
        except (httpx.TransportError, Problem) as error:
            if isinstance(error, Problem) and error.status not in PASSING:
                raise
            if _size(part) > before:
                attempt = 0  # a slow line that breaks now and then still gets there
            transport.wait(attempt, error)
            attempt += 1
            continue
        if stop.is_set():
            return
        if _size(part) == file.size and file_hash(part) == file.sha256:
            return
        if _size(part) < file.size and attempt < TRIES:
            attempt += 1  # the connection ended early without saying so
            continue
        progress(-_size(part))
        part.unlink(missing_ok=True)
        wrong += 1
        if wrong == 2:
            raise Corrupted(
                f"{file.path} does not arrive as the manifest says; ask for the version to be verified."
            )


def _go_on(
    transport: Transport, path: str, file: File, part: Path, progress: Progress, stop: threading.Event
) -> None:
    """What is missing of the file is asked for and written behind what is there."""
    have = _size(part)
    if have >= file.size and part.exists():
        return
    etag = f'"{file.sha256}"'
    headers = {"Range": f"bytes={have}-", "If-Range": etag} if have else {}
    with transport.stream(path, headers) as response:
        if response.status_code not in (200, 206):
            response.read()
            raise Problem.of(response)
        if response.status_code == 200 and have:  # the server begins anew
            progress(-have)
            have = 0
        if response.status_code == 206 and not response.headers.get("Content-Range", "").startswith(
            f"bytes {have}-"
        ):
            raise Unreachable(f"The server sent another part of {file.path} than was asked for.")
        with part.open("ab" if have else "wb") as out:
            for piece in response.iter_bytes():  # as it arrives: a break loses nothing
                have += len(piece)
                if have > file.size:
                    break  # more than the manifest says: never fill a disk with it; the hash will not fit
                out.write(piece)
                progress(len(piece))
                if stop.is_set():
                    return
            out.flush()
            os.fsync(out.fileno())
    if have > file.size:
        progress(-_size(part))
        part.unlink(missing_ok=True)
        raise Corrupted(f"{file.path} is longer than the manifest says.")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
