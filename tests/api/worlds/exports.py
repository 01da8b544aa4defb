"""An import at each site that collects files and has a problem to show."""

from __future__ import annotations

import io
from typing import Any

from exports.models import ImportProblem
from exports.services.imports import add_file, create_import
from labelwright.accounts.principal import Principal


def build(world: Any) -> None:
    for site in world.sites:
        source = create_import(site.project, by=Principal(site.curator), format="csv")
        content = b"text\n" + site.marker.encode()
        add_file(source, io.BytesIO(content), path=f"{site.marker}.csv", size=len(content))
        ImportProblem.objects.create(source=source, file="a.csv", code="test", detail=site.marker)
        site["import_id"] = source.pk
