"""Sounds on their way through an installation: in by an import, out by range, as dataset version and as formats."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from annotation.models import Annotation, AnnotationRevision, Asset, Item
from annotation.services.media import delete_unused_assets, require_thumbnail
from annotation.services.sounds import peaks_name, spectrogram_name
from exports.formats import audio
from exports.formats.items import DatasetRow, ReadFault, ReadItem
from exports.formats.registry import write_rows
from tests.conftest import shared_data
from tests.exports.imports import packed, project_with, started
from tests.exports.sources import Files
from tests.factories.guidelines import SPEECH
from tests.factories.sounds import SECRET, sound

pytestmark = pytest.mark.django_db


def taken(run_jobs: Any, files: dict[str, bytes | str], document: Any = SPEECH, **options: Any) -> Any:
    project, who = project_with(document)
    source, _ = started(project, who, {"sounds.zip": packed(files)}, **options)
    run_jobs()
    source.refresh_from_db()
    return project, who, source


TRACK = "0.25\t0.75\thello there\n1.000000\t1.500000\tgoodbye\n"
TEXTGRID = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 2
tiers? <exists>
size = 1
item []:
    item [1]:
        class = "IntervalTier"
        name = "speaker_2"
        xmin = 0
        xmax = 2
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 0.5
            text = ""
        intervals [2]:
            xmin = 0.5
            xmax = 1.25
            text = "She said ""네""."
"""


def test_label_files_beside_sounds_are_their_segments() -> None:
    source = Files({"a.wav": b"", "a.txt": TRACK, "b.flac": b"", "b.TextGrid": TEXTGRID})

    first, second = (each for each in audio.read(source, audio.Options(label="speaker_1")))

    assert isinstance(first, ReadItem)
    assert first.labels
    assert isinstance(second, ReadItem)
    assert second.labels
    assert [(each.label, each.start, each.end, each.text) for each in first.labels.segments] == [
        ("speaker_1", 0.25, 0.75, "hello there"),
        ("speaker_1", 1.0, 1.5, "goodbye"),
    ]
    (tier,) = second.labels.segments
    assert (tier.start, tier.end, tier.text) == (0.5, 1.25, 'She said "네".')


@pytest.mark.parametrize(
    "track", [b"1\t0.5\tx\n", b"x\ty\tz\n", b"nothing\n", b"-1\t2\tx\n", b"nan\t2\tx\n", b"0\t1e999\tx\n"]
)
def test_a_label_file_that_is_none_leaves_the_sound_and_says_so(track: bytes) -> None:
    fault, item = audio.read(Files({"a.wav": b"", "a.txt": track}))

    assert isinstance(fault, ReadFault)
    assert (fault.code, fault.severity) == ("labels_unfit", "warning")
    assert isinstance(item, ReadItem)
    assert item.labels is None


def test_webvtt_has_a_cue_per_segment_and_counts_what_it_leaves_out() -> None:
    value = {
        "speech": {
            "segments": [
                {"id": "b", "label": "speaker_2", "start": 3661.5, "end": 3662.0, "attributes": {"transcript": "a <b> --> &\n\nc"}},
                {"id": "a", "label": "speaker_1", "start": 0.0, "end": 1.2346, "attributes": {"transcript": "안녕"}},
            ]
        },
        "quality": {"choice": "good"},
    }  # fmt: skip
    out = io.BytesIO()

    report = write_rows("webvtt", out, SPEECH, [DatasetRow("i", "one.wav", "audio", value=value)])

    assert out.getvalue().decode() == (
        "WEBVTT\n\nNOTE one.wav\n"
        "\n00:00:00.000 --> 00:00:01.235\n<v speaker_1>안녕\n"
        "\n01:01:01.500 --> 01:01:02.000\n<v speaker_2>a &lt;b&gt; --&gt; &amp;\nc\n"
    )
    assert report.left_out == {"answers about the whole sound": 1}


def test_sounds_come_in_with_their_transcripts_and_without_what_tells_on_people(run_jobs: Any) -> None:
    line = {
        "audio": "a.wav",
        "segments": [{"label": "speaker_1", "start": 0.5, "end": 1.25, "text": "hello"}],
        "room": "kitchen",
    }

    project, _, _source = taken(
        run_jobs, {"a.wav": sound(2.0, secret=SECRET), "rows.jsonl": json.dumps(line)}
    )

    item = Item.objects.get(project=project)
    assert (item.kind, item.external_id, item.metadata) == ("audio", "a.wav", {"room": "kitchen"})
    assert item.asset is not None
    assert (item.asset.duration, item.asset.sample_rate, item.asset.channels) == (2.0, 16_000, 1)
    assert AnnotationRevision.objects.get(annotation__item=item).value == {
        "speech": {
            "segments": [
                {
                    "id": "i0",
                    "label": "speaker_1",
                    "start": 0.5,
                    "end": 1.25,
                    "attributes": {"transcript": "hello"},
                }
            ]
        }
    }
    with default_storage.open(item.asset.storage_name, "rb") as file:
        assert SECRET.encode() not in file.read()


