"""Two items in an open batch at each site: one that the site's annotator holds, one that they have submitted."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from PIL import Image

from annotation.models import Item
from annotation.queries.work import workplace_for
from annotation.services.batches import Plan, create_batch, move_batch
from annotation.services.leases import next_tasks
from annotation.services.media import store_asset
from annotation.services.revisions import Save
from annotation.services.submit import submit_work
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.factories.guidelines import SchemaVersionFactory

EMPTY: dict[str, Any] = {"cells": {"regions": []}}


def build(world: Any) -> None:
    for site in world.sites:
        schema = site.project.schema_versions.filter(state="published").first()
        _build(site, (schema or SchemaVersionFactory(project=site.project)).pk)


def _build(site: Any, schema: Any) -> None:
    curator, annotator = Principal(site.curator), Principal(site.annotator)
    for number in range(2):
        _item(site, number)
    seats = site.project.members.filter(role=Role.ANNOTATOR).values_list("membership__user", flat=True)
    batch = create_batch(
        site.project,
        by=curator,
        plan=Plan(name=f"Batch {site.marker}", instructions=site.marker),
        annotators=list(seats),
        items={"all": True},
    )
    move_batch(batch, "open", by=curator)
    workplace = workplace_for(annotator, site.project.pk)
    first, second = next_tasks(annotator, workplace, count=2)
    done = submit_work(
        first.pk, by=annotator, save=Save(EMPTY, schema, seconds=5, client_key=f"key {site.name}")
    )
    site["batch"], site["item"] = batch.pk, first.task.item_id
    site["assignment"], site["annotation"] = second.pk, done.annotation.pk


def _item(site: Any, number: int) -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (number, len(site.name), 90)).save(out, "PNG")
    content = out.getvalue()
    asset = store_asset(
        site.organisation,
        content,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="image/png",
        width=64,
        height=48,
    )
    Item.objects.create(
        project=site.project,
        kind="image",
        asset=asset,
        content_hash=asset.sha256,
        external_id=f"{site.marker} {number}",
        metadata={"from": site.marker},
    )
