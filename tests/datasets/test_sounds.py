"""Sounds in dataset versions: published with their length and their segments, and pulled as they were."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from labelwright_client import Client, verify

from annotation.models import Item
from datasets.models import DatasetVersion
from labelwright import files
from labelwright.accounts.roles import Role
from tests.factories.accounts import token_for
from tests.factories.annotation import AssetFactory
from tests.factories.datasets import annotate, bytes_of, labelled_images, project_with, publish
from tests.factories.guidelines import member
from tests.factories.sounds import RATE, sound

pytestmark = pytest.mark.django_db(transaction=True)

SPEECH: dict[str, Any] = {
    "input": "audio",
    "fields": [
        {
            "key": "speech",
            "type": "segments",
            "labels": [{"key": "speaker", "attributes": [{"key": "text", "type": "text"}]}],
        }
    ],
}


def says(words: str, *, end: float) -> dict[str, Any]:
    segment = {"id": "a", "label": "speaker", "start": 0.125, "end": end, "attributes": {"text": words}}
    return {"speech": {"segments": [segment]}}


def recorded(project: Any, seconds: float) -> Item:
    content = sound(seconds)
    sha256 = hashlib.sha256(content).hexdigest()
    asset = AssetFactory(
        organisation=project.organisation,
        sha256=sha256,
        size=len(content),
        media_type="audio/wav",
        width=None,
        height=None,
        duration=seconds,
        sample_rate=RATE,
        channels=1,
    )
    files.put(asset.storage_name, content)
    return Item.objects.create(
        project=project, kind="audio", asset=asset, content_hash=sha256, external_id=f"{seconds}.wav"
    )


@pytest.fixture
def version(run_jobs) -> DatasetVersion:
    project = project_with(SPEECH, slug="speech")
    annotate(recorded(project, 0.5), says("안녕하세요", end=0.375))
    annotate(recorded(project, 1.25), says("こんにちは", end=1.2))
    made = publish(project, member(project, Role.CURATOR))
    run_jobs()
    made.refresh_from_db()
    return made


def test_sounds_are_pulled_as_they_were_published(version, live_server, tmp_path):
    project = version.dataset.project
    modeler = member(project, Role.MODELER).user
    _, secret = token_for(modeler, project.organisation, f"dataset:read:{project.pk}")

    with Client(live_server.url, secret) as client:
        pulled = client.pull("speech@1", to=tmp_path / "v")

    items = {item["external_id"]: item for item in pulled.items()}
    assert version.state == "published"
    assert verify(tmp_path / "v", identity=version.manifest_sha256).intact
    assert {
        name: (item["kind"], item["duration"], item["sample_rate"], item["channels"])
        for name, item in items.items()
    } == {"0.5.wav": ("audio", 0.5, RATE, 1), "1.25.wav": ("audio", 1.25, RATE, 1)}
    assert pulled.media_path(items["0.5.wav"]).read_bytes() == sound(0.5)
    assert pulled.media_path(items["0.5.wav"]).suffix == ".wav"
    (said,) = [each for each in pulled.annotations() if each["item_id"] == items["1.25.wav"]["item_id"]]
    assert said["value"] == says("こんにちは", end=1.2)


def test_versions_without_sounds_have_the_columns_that_they_always_had(run_jobs):
    project = labelled_images(1)
    made = publish(project, member(project, Role.CURATOR))
    run_jobs()

    shard = bytes_of(DatasetVersion.objects.get(pk=made.pk))["data/items-00000.parquet"]

    assert b"duration" not in shard
