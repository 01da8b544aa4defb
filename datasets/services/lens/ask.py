"""Asking for a version under another schema: written once, then found again by everybody who asks for the same."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from datasets.models import DatasetLens, DatasetVersion
from datasets.queries.lenses import Lens, lens_on
from datasets.services.lens.job import KIND
from guidelines.queries.projects import require
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, Invalid, Words
from labelwright.jobs.services import start_job


def request_lens(version: DatasetVersion, *, by: Principal, as_schema: int) -> tuple[Lens, bool]:
    """The published version under schema version `as_schema`, and whether its files were asked for now.

    Finished or running ones are found again, failed ones begin anew. Raises `Invalid` for the version's own schema,
    `UnknownVersion`, `SchemaNotReachable`.
    """
    require(by, version.dataset.project, Can.PULL_DATASETS)
    lens = lens_on(version, as_schema)
    if lens is None:
        words = Words(
            "The version is under schema version {number} already; pull it as it is.", number=as_schema
        )
        raise Invalid(words, errors=[Fault("/as_schema", words)])
    if lens.written is not None and lens.written.state != DatasetLens.State.FAILED:
        return lens, False
    try:
        with transaction.atomic():
            written, is_new = _begin(lens, by)
    except IntegrityError:  # somebody asked for the same in this moment
        written = DatasetLens.objects.get(version=version, schema_version=lens.target)
        is_new = False
    return Lens(version, lens.target, lens.plan, written), is_new


def _begin(lens: Lens, by: Principal) -> tuple[DatasetLens, bool]:
    wanted = {"version": lens.version, "schema_version": lens.target}
    written = DatasetLens.objects.select_for_update().filter(**wanted).first()
    if written is not None and written.state != DatasetLens.State.FAILED:
        return written, False
    if written is None:
        written = DatasetLens.objects.create(**wanted, created_by=by.user)
    project = lens.version.dataset.project
    written.state = DatasetLens.State.WRITING
    written.job = start_job(
        KIND,
        by=by,
        organisation=project.organisation_id,
        project_id=project.pk,
        params={"lens": str(written.pk)},
    )
    written.save(update_fields=["state", "job"])
    audit.record(
        by,
        "lens.requested",
        written,
        organisation=project.organisation_id,
        project_id=project.pk,
        number=lens.version.number,
        as_schema=lens.target.number,
    )
    return written, True
