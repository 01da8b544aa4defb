"""What goes into a version: the frozen list, and its rows collected shard by shard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import F, TextField, UUIDField, Value, Window
from django.db.models.functions import Cast, DenseRank, RowNumber
from msgspec import Struct

from annotation.queries.chosen import chosen_revisions
from datasets.contents import shards
from datasets.contents.tally import Tally
from datasets.manifest import media_path
from datasets.models import DatasetFile, DatasetVersion, FrozenAnnotation
from datasets.services.reading import Reader
from datasets.splits import SplitRule
from guidelines.values import value as values
from guidelines.values.usage import labels_used


def freeze(version: DatasetVersion) -> int:
    """The list of what the version consists of, made by one statement from one snapshot; gives its length.

    Its order is that of item ids, then of annotation ids. Annotators are numbered by their ids, those who made nothing
    that was chosen not among them.
    """
    FrozenAnnotation.objects.filter(version=version).delete()
    chosen = (
        chosen_revisions(version.dataset.project_id, version.source)
        .order_by()
        .annotate(
            frozen_for=Value(version.pk, output_field=UUIDField()),
            position=Window(RowNumber(), order_by=[F("annotation__item_id").asc(), F("annotation_id").asc()]),
            annotator=Window(DenseRank(), order_by=F("annotation__author_id").asc(nulls_last=True)),
        )
        .values_list(
            "frozen_for",
            "position",
            "annotation__item_id",
            "annotation_id",
            "id",
            "annotator",
            "annotation__state",
        )
    )
    select, params = chosen.query.sql_with_params()
    columns = "version_id, position, item_id, annotation_id, revision_id, annotator, state"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO datasets_frozenannotation ({columns}) {select}", params)
    return FrozenAnnotation.objects.filter(version=version).count()


def thin_out(version: DatasetVersion, items: Sequence[UUID], *, after: int, until: int) -> None:
    """The frozen list no longer has the items that were left out, so that behind the last shard it says what is held."""
    if items:
        done = FrozenAnnotation.objects.filter(version=version, position__gt=after, position__lte=until)
        done.filter(item__in=items).delete()


class Frozen(Struct, frozen=True):
    """One row of the frozen list with all that a shard needs of it."""

    position: int
    annotator: int
    state: str
    item_id: UUID
    external_id: str | None
    kind: str
    text: str | None
    content_hash: str
    group_key: str
    metadata: str
    asset_sha256: str | None
    asset_size: int | None
    asset_type: str | None
    width: int | None
    height: int | None
    duration: float | None
    sample_rate: int | None
    channels: int | None
    annotation_id: UUID
    author_id: UUID | None
    revision_id: UUID
    value: str
    number: int
    cause: str
    schema_id: UUID
    schema_number: int
    schema_identity: str
    guideline_number: int | None


def frozen_rows(version: DatasetVersion, after: int) -> Iterator[Frozen]:
    """The frozen list behind the position `after`, enough of it to fill a shard."""
    rows = (
        FrozenAnnotation.objects.filter(version=version, position__gt=after)
        .order_by("position")
        # as text: the database's JSON goes straight to our own decoder
        .annotate(
            metadata_text=Cast("item__metadata", TextField()), value_text=Cast("revision__value", TextField())
        )
        .values_list(
            "position",
            "annotator",
            "state",
            "item_id",
            "item__external_id",
            "item__kind",
            "item__text",
            "item__content_hash",
            "item__group_key",
            "metadata_text",
            "item__asset__sha256",
            "item__asset__size",
            "item__asset__media_type",
            "item__asset__width",
            "item__asset__height",
            "item__asset__duration",
            "item__asset__sample_rate",
            "item__asset__channels",
            "annotation_id",
            "annotation__author_id",
            "revision_id",
            "value_text",
            "revision__number",
            "revision__cause",
            "revision__schema_version",
            "revision__schema_version__number",
            "revision__schema_version__identity",
            "revision__guideline_version__number",
        )
    )
    # a little more than a shard at most: what comes behind it is for the next step
    for row in rows[: shards.ROWS * 2].iterator(chunk_size=500):
        yield Frozen(*cast(tuple[Any, ...], row))


class Shard:
    """What is collected for one shard."""

    def __init__(self, version: DatasetVersion, tally: Tally) -> None:
        self.version, self.tally = version, tally
        self.rule = SplitRule(version.dataset.split_salt, version.shares)
        self.reader = Reader(version.schema_version)
        self.items: list[shards.ItemRow] = []
        self.annotations: list[shards.AnnotationRow] = []
        self.media: list[DatasetFile] = []
        self.left_out: list[UUID] = []  # items
        self.entries = self.size = 0

    def add(self, rows: Sequence[Frozen]) -> None:
        """One item with what was said about it; without anything that fits the schema it is left out."""
        first = rows[0]
        split = self.rule.split_of(group_key=first.group_key, content_hash=first.content_hash)
        before = len(self.annotations)
        for row in rows:
            self.entries += 1
            self._annotation(row, split, len(self.annotations) - before)
        said = len(self.annotations) - before
        if said:
            self.size += len(first.text or "")
            self._item(first, split, said)
        else:
            self.left_out.append(first.item_id)

    def _annotation(self, row: Frozen, split: str, index: int) -> None:
        read = self.reader.read(
            row.value.encode(),
            schema_version=row.schema_id,
            identity=row.schema_identity,
            width=row.width,
            height=row.height,
            text=row.text,
            duration=row.duration,
        )
        value = read.value
        if value is None:
            self.tally.leave_out(read.left_out)
            return
        self.tally.carried += read.carried
        annotator = row.annotator if row.author_id else None
        encoded = values.encode_value(value).decode()
        self.size += len(encoded)  # not as the database wrote it: each writes JSON in its own way
        self.annotations.append(
            shards.AnnotationRow(
                annotation_id=str(row.annotation_id),
                item_id=str(row.item_id),
                index=index,
                split=split,
                annotator=annotator,
                state=row.state,
                value=encoded,
                revision=row.number,
                revision_id=str(row.revision_id),
                cause=row.cause,
                schema_version=row.schema_number,
                guideline_version=row.guideline_number,
            )
        )
        self.tally.add_annotation(
            split,
            labels_used(value),
            state=row.state,
            cause=row.cause,
            schema_version=row.schema_number,
            guideline_version=row.guideline_number,
            annotator=annotator,
        )

    def _item(self, row: Frozen, split: str, said: int) -> None:
        media = None
        if row.asset_sha256 is not None:
            media = media_path(row.asset_sha256, row.asset_type or "")
            self.media.append(
                DatasetFile(
                    version=self.version,
                    path=media,
                    sha256=row.asset_sha256,
                    size=row.asset_size or 0,
                    media_type=row.asset_type or "application/octet-stream",
                )
            )
        self.items.append(
            shards.ItemRow(
                item_id=str(row.item_id),
                external_id=row.external_id,
                kind=row.kind,
                text=row.text,
                media=media,
                media_sha256=row.asset_sha256,
                media_type=row.asset_type,
                width=row.width,
                height=row.height,
                duration=row.duration,
                sample_rate=row.sample_rate,
                channels=row.channels,
                content_hash=row.content_hash,
                group_key=row.group_key or None,
                split=split,
                metadata=_sorted_json(row.metadata),
                annotations=said,
            )
        )
        self.tally.add_item(split)


def _sorted_json(text: str) -> str:
    if text == "{}":
        return text
    return json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
