"""A dataset version in a public format: written once, then found again by everybody who asks for the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.db import IntegrityError, transaction

from datasets.models import DatasetVersion
from datasets.queries.lenses import lens_on
from exports.formats.registry import FORMATS, parse_options
from exports.models import Export
from exports.services.export_job import AS_SCHEMA, KIND
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.errors import Fault, Invalid, Words
from labelwright.jobs.services import start_job

WRITABLE: Final = tuple(each.key for each in FORMATS.values() if each.writes)
OWN: Final[dict[str, Any]] = {"media": False, "annotations": "one"}


def request_export(
    version: DatasetVersion,
    *,
    by: Principal,
    format: str,
    options: Mapping[str, Any] | None = None,
    as_schema: int | None = None,
) -> tuple[Export, bool]:
    """The export, and whether it was asked for now: a finished or running one is found again, a failed one begins anew.

    With `as_schema` the version is read under that schema version of its project. Raises `Invalid` for a format or
    options that there are not, `UnknownVersion`, `SchemaNotReachable`.
    """
    complete = _complete(version, format, dict(options or {}))
    if as_schema is not None and lens_on(version, as_schema) is not None:
        complete[AS_SCHEMA] = as_schema
    options_hash = hashlib.sha256(msgspec.json.encode(complete, order="sorted")).hexdigest()
    wanted = {"version": version, "format": format, "options_hash": options_hash}
    found = Export.objects.filter(**wanted).exclude(state=Export.State.FAILED).first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            return _begin(by, complete, wanted), True
    except IntegrityError:  # somebody asked for the same in this moment
        return Export.objects.get(**wanted), False


def _begin(by: Principal, options: dict[str, Any], wanted: dict[str, Any]) -> Export:
    export = Export.objects.select_for_update().filter(**wanted).first()
    if export is not None and export.state != Export.State.FAILED:
        return export
    if export is None:
        export = Export.objects.create(**wanted, options=options, created_by=by.user)
    project = export.version.dataset.project
    export.state = Export.State.WRITING
    export.job = start_job(
        KIND,
        by=by,
        organisation=project.organisation_id,
        project_id=project.pk,
        params={"export": str(export.pk)},
    )
    export.save(update_fields=["state", "job"])
    audit.record(
        by,
        "export.requested",
        export,
        organisation=project.organisation_id,
        project_id=project.pk,
        format=export.format,
    )
    return export


def _complete(version: DatasetVersion, format: str, options: dict[str, Any]) -> dict[str, Any]:
    """The options with every default, so that what means the same is the same."""
    kind = FORMATS[format].write_options if format in WRITABLE else None
    if kind is None:
        words = Words(
            "“{format}” cannot be exported. Known are: {known}.", format=format, known=", ".join(WRITABLE)
        )
        raise Invalid(words, errors=[Fault("/format", words)])
    own = {name: options.pop(name, default) for name, default in OWN.items()}
    if not isinstance(own["media"], bool):
        raise _wrong("media", "Say true to get a ZIP with the images, or false.")
    if own["annotations"] not in ("one", "all") or (own["annotations"], format) == ("all", "coco"):
        raise _wrong("annotations", "Say “one” for each item once; “all” is for formats of rows only.")
    theirs = msgspec.to_builtins(parse_options(kind, options))
    splits = [name for name, _ in version.shares]
    if theirs.get("split") is not None and theirs["split"] not in splits:
        raise _wrong("split", Words("The version has the splits {known}.", known=", ".join(splits)))
    return {**own, **theirs}


def _wrong(name: str, words: str) -> Invalid:
    return Invalid(words, errors=[Fault(f"/options/{name}", words)])
