"""At each site an import that collects files and has a problem to show, and an export that is ready."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from exports.models import Export, ImportProblem
from exports.services.export_job import storage_name
from exports.services.imports import add_file, create_import
from labelwright.accounts.principal import Principal


def build(world: Any) -> None:
    for site in world.sites:
        source = create_import(site.project, by=Principal(site.curator), format="csv")
        content = b"text\n" + site.marker.encode()
        add_file(source, io.BytesIO(content), path=f"{site.marker}.csv", size=len(content))
        ImportProblem.objects.create(source=source, file="a.csv", code="test", detail=site.marker)
        site["import_id"] = source.pk
        site["export"] = _export(site)


def _export(site: Any) -> Any:
    content = site.marker.encode()
    export = Export.objects.create(
        version_id=site["dataset_version"],
        format="csv",
        options={},
        options_hash=site.marker,
        state=Export.State.READY,
        file_name=f"{site.marker}.csv",
        media_type="text/csv",
        sha256="e" * 64,
        size=len(content),
        created_by=site.curator,
    )
    default_storage.save(storage_name(export), ContentFile(content))
    return export.pk
