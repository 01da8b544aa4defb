"""The job that turns uploaded files into items.

It goes over the files twice. First it reads everything and keeps what it read in pieces (`staging`); a danger ends
the import here, while nothing was taken. Then it takes the pieces, at most 500 items a step, each step one
transaction with its items, labels, problems and counts. So an import that is cancelled keeps the items that were
taken, each of them whole, and its report says how many.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from annotation.models import AnnotationRevision, Item
from annotation.services.items import NewAnnotation, NewItem, add_imported_annotations, add_items
from annotation.services.media import NewAsset, store_assets
from annotation.services.predictions import NewPrediction, add_predictions
from exports.archives import Archive
from exports.errors import ArchiveDamaged, ArchiveRefused, ImageRefused, SoundRefused
from exports.formats.items import Origin, Read, ReadItem
from exports.formats.registry import guess_formats, read_source
from exports.images import PreparedImage, prepare_image
from exports.labelling import Labelled, Labeller, Misfit
from exports.media_worker import DECODERS
from exports.models import Import, ImportFile
from exports.services.import_report import Report
from exports.services.staging import read_piece, write_piece
from exports.services.uploads import open_uploads, refuse_disguises, remove_files
from exports.sounds import PreparedSound, prepare_sound
from guidelines.models import SchemaVersion
from guidelines.schema.context import ItemContext
from guidelines.schema.parse import parse_document
from guidelines.values.value import dump_value
from labelwright.errors import Invalid
from labelwright.jobs.errors import JobFailed
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job

KIND: Final = "exports.import"
STEP_ITEMS: Final = 500
STEP_SECONDS: Final = 1.0
STEP_BYTES: Final = 64 * 1024**2  # of images and sounds
WINDOW: Final = 16  # images that are decoded and stored together
SOUNDS_WINDOW: Final = DECODERS  # sounds likewise: each may have half a gigabyte
LONGEST_ID: Final = 500  # characters of an external id
# Faults that only a file made to harm has: they end the import before anything is taken.
DANGERS: Final = frozenset(
    kind.code.replace("-", "_") for kind in ArchiveRefused.__subclasses__() if kind is not ArchiveDamaged
) | {"xml_refused"}


@dataclass(slots=True)
class Candidate:
    """An item on its way in: `new`, or None where the file names one that must be there (`labels_only`)."""

    read: ReadItem
    new: NewItem | None
    labelled: Labelled | None = None
    size: tuple[int, int] | None = None


Prepared = PreparedImage | PreparedSound


@dataclass(frozen=True, slots=True)
class Medium:
    """An image or a sound that waits to be decoded."""

    read: ReadItem
    external_id: str | None


@dataclass(slots=True)
class Chunk:
    """What one step takes. `refusals`: what turned out unfit while it was prepared."""

    cursor: dict[str, Any]
    reads: list[Read]
    candidates: list[Candidate] = field(default_factory=list)
    refusals: list[tuple[Origin, str, str]] = field(default_factory=list)


class Reading:
    """An import that is being carried out in this process: open files, the reader's place, the piece at hand.

    Nothing here is needed to go on elsewhere; it only saves finding the place again.
    """

    def __init__(self, job: Job) -> None:
        self.source = Import.objects.select_related("project__organisation").get(pk=job.params["import"])
        version = job.params.get("schema_version")
        self.schema_version = SchemaVersion.objects.get(pk=version) if version else None
        self.labeller = (
            Labeller(parse_document(self.schema_version.document)) if self.schema_version else None
        )
        self._open = ExitStack()
        self.archive: Archive = self._open.enter_context(open_uploads(self.source))
        self._reads: Iterator[Read] | None = None
        self._position = -1
        self._piece: tuple[int, list[Read]] = (-1, [])
        self.ahead: dict[str, Any] | None = None  # the cursor that the prepared reading leads to
        self.chunk: Chunk | None = None

    def close(self) -> None:
        self._open.close()

    def read_on(self, cursor: dict[str, Any]) -> dict[str, Any]:
        """The cursor after more of the files was read and stored: for a second, or as long as finding the place took."""
        started = time.monotonic()
        reads = self._reads_from(cursor)
        patience = max(STEP_SECONDS, time.monotonic() - started)
        started = time.monotonic()
        while time.monotonic() - started < patience:
            count = write_piece(self.source.pk, cursor["pieces"], reads)
            if not count:
                self._reads = None
                return {**cursor, "phase": "take", "piece": 0, "offset": 0}
            self._position += count
            cursor = {**cursor, "pieces": cursor["pieces"] + 1, "reads": self._position}
        return cursor

    def _reads_from(self, cursor: dict[str, Any]) -> Iterator[Read]:
        if self._reads is None or self._position != cursor["reads"]:
            if not cursor["reads"]:
                refuse_disguises(self.archive)
                cursor["format"] = self._format()
            self._reads = _safe(read_source(cursor["format"], self.archive, self.source.options))
            self._position = cursor["reads"]
            for _ in islice(self._reads, self._position):
                pass
        return self._reads

    def _format(self) -> str:
        if self.source.format != "auto":
            return self.source.format
        guesses = guess_formats(self.archive)
        if not guesses:
            raise JobFailed(
                "format-unknown",
                "None of the known formats was recognised. Choose the format, or look into the files.",
            )
        return guesses[0].key

    def piece(self, number: int) -> list[Read]:
        if self._piece[0] != number:
            self._piece = (number, read_piece(self.source.pk, number))
        return self._piece[1]

    def prepare(self, cursor: dict[str, Any]) -> Chunk:
        """The next chunk with its images and sounds decoded and stored, and its labels checked where the size is known."""
        reads = self.piece(cursor["piece"])[cursor["offset"] : cursor["offset"] + STEP_ITEMS]
        chunk = Chunk(cursor, reads)
        started, taken = time.monotonic(), 0
        by_line = cursor["format"] == "text"
        size = SOUNDS_WINDOW if self.source.project.input == "audio" else WINDOW
        for first in range(0, len(reads), size):
            window = reads[first : first + size]
            items = [read for read in window if isinstance(read, ReadItem)]
            taken += self._media(
                [each for read in items if (each := self._candidate(read, chunk, by_line=by_line))], chunk
            )
            if taken and (taken > STEP_BYTES or time.monotonic() - started > STEP_SECONDS):
                del reads[first + size :]
                break
        return chunk

    def _candidate(self, read: ReadItem, chunk: Chunk, *, by_line: bool) -> Medium | None:
        """The item is among the candidates or the refusals; or it must be decoded first."""
        if read.kind != self.source.project.input:
            words = f"This is an item of kind {read.kind}, but the project takes {self.source.project.input}."
            chunk.refusals.append((read.origin, "wrong_kind", words))
            return None
        # The number of a line is no identity: the next version of the file has other lines there.
        external_id = None if by_line and read.origin.line else read.external_id
        if external_id and len(external_id) > LONGEST_ID:
            words = f"The id has {len(external_id)} characters; {LONGEST_ID} are the most."
            chunk.refusals.append((read.origin, "id_too_long", words))
            return None
        if read.text is not None:
            new = NewItem("text", text=read.text, **_facts(read, external_id))
            labelled = self.label(read, ItemContext(text_length=len(read.text)))
            chunk.candidates.append(Candidate(read, new, labelled))
            return None
        if read.media_path is None:
            chunk.candidates.append(Candidate(read, None))
            return None
        return Medium(read, external_id)

    def _media(self, media: list[Medium], chunk: Chunk) -> int:
        """They are decoded and stored, several at once, and among the candidates; gives their bytes."""
        if not media:
            return 0
        with ThreadPoolExecutor(DECODERS) as decoders:
            decoded = list(decoders.map(self._decode, media))
        assets = [_asset(each) for each in decoded if isinstance(each, Prepared)]
        ids = store_assets(self.source.project.organisation, assets)
        for medium, prepared in zip(media, decoded, strict=True):
            read = medium.read
            if not isinstance(prepared, Prepared):
                where = Origin(read.media_path or read.origin.file)
                chunk.refusals.append((where, prepared.code.replace("-", "_"), prepared.detail))
                continue
            new = NewItem(
                read.kind,
                asset_id=ids[prepared.sha256],
                content_hash=prepared.sha256,
                **_facts(read, medium.external_id),
            )
            chunk.candidates.append(Candidate(read, new, self.label(read, _context(prepared))))
        return max(1, sum(len(asset.content) for asset in assets))

    def _decode(self, medium: Medium) -> Prepared | ImageRefused | SoundRefused | ArchiveRefused:
        """In a thread of its own: it may not touch the database."""
        assert medium.read.media_path is not None
        prepare = prepare_sound if medium.read.kind == "audio" else prepare_image
        try:
            with self.archive.open(medium.read.media_path) as stream:
                return prepare(stream)
        except (ImageRefused, SoundRefused, ArchiveRefused) as refusal:
            return refusal

    def label(self, read: ReadItem, item: ItemContext) -> Labelled | None:
        """The labels of the item; None if the file says nothing about it."""
        if read.labels is None:
            return None
        if self.labeller is None:
            return Labelled(misfits=(_NO_SCHEMA,))
        size = (item.width, item.height)
        if read.declared_size and item.width and read.labels.regions and read.declared_size != size:
            words = (
                f"The labels were drawn on {read.declared_size[0]} × {read.declared_size[1]} pixels, "
                f"but the upright image has {item.width} × {item.height}."
            )
            return Labelled(misfits=(Misfit("size_differs", words),))
        return self.labeller.value(read.labels, item)


_NO_SCHEMA: Final = Misfit(
    "no_schema",
    "The project has no published label schema yet. Publish one, and import again for the labels.",
)


def _asset(prepared: Prepared) -> NewAsset:
    if isinstance(prepared, PreparedImage):
        return NewAsset(prepared.bytes, prepared.sha256, prepared.media_type, prepared.width, prepared.height)
    return NewAsset(
        prepared.content,
        prepared.sha256,
        prepared.media_type,
        duration=prepared.duration,
        sample_rate=prepared.sample_rate,
        channels=prepared.channels,
        peaks=prepared.peaks,
        spectrogram=prepared.spectrogram,
    )


def _context(prepared: Prepared) -> ItemContext:
    if isinstance(prepared, PreparedImage):
        return ItemContext(width=prepared.width, height=prepared.height)
    return ItemContext(duration=prepared.duration)


def _facts(read: ReadItem, external_id: str | None) -> dict[str, Any]:
    line = f":{read.origin.line}" if read.origin.line else ""
    return {
        "external_id": external_id,
        "metadata": dict(read.metadata),
        "source": f"{read.origin.file}{line}",
    }


def _safe(reads: Iterator[Read]) -> Iterator[Read]:
    """The same reads; a danger among them ends the job."""
    for read in reads:
        if not isinstance(read, ReadItem) and read.code in DANGERS:
            raise JobFailed(read.code.replace("_", "-"), f"{read.file}: {read.detail}")
        yield read


_readings: Final[dict[UUID, Reading]] = {}
_lock: Final = threading.Lock()
_MOST_READINGS: Final = 4


def _reading(job: Job) -> Reading:
    with _lock:
        found = _readings.get(job.pk)
        if found is None:
            while len(_readings) >= _MOST_READINGS:
                _readings.pop(next(iter(_readings))).close()
            found = _readings[job.pk] = Reading(job)
        return found


def _forget(job: Job) -> None:
    with _lock:
        found = _readings.pop(job.pk, None)
    if found is not None:
        found.close()


@register
class ImportHandler(Handler):
    """See the module. The cursor: `phase` read or take, the reader's place, the place among the pieces, the counts."""

    kind = KIND
    retryable = False  # its files are gone

    def prepare(self, job: Job, cursor: Any) -> None:
        cursor = cursor or {"phase": "read", "pieces": 0, "reads": 0, "format": ""}
        try:
            reading = _reading(job)
            if cursor["phase"] == "read":
                reading.ahead = reading.read_on(cursor)
            elif cursor["piece"] < cursor["pieces"]:
                reading.chunk = reading.prepare(cursor)
        except Invalid as refusal:
            raise JobFailed(refusal.code, str(refusal)) from refusal

    def step(self, job: Job, cursor: Any) -> Step:
        reading = _reading(job)
        if cursor is None or cursor["phase"] == "read":
            ahead = reading.ahead
            assert ahead is not None
            if ahead["phase"] == "read":
                return Step(ahead)
            Import.objects.filter(pk=reading.source.pk).update(chosen=ahead["format"])
            return Step(ahead, total=ahead["reads"], finished=not ahead["pieces"])
        if cursor["piece"] >= cursor["pieces"]:  # the worker before us died after its last step
            return Step(cursor, finished=True)
        chunk = reading.chunk
        assert chunk is not None
        assert chunk.cursor == cursor
        report = Report(reading.source.pk, cursor.get("report"))
        _take(reading, chunk, report)
        report.save()
        piece, offset = cursor["piece"], cursor["offset"] + len(chunk.reads)
        if offset >= len(reading.piece(piece)):
            piece, offset = piece + 1, 0
        after = {**cursor, "piece": piece, "offset": offset, "report": report.counts}
        return Step(after, done=len(chunk.reads), finished=piece >= cursor["pieces"])

    def finish(self, job: Job) -> dict[str, Any]:
        _end(job, Import.State.DONE)
        cursor: dict[str, Any] = job.cursor or {}
        counts = Report(job.params["import"], cursor.get("report")).counts
        return {**counts, "import": job.params["import"], "format": cursor.get("format", "")}

    def abandon(self, job: Job) -> None:
        _end(job, Import.State.FAILED if job.error_code else Import.State.CANCELLED)


