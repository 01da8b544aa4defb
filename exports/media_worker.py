"""Child processes in which images and sounds are decoded, kept alive from one to the next.

Parent and child speak length-prefixed MessagePack over pipes. The child has no secrets in its environment, may not
write files, and its memory and processor time are bounded by the kernel. If it dies, what is at hand is refused with
a reason and the next one gets a new child. Memory is bounded on Linux only; see `isolation_notice`.
"""

from __future__ import annotations

import atexit
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import msgspec
from PIL import Image

from exports import errors
from exports.image_decoding import ImageLimits, PreparedImage, Redrawing, prepare_here, redraw_here
from exports.sound_decoding import PreparedSound, SoundLimits, prepare_sound_here

DECODERS: Final = min(4, os.cpu_count() or 1)
WORKS_PER_CHILD: Final = 500  # decoders leak a little; a new child is cheap
Refusal = type[errors.ImageRefused] | type[errors.SoundRefused]


class PrepareImage(msgspec.Struct, array_like=True, tag=True):
    """The child is asked to prepare this image."""

    content: bytes
    limits: ImageLimits


class RedrawImage(msgspec.Struct, array_like=True, tag=True):
    """The child is asked to draw this image anew."""

    content: bytes
    limits: ImageLimits
    redrawing: Redrawing


class PrepareSound(msgspec.Struct, array_like=True, tag=True):
    """The child is asked to prepare this sound."""

    content: bytes
    limits: SoundLimits


class ImageReply(msgspec.Struct, array_like=True, tag=True):
    """It has made this image; the parts are those of `PreparedImage`."""

    content: bytes
    media_type: str
    width: int
    height: int
    sha256: str


class SoundReply(msgspec.Struct, array_like=True, tag=True):
    """It has made this sound."""

    sound: PreparedSound


class Refused(msgspec.Struct, array_like=True, tag=True):
    """It refuses: the code and detail of the error."""

    code: str
    detail: str = ""


Request = PrepareImage | RedrawImage | PrepareSound
Reply = ImageReply | SoundReply | Refused


def isolation_notice(platform: str = sys.platform) -> str | None:
    """Why decoding is bounded less than it could be on this system; None on Linux, where all bounds hold."""
    if platform.startswith("linux"):
        return None
    if platform == "win32":
        return "On Windows the decoder runs in a process of its own with a time limit, but without a memory limit."
    return "On this system the kernel does not enforce the decoder's memory limit; its time limits hold."


class MediaWorkers:
    """A pool of children; threads share it, and each image or sound waits until a child is free."""

    def __init__(self, size: int = 1) -> None:
        self._slots: queue.LifoQueue[_Child] = queue.LifoQueue()
        self._children = [_Child() for _ in range(size)]
        for child in self._children:
            self._slots.put(child)

    def prepare(self, content: bytes, limits: ImageLimits) -> PreparedImage:
        """See `images.prepare_image`."""
        return self._image(PrepareImage(content, limits))

    def redraw(self, content: bytes, limits: ImageLimits, redrawing: Redrawing) -> PreparedImage:
        """See `images.redraw_image`."""
        return self._image(RedrawImage(content, limits, redrawing))

    def prepare_sound(self, content: bytes, limits: SoundLimits) -> PreparedSound:
        """See `sounds.prepare_sound`."""
        reply = self._ask(PrepareSound(content, limits))
        assert isinstance(reply, SoundReply), "the child answers what it was asked"
        return reply.sound

    def _image(self, request: PrepareImage | RedrawImage) -> PreparedImage:
        reply = self._ask(request)
        assert isinstance(reply, ImageReply), "the child answers what it was asked"
        return PreparedImage(reply.content, reply.media_type, reply.width, reply.height, reply.sha256)

    def close(self) -> None:
        """All children have ended."""
        for child in self._children:
            child.stop()

    def _ask(self, request: Request) -> ImageReply | SoundReply:
        with self._child() as child:
            reply = child.ask(request)
        if isinstance(reply, Refused):
            raise _REFUSALS.get(reply.code, _costly(request)[0])(reply.detail)
        return reply

    @contextmanager
    def _child(self) -> Iterator[_Child]:
        child = self._slots.get()
        try:
            yield child
        finally:
            self._slots.put(child)


_REFUSALS: Final[dict[str, Refusal]] = {
    kind.code: kind
    for base in (errors.ImageRefused, errors.SoundRefused)
    for kind in (base, *base.__subclasses__())
}


