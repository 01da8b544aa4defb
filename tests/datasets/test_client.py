"""The client against the real server, also over a line that breaks and one that lies."""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from labelwright_client import (
    Client,
    ClientError,
    Corrupted,
    HostileManifest,
    Problem,
    Unreachable,
    cli,
    verify,
)
from labelwright_client import manifest as manifests

from datasets.models import DatasetVersion
from labelwright.accounts.roles import Role
from tests.factories.accounts import token_for
from tests.factories.datasets import bytes_of, labelled_images, labelled_texts, publish
from tests.factories.guidelines import member

pytestmark = pytest.mark.django_db(transaction=True)
Tamper = Callable[[str, bytes, int], bytes | None]


class Between:
    """A line to the server. `tamper(path, body, nth)` gives the bytes that arrive before the line breaks, or None."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.tamper: Tamper = lambda path, body, nth: None
        self.asked: list[tuple[str, str]] = []  # (path, Range)
        self.lock = threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.forward(self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def forward(self, handler: Any) -> None:
        with self.lock:
            self.asked.append((handler.path, handler.headers.get("Range", "")))
            nth = sum(path == handler.path for path, _ in self.asked)
        headers = {k: v for k, v in handler.headers.items() if k.lower() not in ("host", "connection")}
        answer = httpx.get(self.upstream + handler.path, headers=headers, timeout=20)
        cut = self.tamper(handler.path, answer.content, nth)
        handler.send_response(answer.status_code)
        for name in ("Content-Type", "ETag", "Content-Range", "Accept-Ranges", "Retry-After"):
            if name in answer.headers:
                handler.send_header(name, answer.headers[name])
        handler.send_header("Content-Length", str(len(answer.content)))
        handler.end_headers()
        handler.wfile.write(answer.content if cut is None else cut)
        if cut is not None and len(cut) != len(answer.content):
            handler.close_connection = True

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def version(run_jobs, files) -> DatasetVersion:
    project = labelled_images(4, slug="cells")
    made = publish(project, member(project, Role.CURATOR))
    run_jobs()
    return DatasetVersion.objects.get(pk=made.pk)


@pytest.fixture
def token(version) -> str:
    project = version.dataset.project
    _, secret = token_for(
        member(project, Role.MODELER).user, project.organisation, f"dataset:read:{project.pk}"
    )
    return secret


@pytest.fixture
def line(live_server) -> Iterator[Between]:
    between = Between(live_server.url)
    yield between
    between.close()


@pytest.fixture
def client(line, token) -> Iterator[Client]:
    with Client(line.url, token, pause=lambda seconds: None) as client:
        yield client


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# ---- pulling --------------------------------------------------------------------------------------------
def test_a_pull_brings_every_byte_of_the_version(version, client, tmp_path):
    pulled = client.pull("cells@1", to=tmp_path / "v")

    assert tree(tmp_path / "v") == bytes_of(version)
    assert pulled.identity == version.manifest_sha256
    assert verify(tmp_path / "v", identity=version.manifest_sha256).intact


def test_rows_are_read_and_joined(version, client, tmp_path):
    pulled = client.pull("cells@latest", to=tmp_path / "v")

    items, annotations, frame = list(pulled.items()), list(pulled.annotations()), pulled.to_pandas()
    assert len(items) == len(annotations) == len(frame) == 4
    assert annotations[0]["value"]["focus"] == {"choice": "good"}
    assert {pulled.media_path(item).read_bytes() for item in items} == {
        content for path, content in bytes_of(version).items() if path.startswith("media/")
    }
    assert set(frame["split"]) == {item["split"] for item in items}
    assert pulled.schema["fields"][0]["key"] == "cells"


def test_what_is_there_is_not_asked_for_again(client, line, tmp_path):
    client.pull("cells@1", to=tmp_path / "v")
    line.asked.clear()

    client.pull("cells@1", to=tmp_path / "v")

    assert not any("/files/" in path for path, _ in line.asked)


def test_labels_alone_then_the_rest(version, client, tmp_path):
    client.pull("cells@1", to=tmp_path / "v", only="labels")
    labels = verify(tmp_path / "v")
    there = tree(tmp_path / "v")
    client.pull("cells@1", to=tmp_path / "v")

    assert (labels.intact, labels.left_out) == (True, "media")
    assert not any(path.startswith("media/") for path in there)
    assert tree(tmp_path / "v") == bytes_of(version)


def test_media_alone(client, tmp_path):
    client.pull("cells@1", to=tmp_path / "v", only="media")

    assert {path.split("/")[0] for path in tree(tmp_path / "v")} == {"media", "manifest.json"}
    assert verify(tmp_path / "v").left_out == "labels"


def test_progress_adds_up(version, client, tmp_path):
    totals, counts = [], []

    client.pull("cells@1", to=tmp_path / "v", on_start=totals.append, progress=counts.append)

    assert totals == [sum(counts)] == [version.file_bytes - version.manifest_size]


def test_projects_and_versions_are_listed(version, client):
    assert [project["slug"] for project in client.projects()] == ["cells"]
    assert [row["identity"] for row in client.versions("cells")] == [version.manifest_sha256]


# ---- a line that breaks ---------------------------------------------------------------------------------
def test_a_broken_download_goes_on_where_it_stopped(version, client, line, tmp_path):
    line.tamper = lambda path, body, nth: body[: len(body) // 2] if "/files/" in path and nth <= 2 else None

    client.pull("cells@1", to=tmp_path / "v", workers=1)

    resumed = [wanted for path, wanted in line.asked if "/files/" in path and wanted]
    assert tree(tmp_path / "v") == bytes_of(version)
    assert len(resumed) == 2 * (version.file_count - 1)


def test_a_pull_that_died_goes_on_in_another_process(version, client, line, tmp_path):
    media = version.files.filter(path__startswith="media/").first()
    part = tmp_path / "v" / f"{media.path}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(bytes_of(version)[media.path][:100])

    client.pull("cells@1", to=tmp_path / "v")

    assert ("bytes=100-") in [wanted for path, wanted in line.asked if media.sha256 in path]
    assert tree(tmp_path / "v") == bytes_of(version)


def test_a_server_that_is_not_well_is_asked_again(version, line, token, tmp_path, monkeypatch):
    waited: list[float] = []
    original, ill = line.forward, iter([503, 502, 500])

    def forward(handler: Any) -> None:
        status = next(ill, None)
        if status is None:
            return original(handler)
        handler.send_response(status)
        handler.send_header("Content-Length", "0")
        handler.send_header("Retry-After", "7")
        return handler.end_headers()

    monkeypatch.setattr(line, "forward", forward)
    with Client(line.url, token, pause=waited.append) as client:
        client.pull("cells@1", to=tmp_path / "v")

    assert waited == [7.0, 7.0, 7.0]


def test_a_server_that_is_gone_is_said_to_be(tmp_path):
    waited: list[float] = []

    with Client("http://127.0.0.1:9", "t", pause=waited.append) as client, pytest.raises(Unreachable):
        client.pull("cells@1", to=tmp_path / "v")

    assert len(waited) == 5
    assert not (tmp_path / "v").exists()


# ---- a line that lies -----------------------------------------------------------------------------------
def flipped(body: bytes) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1])


def test_bytes_that_came_wrong_once_are_fetched_again(version, client, line, tmp_path):
    line.tamper = lambda path, body, nth: flipped(body) if "/files/" in path and nth == 1 else None

    client.pull("cells@1", to=tmp_path / "v")

    assert tree(tmp_path / "v") == bytes_of(version)


def test_bytes_that_stay_wrong_are_never_shown(client, line, tmp_path):
    line.tamper = lambda path, body, nth: flipped(body) if "/files/" in path else None

    with pytest.raises(Corrupted):
        client.pull("cells@1", to=tmp_path / "v")

    assert [path for path in tree(tmp_path / "v") if not path.endswith(".part")] == []


def test_a_manifest_that_is_not_the_published_one_is_refused(client, line, tmp_path):
    line.tamper = lambda path, body, nth: flipped(body) if path.endswith("/manifest") else None

    with pytest.raises(Corrupted):
        client.pull("cells@1", to=tmp_path / "v")

    assert not (tmp_path / "v").exists()


HOSTILE = [
    "../escape",
    "/etc/passwd",
    "a/../../b",
    "a\\..\\b",
    "C:x",
    "media/",
    "",
    ".ssh/authorized_keys",
    "a//b",
    "con.txt",
    "data/x\0y",
    "manifest.json",
    "MANIFEST.JSON",
    "a/b/c/d/e",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_a_hostile_path_is_refused(path):
    entry = {"path": path, "sha256": "0" * 64, "size": 1, "media_type": "x"}
    content = json.dumps({"format": manifests.FORMAT, "files": [entry]}).encode()

    with pytest.raises(HostileManifest):
        manifests.parse(content)


@pytest.mark.parametrize(
    "change",
    [{"sha256": "../x"}, {"sha256": "0" * 63}, {"size": -1}, {"size": True}, {"size": "1"}, {"path": 1}],
)
def test_an_entry_that_makes_no_sense_is_refused(change):
    entry = {"path": "a", "sha256": "0" * 64, "size": 1, "media_type": "x", **change}
    content = json.dumps({"format": manifests.FORMAT, "files": [entry]}).encode()

    with pytest.raises(HostileManifest):
        manifests.parse(content)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff", b'{"files": [], "format": "x/9"}', b"[" * 10**5]
)
def test_what_is_no_manifest_is_refused(content):
    with pytest.raises(HostileManifest):
        manifests.parse(content)


def test_a_folder_that_leads_elsewhere_is_refused(client, tmp_path):
    (tmp_path / "v").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "v" / "media").symlink_to(tmp_path / "outside")

    with pytest.raises(ClientError, match="is a link"):
        client.pull("cells@1", to=tmp_path / "v")

    assert list((tmp_path / "outside").iterdir()) == []


def test_a_folder_with_another_version_is_left_alone(client, tmp_path):
    other = json.dumps({"format": manifests.FORMAT, "files": []}).encode()
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "manifest.json").write_bytes(other)

    with pytest.raises(ClientError, match="another version"):
        client.pull("cells@1", to=tmp_path / "v")

    assert tree(tmp_path / "v") == {"manifest.json": other}


# ---- refusals and checks --------------------------------------------------------------------------------
def test_a_wrong_token_is_said_in_words(line, version):
    with (
        Client(line.url, "lw_00000000_wrong") as client,
        pytest.raises(Problem, match="does not know this token"),
    ):
        client.version("cells@1")


@pytest.mark.parametrize("reference", ["cells@2", "other@1"])
def test_what_is_not_there_is_not_found(client, reference):
    with pytest.raises(Problem) as caught:
        client.version(reference)

    assert caught.value.status == 404


@pytest.mark.parametrize("reference", ["cells", "cells@", "cells@-1", "../x@1", "a/b/c@1", "cells@1/../2"])
def test_a_reference_that_is_none_is_refused_without_asking(client, line, reference):
    with pytest.raises(ClientError, match="Expected something like"):
        client.pull(reference)

    assert line.asked == []


def test_verify_names_what_differs_and_what_is_missing(client, tmp_path):
    client.pull("cells@1", to=tmp_path / "v")
    (tmp_path / "v" / "schema.json").write_bytes(b"{}")
    (tmp_path / "v" / "guideline.md").unlink()

    report = verify(tmp_path / "v")

    assert not report.intact
    assert (report.wrong, report.missing) == (["schema.json"], ["guideline.md"])


def test_a_text_project_is_pulled_too(run_jobs, live_server, tmp_path):
    project = labelled_texts(7, slug="intents")
    publish(project, member(project, Role.CURATOR))
    run_jobs()
    _, secret = token_for(member(project, Role.MODELER).user, project.organisation, "dataset:read")

    with Client(live_server.url, secret) as client:
        pulled = client.pull("intents@1", to=tmp_path / "v")

    assert [item["text"] for item in pulled.items()] == [f"Text {n} 안녕 🙂" for n in range(7)]
    assert verify(tmp_path / "v").left_out is None


# ---- the command ----------------------------------------------------------------------------------------
@pytest.fixture
def configured(monkeypatch, live_server, token, tmp_path):
    monkeypatch.setenv("LABELWRIGHT_URL", live_server.url)
    monkeypatch.setenv("LABELWRIGHT_TOKEN", token)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


def test_the_command_pulls_verifies_and_lists(configured, version, tmp_path, capsys):
    assert cli.main(["pull", "cells@1"]) == 0
    assert cli.main(["verify", "cells@1", "--identity", version.manifest_sha256]) == 0
    assert cli.main(["versions", "cells"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "cells@1"
    assert "is intact" in said[1]
    assert said[2].startswith(f"cells@1              {version.manifest_sha256[:12]}")


def test_the_command_fails_when_a_byte_differs(configured, tmp_path, capsys):
    cli.main(["pull", "cells@1", "--to", "v"])
    (tmp_path / "v" / "README.md").write_text("changed")

    assert cli.main(["verify", "v"]) == 1
    assert "differs  README.md" in capsys.readouterr().out


def test_the_command_says_what_is_wrong_in_one_line(configured, capsys):
    assert cli.main(["pull", "cells@9"]) == 1

    assert capsys.readouterr().err == "labelwright: There is no such thing here\n"


def test_without_a_server_the_command_says_how_to_name_one(configured, monkeypatch, capsys):
    monkeypatch.delenv("LABELWRIGHT_URL")

    assert cli.main(["versions", "cells"]) == 1

    assert "labelwright login" in capsys.readouterr().err


def test_a_log_in_is_kept_for_its_owner_alone(configured, monkeypatch, live_server, token, tmp_path, capsys):
    monkeypatch.setattr("getpass.getpass", lambda prompt: token)

    assert cli.main(["login", live_server.url]) == 0

    kept = tmp_path / "config" / "labelwright" / "client.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text()) == {"url": live_server.url, "token": token}
    assert token not in capsys.readouterr().out


def test_a_kept_token_is_not_sent_to_another_server(configured, monkeypatch, tmp_path, capsys):
    kept = tmp_path / "config" / "labelwright" / "client.json"
    kept.parent.mkdir(parents=True)
    kept.write_text(json.dumps({"url": "https://theirs.example", "token": "t"}))
    monkeypatch.delenv("LABELWRIGHT_TOKEN")

    assert cli.main(["versions", "cells"]) == 1


def test_the_client_knows_nothing_of_the_server():
    source = Path(cli.__file__).parent
    code = "import sys; import labelwright_client.cli; print([m for m in sys.modules if m.split('.')[0] in "
    code += "('labelwright', 'django', 'datasets', 'guidelines', 'pandas', 'pyarrow')])"

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(source.parent)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"


def test_hashes_are_those_of_the_bytes(client, tmp_path):
    pulled = client.pull("cells@1", to=tmp_path / "v")

    assert {f.path: f.sha256 for f in pulled.manifest.files} == {
        path: hashlib.sha256(content).hexdigest()
        for path, content in tree(tmp_path / "v").items()
        if path != "manifest.json"
    }
