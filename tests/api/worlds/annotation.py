"""Two items in an open batch at each site: one that the site's annotator holds, one that they have submitted."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from django.utils import timezone
from PIL import Image

from annotation.models import (
    Annotation,
    AnnotationRevision,
    AnnotationState,
    Asset,
    Batch,
    BatchAnnotator,
    Cause,
    CheckQuestion,
    Item,
    Rehearsal,
    RelabelQuestion,
    SchemaMigration,
)
from annotation.queries.threads import reader_in
from annotation.queries.work import workplace_for
from annotation.services.batches import Plan, create_batch, move_batch
from annotation.services.examples.pick import Choice, pick_example
from annotation.services.gold import make_gold
from annotation.services.leases import next_tasks
from annotation.services.media import store_asset
from annotation.services.revisions import Save
from annotation.services.sounds import put_pictures
from annotation.services.submit import submit_work
from annotation.services.threads.ask import Question, ask_question, post_message
from annotation.services.threads.canned import keep_canned_answer
from guidelines.models import DraftComment, GuidelineVersion, SchemaVersion
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.api.world import MARKER_A, MARKER_B
from tests.factories.guidelines import SchemaVersionFactory
from tests.factories.pictures import brought, shown
from tests.factories.sounds import sound

EMPTY: dict[str, Any] = {"cells": {"regions": []}}


def build(world: Any) -> None:
    for site in world.sites:
        schema = site.project.schema_versions.filter(state="published").first()
        _build(site, (schema or SchemaVersionFactory(project=site.project)).pk)

    _threads(world)


def _threads(world: Any) -> None:
    """At each site an answered question of its annotator, and at home one of the other vendor's beside it."""
    for site in world.sites:
        asked = _ask(site, site.annotator, f"{site.marker} {MARKER_A if site is world.home else ''}")
        reader = reader_in(Principal(site.curator), site.project)
        post_message(asked.pk, reader=reader, body=f"Answer {site.marker}", answer=True)
        picture = brought(site.project, Principal(site.annotator))
        post_message(asked.pk, reader=reader_in(Principal(site.annotator), site.project), body=shown(picture))
        site["thread"], site["key"] = asked.pk, picture.key
        canned = keep_canned_answer(
            site.project,
            by=Principal(site.curator),
            name=f"Edge {site.marker}",
            body=f"At the edge {site.marker}",
        )
        site["canned_answer"] = canned.pk
    _ask(world.home, world.users["annotator_b"], f"Home {MARKER_B}", item=False)


def _ask(site: Any, user: Any, text: str, *, item: bool = True) -> Any:
    question = Question(body=f"Is that a cell? {text}", item=site["item"] if item else None)
    return ask_question(site.project, by=Principal(user), question=question)


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
    _schema_migration(site, done.annotation)
    site["gold"] = make_gold(site.project, done.annotation.pk, by=curator).pk
    site["check_question"] = _check_question(site, second.task.item)
    site["example"] = pick_example(site.project, by=curator, choice=Choice(item=second.task.item_id)).row.pk
    training = Batch.objects.create(
        project=site.project,
        name=f"Training {site.marker}",
        kind="training",
        pass_mark=80,
        state="open",
        created_by=site.admin,
    )
    BatchAnnotator.objects.create(batch=training, user=site.annotator)
    site["training"] = training.pk
    site["sound"] = _sound(site).pk


def _check_question(site: Any, item: Item) -> Any:
    """Of a second guideline version, a published rule change; the draft's comments stand at the next draft."""
    version = site.project.guideline_versions.get(state="draft")
    question = CheckQuestion.objects.create(
        guideline_version=version,
        position=1,
        item=item,
        question=f"Is it red? {site.marker}",
        answers=[f"Yes {site.marker}", "No"],
        right=0,
        explanation=site.marker,
        created_by=site.admin,
    )
    version.state, version.number, version.change_kind = "published", 2, "rule_change"
    version.published_by, version.published_at = site.admin, timezone.now()
    version.touched_sections, version.touched_labels = [], []
    version.save()
    draft = GuidelineVersion.objects.create(
        project=site.project, markdown=f"{version.markdown}\nand more", created_by=site.admin
    )
    DraftComment.objects.filter(version=version).update(version=draft)
    return question.pk


def _schema_migration(site: Any, annotation: Any) -> None:
    """One that is done, to a version that restores the first one, with a rehearsal and a question to the annotator's vendor."""
    first = site.project.schema_versions.get(number=1)
    second = SchemaVersion.objects.create(
        project=site.project,
        state="published",
        number=2,
        document=first.document,
        identity=first.identity,
        parent=first,
        restores=first,
        note=site.marker,
        created_by=site.admin,
        published_by=site.admin,
        published_at=timezone.now(),
    )
    rehearsal = Rehearsal.objects.create(
        project=site.project,
        from_version=first,
        document=first.document,
        operations=[],
        plan_hash="0" * 64,
        state="done",
        as_of=timezone.now(),
        touches={"open_tasks": 0, "drafts": 0, "labels": [site.marker], "guideline_sections": []},
        created_by=site.admin,
    )
    migration = SchemaMigration.objects.create(
        project=site.project,
        from_version=first,
        to_version=second,
        rehearsal=rehearsal,
        state="done",
        started_by=site.admin,
        started_at=timezone.now(),
        finished_at=timezone.now(),
    )
    question = RelabelQuestion.objects.create(
        migration=migration,
        project=site.project,
        annotation=annotation,
        revision=1,
        step=0,
        field="cells",
        part="a",
        label="rbc",
        reason=site.marker,
        candidates=["wbc"],
        before={},
        vendor=site.annotator.memberships.get(organisation=site.organisation).vendor,
    )
    site["rehearsal"], site["schema_migration"], site["question"] = rehearsal.pk, migration.pk, question.pk


def _sound(site: Any) -> Item:
    """What the annotator has labelled, and nobody reviews."""
    content = sound(0.2)
    sha256 = hashlib.sha256(content + site.name.encode()).hexdigest()
    asset = Asset.objects.create(
        organisation=site.organisation, sha256=sha256, size=len(content), media_type="audio/wav", duration=0.2
    )
    put_pictures(asset, b"peaks of " + site.marker.encode(), b"spectrogram of " + site.marker.encode())
    item = Item.objects.create(
        project=site.project,
        kind="audio",
        asset=asset,
        content_hash=sha256,
        external_id=f"{site.marker} sound",
    )
    said = Annotation.objects.create(
        project=site.project, item=item, author=site.annotator, state=AnnotationState.EXTRA
    )
    AnnotationRevision.objects.create(
        annotation=said,
        number=1,
        value={},
        schema_version=site.project.schema_versions.first(),
        author=site.annotator,
        cause=Cause.HUMAN,
    )
    return item


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
