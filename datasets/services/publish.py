"""Publishing a dataset version: freeze the list, write the files, show them all at once.

The order of everything is fixed by the frozen list: first all shards, each in one step, then the other files and the
manifest. A step that was cut off writes the same bytes under the same name when it is done again. Until the last
transaction nobody sees any of it; after it nobody can change any of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from itertools import groupby
from typing import Any

import msgspec
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Sum
from msgspec import Struct, field

from annotation.errors import MigrationRunning
from annotation.queries.chosen import chosen_revisions
from annotation.queries.running import running_migration
from annotation.services.examples.handout import kept_page
from datasets.contents import shards
from datasets.contents.card import card
from datasets.contents.tally import Tally
from datasets.errors import NoSchemaYet, NothingToPublish, PublicationRunning
from datasets.manifest import FORMAT, GUIDELINE_PAGE, PICTURES, canonical, pieces
from datasets.models import Dataset, DatasetFile, DatasetVersion, FrozenAnnotation
from datasets.queries.chain import chain_to, oldest_schema
from datasets.queries.preview import salt_of
from datasets.queries.versions import entries_of, newest_version_number
from datasets.services.collect import Shard, freeze, frozen_rows, thin_out
from datasets.services.decisions import write_decisions
from datasets.signals import dataset_version_published
from datasets.splits import RULE, ordered, share_faults
from guidelines.models import GuidelineVersion, Project, SchemaVersion
from guidelines.queries.projects import require
from guidelines.queries.versions import (
    current_guideline,
    current_schema,
    pictures_shown,
    share_current_schema,
)
from guidelines.schema.parse import parse_document
from guidelines.services.pictures import PICTURE_TYPE
from guidelines.services.projects import require_open
from labelwright import files
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Invalid, Words
from labelwright.ids import new_id
from labelwright.jobs.errors import JobFailed
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job
from labelwright.jobs.services import start_job

KIND = "datasets.publish"
BUILDING, PUBLISHED, FAILED = DatasetVersion.State


def dataset_of(project: Project, *, salt: str = "") -> Dataset:
    """The project's dataset. `salt` fixes its splits if it has none yet; without it they follow the project's id."""
    dataset, _ = Dataset.objects.get_or_create(
        project=project, defaults={"split_salt": salt or salt_of(project)}
    )
    return dataset


def publish_dataset_version(
    project: Project, *, by: Principal, source: str, splits: Mapping[str, float], note: str
) -> DatasetVersion:
    """The next version of the project's dataset, which a job now writes.

    Raises `Invalid` for shares that do not add up, `NoSchemaYet`, `NothingToPublish`, `PublicationRunning`,
    `MigrationRunning`.
    """
    require(by, project, Can.PUBLISH_DATASETS)
    require_open(project)
    if faults := share_faults(splits):
        raise Invalid("The shares of the splits do not fit.", errors=faults)
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        dataset = dataset_of(project)
        _refuse_a_second(dataset)
        _refuse_during_migration(project)
        schema = current_schema(project)
        if schema is None:
            raise NoSchemaYet
        if not chosen_revisions(project.pk, source).exists():
            raise NothingToPublish(
                "No annotation of this project is accepted."
                if source == "accepted"
                else "No annotation of this project is submitted or accepted."
            )
        version = DatasetVersion(
            id=new_id(),
            dataset=dataset,
            number=newest_version_number(project) + 1,
            note=note,
            source=source,
            splits=ordered(splits),
            schema_version=schema,
            guideline_version=current_guideline(project),
            created_by=by.user,
        )
        version.job = start_job(
            KIND,
            by=by,
            organisation=project.organisation_id,
            project_id=project.pk,
            params={"dataset_version": str(version.pk)},
        )
        try:
            with transaction.atomic():
                version.save(force_insert=True)
        except IntegrityError:  # the constraint saw somebody whom we did not
            _refuse_a_second(dataset)
            raise
    return version


def _refuse_a_second(dataset: Dataset) -> None:
    running = dataset.versions.filter(state=BUILDING).first()
    if running is not None:
        raise PublicationRunning(
            Words(
                "Version {number} is being published; wait for its job or cancel it.", number=running.number
            ),
            job=str(running.job_id),
            dataset_version=str(running.pk),
        )


def _refuse_during_migration(project: Project) -> None:
    """A version names the revisions that its values come from, and half way through they are of both schemas.

    Read through the operations the values would be those of afterwards, but the same content would have two identities.
    A migration takes minutes, a version is for ever.
    """
    running = running_migration(project.pk)
    if running is not None:
        raise MigrationRunning(
            "A version published now would name other revisions than one published when it is done. Publish then.",
            schema_migration=str(running.pk),
            state=running.state,
        )


# ---- the job --------------------------------------------------------------------------------------------
class Cursor(Struct):
    """How far the job is: the last position that is in a shard, the number of shards, and the counts so far."""

    total: int = 0  # as it was counted before the list was frozen
    frozen: int = 0
    position: int = 0
    shard: int = 0
    tally: Tally = field(default_factory=Tally)
    oldest: int | None = None  # schema version; see `oldest_schema`
    decisions: dict[str, Any] | None = None  # see `write_decisions`
    manifest: str = ""
    manifest_size: int = 0


@register
class Publish(Handler):
    """Params: `dataset_version`. One step freezes, one writes each shard, the last writes the rest."""

    kind = KIND
    retryable = False  # what failed is gone; publishing again gives the same bytes

    def total(self, job: Job) -> int:
        version = _version(job)
        return chosen_revisions(version.dataset.project_id, version.source).count()

    def step(self, job: Job, cursor: Any) -> Step:
        version = _version(job)
        if cursor is None:
            total = Job.objects.values_list("total", flat=True).get(pk=job.pk) or 0
            _require_same_schema(version)
            begun = Cursor(total=total, frozen=freeze(version), oldest=oldest_schema(version))
            return Step(msgspec.to_builtins(begun))
        state = msgspec.convert(cursor, Cursor)
        if state.manifest:
            return Step(cursor, finished=True)
        if state.position < state.frozen:
            before = state.position
            write_shard(version, state)
            return Step(msgspec.to_builtins(state), done=_units(state, before))
        write_the_rest(version, state)
        return Step(msgspec.to_builtins(state), finished=True)

    def finish(self, job: Job) -> dict[str, Any]:
        state = msgspec.convert(job.cursor, Cursor)
        return _show(_version(job), state, job)

    def abandon(self, job: Job) -> None:
        version = DatasetVersion.objects.select_related("dataset").get(pk=job.params["dataset_version"])
        if version.state == BUILDING:
            _discard(version)


def _version(job: Job) -> DatasetVersion:
    return DatasetVersion.objects.select_related(
        "dataset__project", "schema_version", "guideline_version__project"
    ).get(pk=job.params["dataset_version"])


def _require_same_schema(version: DatasetVersion) -> None:
    """No schema version comes until the list is frozen, and none has come since the version was asked for.

    What people save under a newer one cannot be read under this one.
    """
    if share_current_schema(version.dataset.project_id) != version.schema_version_id:
        raise JobFailed(
            "schema-moved",
            f"The label schema went on from version {version.schema_version.number} before the annotations were frozen. "
            "Publish again.",
        )


def _units(state: Cursor, before: int) -> int:
    """Progress in the units that were counted before the list was frozen, so that it ends at exactly all of them."""
    return state.position * state.total // state.frozen - before * state.total // state.frozen


def write_shard(version: DatasetVersion, state: Cursor) -> None:
    """The next shard is written and `state` stands behind it. Only where the rows fill it decides where it ends."""
    shard, before = Shard(version, state.tally), state.position
    for _, group in groupby(frozen_rows(version, state.position), key=lambda row: row.item_id):
        rows = list(group)
        shard.add(rows)
        state.position = rows[-1].position
        if shards.is_full(shard.entries, shard.size):
            break
    thin_out(version, shard.left_out, after=before, until=state.position)
    if not shard.items:
        return
    for path, content in (
        (shards.items_path(state.shard), shards.items_file(shard.items)),
        (shards.annotations_path(state.shard), shards.annotations_file(shard.annotations)),
    ):
        _write(version, path, content, shards.MEDIA_TYPE)
    # Two items never have the same content, but an item may stand at the border of a step that was done twice.
    DatasetFile.objects.bulk_create(shard.media, batch_size=1000, ignore_conflicts=True)
    state.shard += 1


def _write(version: DatasetVersion, path: str, content: bytes, media_type: str) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    files.put(version.dataset.storage_name(sha256), content, sha256=sha256)
    DatasetFile.objects.create(
        version=version, path=path, sha256=sha256, size=len(content), media_type=media_type
    )


def _write_page(version: DatasetVersion, guideline: GuidelineVersion) -> None:
    """The guideline as people saw it, with the pictures of its examples; memory holds one of them."""
    sha256, size = files.put_pieces(kept_page(guideline), name_of=version.dataset.storage_name)
    DatasetFile.objects.create(
        version=version, path=GUIDELINE_PAGE, sha256=sha256, size=size, media_type="text/html"
    )


def write_the_rest(version: DatasetVersion, state: Cursor) -> None:
    """Decisions, schema, guideline, card and manifest are written; `state` knows the manifest's hash."""
    if not state.shard:
        raise JobFailed(
            "nothing-fits",
            f"None of the {state.frozen} annotations fits schema version {version.schema_version.number}.",
        )
    state.decisions = write_decisions(version)
    head = head_of(version, state)
    document = canonical(version.schema_version.document)
    _write(version, "schema.json", document, "application/json")
    if version.guideline_version is not None:
        _write(version, "guideline.md", version.guideline_version.markdown.encode(), "text/markdown")
        _write_page(version, version.guideline_version)
        _write_pictures(version, version.guideline_version)
    _write(version, "README.md", card(head).encode(), "text/markdown")
    state.manifest, state.manifest_size = files.put_pieces(
        pieces(head, entries_of(version)), name_of=version.dataset.storage_name
    )