def test_damaged_and_strange_files_are_lines_of_the_report_and_the_others_come_in(run_jobs: Any) -> None:
    files = {
        "good.wav": sound(0.5),
        "cut.wav": sound(0.5)[:-500],
        "picture.mp3": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "empty.ogg": b"",
        "noise.flac": bytes(range(256)) * 8,
    }

    project, _, source = taken(run_jobs, files)

    assert [item.external_id for item in Item.objects.filter(project=project)] == ["good.wav"]
    found = {each.file: each.code for each in source.problems.all()}
    assert found == {
        "cut.wav": "sound_damaged",
        "picture.mp3": "sound_type_not_read",
        "empty.ogg": "sound_type_not_read",
        "noise.flac": "sound_type_not_read",
    }


def test_a_segment_behind_the_end_of_the_sound_is_refused_and_the_sound_stays(run_jobs: Any) -> None:
    line = {"audio": "a.wav", "segments": [{"label": "speaker_1", "start": 1, "end": 9, "text": "x"}]}

    project, _, source = taken(run_jobs, {"a.wav": sound(2.0), "rows.jsonl": json.dumps(line)})

    assert Item.objects.filter(project=project).count() == 1
    assert Annotation.objects.filter(project=project).count() == 0
    assert [each.code for each in source.problems.all()] == ["labels_unfit"]


@pytest.fixture
def heard(run_jobs: Any, client: Client) -> tuple[Client, Item, bytes]:
    project, who, _ = taken(run_jobs, {"a.wav": sound(2.0)})
    client.force_login(who.user)
    item = Item.objects.get(project=project)
    assert item.asset is not None
    with default_storage.open(item.asset.storage_name, "rb") as file:
        return client, item, file.read()


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-99", 206, 0, 99),
        ("bytes=64000-", 206, 64000, 64043),
        ("bytes=-10", 206, 64034, 64043),
        ("bytes=100-999999", 206, 100, 64043),
        ("bytes=64044-", 416, 0, -1),
        ("bytes=-0", 416, 0, -1),
        ("bytes=0-1,5-6", 200, 0, 64043),
        ("bytes=9-3", 200, 0, 64043),
        ("seconds=1-2", 200, 0, 64043),
    ],
)
def test_a_player_gets_the_range_that_it_asks_for(
    heard: tuple[Client, Item, bytes], asked: str, status: int, first: int, last: int
) -> None:
    client, item, content = heard

    answer = client.get(f"/api/v1/items/{item.pk}/media", headers={"Range": asked})

    assert answer.status_code == status
    assert len(content) == 64044
    assert answer["X-Content-Type-Options"] == "nosniff"
    if status == 416:
        assert answer["Content-Range"] == "bytes */64044"
    else:
        assert b"".join(answer) == content[first : last + 1]  # type: ignore[arg-type]
        assert (answer["Content-Type"], answer["Content-Disposition"]) == ("audio/wav", "inline")


def test_a_range_of_something_else_is_not_mixed_with_this(heard: tuple[Client, Item, bytes]) -> None:
    client, item, content = heard
    path = f"/api/v1/items/{item.pk}/media"

    other = client.get(path, headers={"Range": "bytes=0-9", "If-Range": '"something else"'})
    same = client.get(path, headers={"Range": "bytes=0-9", "If-Range": other["ETag"]})

    assert (other.status_code, same.status_code) == (200, 206)
    assert b"".join(other) == content  # type: ignore[arg-type]


def test_a_sound_has_peaks_a_spectrogram_and_a_small_picture_and_they_go_when_it_goes(
    heard: tuple[Client, Item, bytes], django_capture_on_commit_callbacks: Any
) -> None:
    client, item, _ = heard
    asset = Asset.objects.get(pk=item.asset_id)
    peaks = b"".join(client.get(f"/api/v1/items/{item.pk}/peaks"))  # type: ignore[arg-type]
    column = client.get(f"/api/v1/items/{item.pk}/spectrogram", headers={"Range": "bytes=20-147"})
    with default_storage.open(require_thumbnail(asset), "rb") as file:
        picture = Image.open(file)
        assert (picture.format, picture.size) == ("WEBP", (320, 96))
        assert picture.convert("RGBA").getbbox() is not None
    assert peaks[:4] == b"LWPK"
    assert (column.status_code, len(b"".join(column))) == (206, 128)  # type: ignore[arg-type]

    item.delete()
    with django_capture_on_commit_callbacks(execute=True):
        delete_unused_assets(before=timezone.now())

    assert not any(
        map(default_storage.exists, (peaks_name(asset), spectrogram_name(asset), asset.storage_name))
    )


def test_real_recordings_come_in_whole(run_jobs: Any) -> None:
    data = shared_data()
    if data is None or not (data / "audio_fsdd").is_dir():
        pytest.skip("not run: the recordings of shared/data/audio_fsdd are not on this machine")
    files: dict[str, bytes | str] = {
        each.name: each.read_bytes() for each in sorted((data / "audio_fsdd").glob("*.wav"))
    }

    project, _, source = taken(run_jobs, files)

    assert (source.problems.count(), Item.objects.filter(project=project).count()) == (0, len(files))
    assert all(0.1 < each.asset.duration < 3 for each in Item.objects.filter(project=project))
