"""What the tests of imports share: people, projects, and files on their way in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from exports.models import Import
from exports.services.imports import add_file, create_import, start_import
from guidelines.models import Project
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.jobs.models import Job
from tests.factories.guidelines import ProjectFactory, SchemaVersionFactory, member


def project_with(document: dict[str, Any] | None) -> tuple[Project, Principal]:
    """A project with this published schema (or none), and its curator."""
    project = ProjectFactory(input=document["input"] if document else "text")
    if document:
        SchemaVersionFactory(project=project, document=document)
    return project, member(project, Role.CURATOR)


def spans_of(*names: str) -> dict[str, Any]:
    labels = [{"key": f"l{number}", "name": name} for number, name in enumerate(names)]
    return {"input": "text", "fields": [{"key": "entities", "type": "spans", "labels": labels}]}


def boxes_of(*names: str) -> dict[str, Any]:
    labels = [{"key": f"l{number}", "name": name, "geometry": "box"} for number, name in enumerate(names)]
    return {"input": "image", "fields": [{"key": "things", "type": "regions", "labels": labels}]}


def collected(
    project: Project,
    by: Principal,
    files: Mapping[str, bytes | str],
    *,
    format: str = "auto",
    model: str = "",
    **options: Any,
) -> Import:
    """An import with these files, not started; with `model`, its labels are that model's predictions."""
    source = create_import(project, by=by, format=format, options=options, model=model)
    for path, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        add_file(source, io.BytesIO(data), path=path, size=len(data))
    return source


def started(
    project: Project, by: Principal, files: Mapping[str, bytes | str], *, format: str = "auto", **options: Any
) -> tuple[Import, Job]:
    source = collected(project, by, files, format=format, **options)
    return source, start_import(source, by=by)


def folder(root: Path, pattern: str = "**/*") -> dict[str, bytes]:
    """The files below a folder by path."""
    found = sorted(path for path in root.glob(pattern) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def packed(files: Mapping[str, bytes | str] | Iterable[tuple[str, bytes | str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(path, content)
    return out.getvalue()


def png(number: int = 0, size: tuple[int, int] = (40, 30)) -> bytes:
    """A small image that no other number gives."""
    image = Image.new("RGB", size, (number % 256, number // 256 % 256, 90))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