def _write_pictures(version: DatasetVersion, guideline: GuidelineVersion) -> None:
    """What the guideline shows, under the keys by which its text names it. Their bytes were fixed when they were brought."""
    for picture in pictures_shown(guideline):
        with default_storage.open(picture.storage_name) as file:
            _write(version, f"{PICTURES}{picture.key}.webp", file.read(), PICTURE_TYPE)


def head_of(version: DatasetVersion, state: Cursor) -> dict[str, Any]:
    """All of the manifest but the files."""
    schema, project = version.schema_version, version.dataset.project
    guideline = version.guideline_version
    names = [name for name, _ in version.shares]
    return {
        "format": FORMAT,
        "project": project.slug,
        "input": project.input,
        "source": version.source,
        "schema": {"number": schema.number, "identity": schema.identity, "document": schema.document},
        "guideline": _guideline(guideline) if guideline else None,
        "splits": {
            "rule": RULE,
            "salt": version.dataset.split_salt,
            "shares": [{"name": name, "share": float(share)} for name, share in version.shares],
        },
        "counts": state.tally.counts(parse_document(schema.document), names),
        "lineage": lineage_of(version, state),
    }


def _guideline(guideline: GuidelineVersion) -> dict[str, Any]:
    digest = hashlib.sha256(guideline.markdown.encode()).hexdigest()
    told = {"number": guideline.number, "sha256": digest, "path": "guideline.md", "page": GUIDELINE_PAGE}
    # Nothing where nothing is shown, so that such a version is the same as one from before there were pictures.
    count = len(pictures_shown(guideline))
    return {**told, "pictures": {"path": PICTURES, "count": count}} if count else told