def _end(job: Job, state: Import.State) -> None:
    import_id = UUID(job.params["import"])
    Import.objects.filter(pk=import_id).update(state=state)
    ImportFile.objects.filter(source=import_id).delete()
    _forget(job)
    transaction.on_commit(lambda: remove_files(import_id), robust=True)


def _take(reading: Reading, chunk: Chunk, report: Report) -> None:
    """The items and labels of the chunk are there, each once, and the report knows of everything that is not."""
    for read in chunk.reads:
        if not isinstance(read, ReadItem):
            report.fault(read)
    for refusal in chunk.refusals:
        report.refused(*refusal)
    fresh = [each for each in chunk.candidates if each.new is not None]
    added = add_items(
        reading.source.project, [each.new for each in fresh if each.new], import_id=reading.source.pk
    )
    report.add(taken=added.new, known=added.known)
    for refused in added.refused:
        report.refused(fresh[refused.index].read.origin, refused.code.replace("-", "_"), refused.detail)
    labelled = [(each, pk) for each, pk in zip(fresh, added.ids, strict=True) if pk is not None]
    labelled += _named(reading, [each for each in chunk.candidates if each.new is None], report)
    _take_labels(reading, labelled, report)


def _named(reading: Reading, candidates: list[Candidate], report: Report) -> list[tuple[Candidate, UUID]]:
    """The items that files with labels only speak of, by their external ids."""
    if not candidates:
        return []
    names = [each.read.external_id for each in candidates if each.read.external_id]
    rows = Item.objects.filter(project=reading.source.project, external_id__in=names)
    facts = rows.values_list("external_id", "pk", "asset__width", "asset__height", "asset__duration")
    known = {
        name: (pk, ItemContext(width=width, height=height, duration=duration))
        for name, pk, width, height, duration in facts
    }
    found = []
    for each in candidates:
        hit = known.get(each.read.external_id)
        if hit is None:
            words = f"No item of the project is called “{(each.read.external_id or '')[:200]}”."
            report.refused(each.read.origin, "item_unknown", words)
            continue
        report.add(known=1)
        each.labelled = reading.label(each.read, hit[1])
        found.append((each, hit[0]))
    return found