class _Child:
    """One process, started when first needed and again after it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._works = 0

    def ask(self, request: Request) -> Reply:
        process = self._running()
        alarm = threading.Timer(request.limits.wall_seconds, process.kill)
        alarm.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            _send(process.stdin, msgspec.msgpack.encode(request))
            answer = _receive(process.stdout)
        except OSError:
            answer = None
        except BaseException:
            self.stop()  # a half-read answer must not be taken for the next one's
            raise
        finally:
            alarm.cancel()
        self._works += 1
        if answer is None or self._works >= WORKS_PER_CHILD:
            self.stop()
        if answer is None:
            return _died(request)
        reply: Reply = msgspec.msgpack.decode(answer, type=Reply)
        return reply

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was left to send has no reader any more
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._works = 0
            self._process = subprocess.Popen(
                [sys.executable, "-m", "exports.media_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={
                    "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
                    "PYTHONDONTWRITEBYTECODE": "1",
                    **{
                        name: os.environ[name]
                        for name in ("SYSTEMROOT", "LD_LIBRARY_PATH")
                        if name in os.environ
                    },
                },
                close_fds=True,
            )
        return self._process


def _costly(request: Request) -> tuple[Refusal, str]:
    """The refusal of what killed the child, and what to do about it."""
    if isinstance(request, PrepareSound):
        return (
            errors.SoundTooCostly,
            "Decoding this sound took too much memory or time, or crashed the decoder. "
            "Open it in a sound editor and save it again.",
        )
    return (
        errors.ImageTooCostly,
        "Decoding this image took too much memory or time, or crashed the decoder. "
        "Open it in an image editor and save it again.",
    )


def _died(request: Request) -> Refused:
    kind, detail = _costly(request)
    return Refused(kind.code, detail)


_default: tuple[int, MediaWorkers] | None = None
_default_lock = threading.Lock()


def default_pool() -> MediaWorkers:
    """The pool of this process; a forked process (a Celery worker) gets its own."""
    global _default
    with _default_lock:
        if _default is None or _default[0] != os.getpid():
            pool = MediaWorkers(DECODERS)
            atexit.register(pool.close)
            _default = (os.getpid(), pool)
        return _default[1]


def _forget_after_fork() -> None:
    global _default, _default_lock
    _default, _default_lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(8) + message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(8)
    if len(head) < 8:
        return None
    length = int.from_bytes(head)
    body: bytes = stream.read(length)
    return body if len(body) == length else None


# The child


def main() -> None:
    """Answers requests from standard input until it is closed."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while (message := _receive(source)) is not None:
        request = msgspec.msgpack.decode(message, type=Request)
        del message
        _bound(request.limits)
        _send(sink, msgspec.msgpack.encode(_answer(request)))
        del request


def _answer(request: Request) -> Reply:
    try:
        match request:
            case PrepareImage(content, limits):
                return _image(prepare_here(content, limits))
            case RedrawImage(content, limits, redrawing):
                return _image(redraw_here(content, limits, redrawing))
            case PrepareSound(content, sound_limits):
                return SoundReply(prepare_sound_here(content, sound_limits))
    except (errors.ImageRefused, errors.SoundRefused) as refusal:
        return Refused(refusal.code, str(refusal.detail))  # words for a translation are more than text
    except MemoryError:
        return _died(request)
    except Exception as error:  # noqa: BLE001 - a decoder's surprise is a refusal, not a dead child
        kind = errors.SoundDamaged if isinstance(request, PrepareSound) else errors.ImageDamaged
        return Refused(kind.code, f"The decoder failed: {type(error).__name__}: {error}.")


def _image(made: PreparedImage) -> ImageReply:
    return ImageReply(made.bytes, made.media_type, made.width, made.height, made.sha256)


def _bound(limits: ImageLimits | SoundLimits) -> None:
    """The kernel ends this process when it takes more than `limits` for the next request."""
    try:
        import resource
    except ImportError:
        return
    # Pillow's own bound lies below ours; ours was checked against the header before the decoding.
    Image.MAX_IMAGE_PIXELS = None
    seconds = int(time.process_time()) + limits.cpu_seconds + 1
    wanted = {
        "RLIMIT_AS": limits.memory_bytes,
        "RLIMIT_CPU": seconds,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 64,
    }
    for name, soft in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        _, hard = resource.getrlimit(kind)
        try:
            resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
        except (ValueError, OSError):
            continue  # not enforced here; `isolation_notice` says so


if __name__ == "__main__":
    main()