def lineage_of(version: DatasetVersion, state: Cursor) -> dict[str, Any]:
    """Under which schema and guideline versions the annotations were written, and how they came about."""
    project, tally = version.dataset.project, state.tally
    schemas = SchemaVersion.objects.filter(
        project=project, number__in=[int(n) for n in tally.schema_versions]
    )
    guidelines = GuidelineVersion.objects.filter(
        project=project, number__in=[int(n) for n in tally.guideline_versions]
    )
    return {
        "schema_versions": [
            {"number": n, "identity": identity, "annotations": tally.schema_versions[str(n)]}
            for n, identity in schemas.order_by("number").values_list("number", "identity")
        ],
        "guideline_versions": [
            {
                "number": n,
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "annotations": tally.guideline_versions[str(n)],
            }
            for n, text in guidelines.order_by("number").values_list("number", "markdown")
        ],
        "causes": dict(sorted(tally.causes.items())),
        "states": dict(sorted(tally.states.items())),
        "annotators": tally.annotators,
        **_schema_migrations(version, state),
        # Nothing where nothing was decided, so that such a version is the same as one from before there were decisions.
        **({"decisions": state.decisions} if state.decisions else {}),
    }


def _schema_migrations(version: DatasetVersion, state: Cursor) -> dict[str, Any]:
    """Nothing where no operations lead here: manifests from before there were any stay as they are."""
    since = state.oldest
    chain = [] if since is None else chain_to(version.schema_version, since=since)
    if not chain:
        return {}
    counts = {"carried": state.tally.carried, "left_out": state.tally.left_out_because}
    return {"schema_migrations": {**counts, "chain": chain}}