def _take_labels(reading: Reading, candidates: list[tuple[Candidate, UUID]], report: Report) -> None:
    """Items that have imported labels keep them; where the file says something else, the report says so."""
    said: list[tuple[Candidate, NewAnnotation]] = []
    for candidate, pk in candidates:
        labelled = candidate.labelled
        if labelled is None:
            continue
        report.notes(candidate.read.origin, labelled.notes)
        if labelled.misfits:
            report.labels_refused(candidate.read.origin, labelled.misfits)
        elif labelled.value is not None:
            said.append((candidate, NewAnnotation(pk, labelled.value)))
    if not said or reading.schema_version is None:
        return
    if reading.source.model:
        _take_predictions(reading, said, report)
        return
    there = _present_values([new.item_id for _, new in said])
    added = add_imported_annotations(
        reading.source.project,
        [new for _, new in said],
        schema_version=reading.schema_version,
        import_id=reading.source.pk,
    )
    report.add(labelled=added.new, labels_known=added.known)
    for candidate, new in said:
        value = dump_value(new.value) if added.known else None
        if added.known and there.setdefault(new.item_id, value) != value:
            report.notes(candidate.read.origin, (_LABELS_DIFFER,))


def _take_predictions(reading: Reading, said: list[tuple[Candidate, NewAnnotation]], report: Report) -> None:
    assert reading.schema_version is not None
    predictions = [
        NewPrediction(new.item_id, new.value, each.labelled.scores if each.labelled else {})
        for each, new in said
    ]
    added = add_predictions(
        predictions,
        model=reading.source.model,
        schema_version=reading.schema_version,
        import_id=reading.source.pk,
    )
    report.add(labelled=added.new, labels_known=added.known)


_LABELS_DIFFER: Final = Misfit(
    "labels_differ", "This item has other imported labels already. They were left as they are."
)


def _present_values(item_ids: list[UUID]) -> dict[UUID, Any]:
    """What was imported about these items, as it was first said."""
    rows = AnnotationRevision.objects.filter(
        annotation__item__in=item_ids, annotation__task__isnull=True, number=1
    )
    return dict(rows.values_list("annotation__item", "value"))