def _show(version: DatasetVersion, state: Cursor, job: Job) -> dict[str, Any]:
    """In the transaction that ends the job: the version is published."""
    _require_files(version, state)
    names = [name for name, _ in version.shares]
    counts = state.tally.counts(parse_document(version.schema_version.document), names)
    size = version.files.aggregate(size=Sum("size", output_field=BigIntegerField()))["size"]
    changed = DatasetVersion.objects.filter(pk=version.pk, state=BUILDING).update(
        state=PUBLISHED,
        manifest_sha256=state.manifest,
        manifest_size=state.manifest_size,
        counts=counts,
        lineage=lineage_of(version, state),
        file_count=version.files.count() + 1,
        file_bytes=size + state.manifest_size,
        published_at=now(),
    )
    assert changed == 1, "a version that is not being built cannot be published"
    FrozenAnnotation.objects.filter(version=version).delete()
    audit.record(
        Principal(job.created_by) if job.created_by else None,
        "dataset.published",
        version,
        organisation=version.dataset.project.organisation_id,
        project_id=version.dataset.project_id,
        number=version.number,
        identity=state.manifest,
    )
    version_id = version.pk
    transaction.on_commit(lambda: dataset_version_published.send(DatasetVersion, version_id=version_id))
    return {
        "dataset_version": str(version_id),
        "number": version.number,
        "identity": state.manifest,
        "items": counts["items"],
        "annotations": counts["annotations"],
        "carried": state.tally.carried,
        "left_out": state.tally.left_out,
        "left_out_because": state.tally.left_out_because,
    }


def _require_files(version: DatasetVersion, state: Cursor) -> None:
    """The last look before the version is shown for ever: every file that we wrote is there, and whole."""
    ours = version.files.exclude(path__startswith="media/").values_list("sha256", "size")
    for sha256, size in [*ours, (state.manifest, state.manifest_size)]:
        name = version.dataset.storage_name(sha256)
        if not default_storage.exists(name) or default_storage.size(name) != size:
            raise JobFailed("file-lost", f"The file {sha256} is no longer in the storage. Publish again.")


def _discard(version: DatasetVersion) -> None:
    """Nothing of the version is left but the row that says that it failed; what other versions have stays."""
    ours = version.files.exclude(path__startswith="media/")
    kept = DatasetFile.objects.filter(version__dataset=version.dataset).exclude(version=version)
    gone = ours.exclude(sha256__in=kept.values("sha256"))
    with suppress(OSError):  # a storage that does not work must not keep the job from ending
        for sha256 in gone.values_list("sha256", flat=True):
            default_storage.delete(version.dataset.storage_name(sha256))
    version.files.all().delete()
    FrozenAnnotation.objects.filter(version=version).delete()
    DatasetVersion.objects.filter(pk=version.pk, state=BUILDING).update(state=FAILED, number=None)
