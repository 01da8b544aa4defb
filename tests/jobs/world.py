"""A lab on a real installation: people who work over HTTP, jobs that are watched in the database, workers that die."""

from __future__ import annotations

import io
import json
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from labelwright.config.demo.cells import encode_jpeg, render_smear
from tests.jobs.orders import order, standing
from tests.private_services import Redis
from tests.stack import OWNER, PASSWORD, Stack, wait_for

ENDED = ("succeeded", "failed", "cancelled")
MIDDLE = (0.1, 0.9)
ANYWHERE = (0.0, 1.0)
TEXTS = {
    "input": "text",
    "fields": [{"key": "names", "type": "spans", "labels": [{"key": "ps", "name": "PS"}]}],
}


class Person:
    """Somebody signed in: cookies, the CSRF token, JSON in and out. An answer that is not a success is a failure."""

    def __init__(self, url: str, email: str = "", password: str = PASSWORD) -> None:
        self.http = httpx.Client(base_url=f"{url}/api/v1", timeout=60)
        self.get("/session")
        if email:
            self.post("/session", email=email, password=password)

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        token = self.http.cookies.get("csrftoken")
        headers = {"X-CSRFToken": token} if token else {}
        return self.http.request(method, path, headers={**headers, **options.pop("headers", {})}, **options)

    def json(self, method: str, path: str, **options: Any) -> Any:
        answer = self.ask(method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def get(self, path: str, **params: Any) -> Any:
        return self.json("GET", path, params=params)

    def post(self, path: str, **body: Any) -> Any:
        return self.json("POST", path, json=body, headers={"Idempotency-Key": uuid4().hex})

    def does_next(self, project: str, value: dict[str, Any]) -> dict[str, Any] | None:
        """What became of the next task, submitted with this value; None if there is none for the person."""
        found = self.post(f"/projects/{project}/assignments", count=1)["assignments"]
        if not found:
            return None
        (work,) = found
        same = {key: work[key] for key in ("schema_version", "guideline_version", "base_revision")}
        answer = self.post(f"/assignments/{work['id']}/submit", value=value, seconds=1, **same)
        return {"task": work["task"], **answer}

    def begins_next(self, project: str, value: dict[str, Any], *, seconds: int = 1) -> None:
        """The next task is begun and not handed in: this much of it is kept as a draft."""
        (work,) = self.post(f"/projects/{project}/assignments", count=1)["assignments"]
        self.json(
            "PUT",
            f"/assignments/{work['id']}/draft",
            json={"value": value, "seconds": seconds, "schema_version": work["schema_version"]},
            headers={"If-Match": f'"{work["draft_version"]}"'},
        )

    def close(self) -> None:
        self.http.close()


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the database has it, which says more than the API."""

    state: str
    worker: str
    done: int
    total: int | None
    attempt: int
    finished_at: Any
    error: str

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 0.0

    @property
    def pid(self) -> int:
        return int(self.worker.rsplit(":", 1)[1])


class Lab:
    """The owner of a new installation, and what they do in it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.owner = Person(stack.url, OWNER)
        self.organisation = self.owner.get("/session")["organisations"][0]["id"]

    # ---- work -------------------------------------------------------------------------------------------
    def project(self, document: dict[str, Any]) -> str:
        """A project with this schema, published."""
        name = f"Project {uuid4().hex[:8]}"
        template = f"blank_{document['input']}"
        path = f"/organisations/{self.organisation}/projects"
        project = self.owner.post(path, name=name, template=template)["id"]
        draft = f"/projects/{project}/schema-draft"
        there = self.owner.ask("GET", draft)
        method, match = ("PUT", {"If-Match": there.headers["ETag"]}) if there.is_success else ("POST", {})
        self.owner.json(method, draft, json={"document": document}, headers=match)
        version = self.owner.ask("GET", draft).headers["ETag"]
        self.owner.json("POST", f"{draft}/publish", json={}, headers={"If-Match": version})
        return str(project)

    def uploaded(self, project: str, name: str, content: bytes) -> str:
        made = self.owner.post(f"/projects/{project}/imports", format="auto")["id"]
        files = {"file": (name, content)}
        self.owner.json("POST", f"/imports/{made}/files", files=files, data={"path": name})
        return str(made)

    def start_import(self, project: str, name: str, content: bytes) -> str:
        """The job."""
        source = self.uploaded(project, name, content)
        return str(self.owner.post(f"/imports/{source}/start")["id"])

    def imported(self, project: str, name: str, content: bytes) -> str:
        job = self.start_import(project, name, content)
        self.succeeded(job)
        return job

    def start_publication(self, project: str) -> tuple[str, str]:
        """The version and its job."""
        made = self.owner.post(f"/projects/{project}/dataset-versions", source="accepted")
        return made["id"], made["job"]["id"] if isinstance(made["job"], dict) else made["job"]

    def published(self, project: str) -> str:
        version, job = self.start_publication(project)
        self.succeeded(job)
        return version

    def identity(self, version: str) -> str:
        found = self.owner.get(f"/dataset-versions/{version}")
        assert found["state"] == "published", found
        return str(found["identity"])

    def verified(self, version: str) -> dict[str, Any]:
        job = self.owner.post(f"/dataset-versions/{version}/verify")["id"]
        self.succeeded(job)
        return dict(self.owner.get(f"/jobs/{job}")["report"])

    def invited(self, email: str, roles: dict[str, str]) -> str:
        """The token of an invitation, with roles by project."""
        made = self.owner.post(f"/organisations/{self.organisation}/invitations", email=email, role="member")
        entries = [{"project": project, "role": role} for project, role in roles.items()]
        self.owner.json("PUT", f"/invitations/{made['id']}/project-roles", json={"roles": entries})
        return str(made["link"]).partition("#")[2]

    def joined(self, token: str, name: str = "Annotator") -> Person:
        """Somebody who came by that invitation; their password is PASSWORD."""
        person = Person(self.stack.url)
        person.post("/invitations/accept", token=token, name=name, password=PASSWORD)
        return person

    def opened_batch(self, project: str, annotators: list[Person], **plan: Any) -> str:
        """A batch of all items that these people work on now."""
        users = [person.get("/session")["user"]["id"] for person in annotators]
        plan = {"name": f"Batch {uuid4().hex[:6]}", "annotators": users, "items": {"all": True}, **plan}
        batch = str(self.owner.post(f"/projects/{project}/batches", **plan)["id"])
        self.owner.post(f"/batches/{batch}/open")
        return batch

    # ---- jobs -------------------------------------------------------------------------------------------
    def job(self, job: str) -> JobRow:
        columns = "state, worker, done, total, attempt, finished_at, error_code || ' ' || error_detail"
        ((*row,),) = self.stack.rows(f"SELECT {columns} FROM jobs_job WHERE id = %s", hexed(job))
        return JobRow(*row)

    def succeeded(self, job: str, seconds: float = 90) -> JobRow:
        """The job when it has ended; fails the test if that was no success. Its progress never went back."""
        seen = 0.0

        def ended() -> JobRow | None:
            nonlocal seen
            row = self.job(job)
            assert seen <= row.share <= 1.0, f"progress went from {seen} to {row.share}"
            seen = row.share
            return row if row.state in ENDED else None

        row: JobRow = wait_for(ended, seconds=seconds, why=f"the job did not end\n{self.stack.logs()}")
        assert row.state == "succeeded", f"{row}\n{self.stack.logs()}"
        assert row.done == row.total, row
        return row

    def newest_job(self, kind: str) -> str | None:
        rows = self.stack.rows("SELECT id FROM jobs_job WHERE kind = %s ORDER BY id DESC LIMIT 1", kind)
        return str(UUID(rows[0][0])) if rows else None

    @contextmanager
    def killed_in_the_middle(self, kind: str) -> Iterator[None]:
        """Whoever carries out the job of this kind that the block starts is killed in its middle; another has finished it.

        Needs workers that include `standing_still`.
        """
        before, still = self.newest_job(kind), standing(self.stack.folder, kind)
        order(self.stack.folder, kind).touch()
        yield
        wait_for(still.exists, why=f"no worker came to the middle\n{self.stack.logs()}")
        job = self.newest_job(kind)
        assert job is not None
        assert job != before
        dead = self.kill_holder(job, between=ANYWHERE)
        still.unlink()
        assert self.succeeded(job).attempt > 1
        self.replace(dead)

    def kill_holder(self, job: str, *, between: tuple[float, float] = MIDDLE) -> str:
        """SIGKILL to the worker that holds the job, in its middle; gives the worker's name."""

        def moment() -> JobRow | None:
            row = self.job(job)
            missed = row.state in ENDED or row.share > between[1]
            assert not missed, f"the middle was missed: {row}"
            return row if row.state == "running" and row.share >= between[0] else None

        row: JobRow = wait_for_quickly(moment)
        (name,) = (name for name, process in self.stack.processes.items() if process.pid == row.pid)
        self.stack.kill(name)
        after = self.job(job)
        assert after.state == "running", f"it was done before the worker died: {after}"
        return name

    def replace(self, worker: str) -> None:
        self.stack.start_worker(int(worker.rsplit("-", 1)[1]))

    # ---- what is there ----------------------------------------------------------------------------------
    def contents(self, project: str) -> list[Any]:
        """Every item of the project with all that was said about it, in an order that does not depend on ids."""
        rows = self.stack.rows(
            "SELECT i.content_hash, i.external_id, i.text, i.source, a.state, r.number, r.value"
            " FROM annotation_item i LEFT JOIN annotation_annotation a ON a.item_id = i.id"
            " LEFT JOIN annotation_annotationrevision r ON r.annotation_id = a.id"
            " WHERE i.project_id = %s ORDER BY i.content_hash, r.number",
            hexed(project),
        )
        return [(*rest, without_ids(decoded(value))) for *rest, value in rows]

    def labels(self, project: str) -> int:
        """How many regions, spans and answers were said, as the revisions hold them; the counter agrees."""
        query = "SELECT COALESCE(SUM(count), 0) FROM annotation_labeluse WHERE project_id = %s"
        ((counted,),) = self.stack.rows(query, hexed(project))
        said = sum(
            len(answer.get("regions", answer.get("spans", [])))
            for *_, value in self.contents(project)
            for answer in (value or {}).values()
        )
        assert counted == said
        return said

    def left_over(self) -> dict[str, Any]:
        """Rows and files that no finished work may leave behind; empty when all is well."""
        lost = "SELECT COUNT(*) FROM annotation_asset s LEFT JOIN annotation_item i ON i.asset_id = s.id WHERE i.id IS NULL"
        counts = {
            "assets without items": lost,
            "uploads": "SELECT COUNT(*) FROM exports_importfile",
            "frozen lists": "SELECT COUNT(*) FROM datasets_frozenannotation",
        }
        found: dict[str, Any] = {name: self.stack.rows(query)[0][0] for name, query in counts.items()}
        files = self.stack.folder / "files"
        found["files of imports"] = sum(path.is_file() for path in files.glob("imports/**/*"))
        kept = {name for (name,) in self.stack.rows("SELECT sha256 FROM annotation_asset")}
        found["images without rows"] = sum(
            path.is_file() and path.name not in kept for path in files.glob("assets/**/*")
        )
        return {name: count for name, count in found.items() if count}


CONSUMES_AGAIN_WITHIN = 30  # seconds after Redis is back (RELIABILITY REL-14)


def restarted(lab: Lab, redis: Redis, *, times: int) -> list[float]:
    """Redis is stopped and started again so often; how long a job of a few texts then took, each time."""
    binary, seconds = shutil.which("redis-server") or "", []
    for _ in range(times):
        project = lab.project(TEXTS)
        redis.stop()
        redis.start(binary)
        begun = time.monotonic()
        lab.succeeded(lab.start_import(project, "few.jsonl", named_lines(50)), seconds=120)
        seconds.append(time.monotonic() - begun)
    return seconds


def wait_for_quickly(what: Callable[[], Any], seconds: float = 60) -> Any:
    """As `wait_for`, but the moment may be short."""
    limit = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < limit, "the moment did not come"
        time.sleep(0.002)
    return found


def hexed(uuid: str) -> str:
    return uuid.replace("-", "")


def decoded(value: Any) -> Any:
    """JSON, which SQLite keeps as text."""
    return json.loads(value) if isinstance(value, str) else value


def without_ids(value: Any) -> Any:
    """The value without the ids of regions and spans, which each import makes anew."""
    if isinstance(value, dict):
        return {key: without_ids(each) for key, each in value.items() if key != "id"}
    return [without_ids(each) for each in value] if isinstance(value, list) else value


# ---- sources --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Pictures:
    """A ZIP in Pascal VOC, what its labels are called, and what is in it."""

    archive: bytes
    labels: tuple[str, ...]
    images: int
    boxes: int

    @property
    def schema(self) -> dict[str, Any]:
        labels = [{"key": f"l{n}", "name": name, "geometry": "box"} for n, name in enumerate(self.labels)]
        return {"input": "image", "fields": [{"key": "cells", "type": "regions", "labels": labels}]}


def real_cells(folder: Path) -> Pictures:
    """BCCD as it is published."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return Pictures(packed(files), ("RBC", "WBC", "Platelets"), images=60, boxes=846)


@cache
def drawn_cells(images: int) -> Pictures:
    """The same, of smears that we draw ourselves."""
    files: dict[str, bytes] = {}
    labels: set[str] = set()
    boxes = 0
    for number in range(images):
        smear = render_smear(number, width=320, height=240)
        files[f"JPEGImages/smear-{number:03}.jpg"] = encode_jpeg(smear.image)
        objects = ""
        for cell in smear.cells:
            x, y, width, height = cell.box
            corners = zip(("xmin", "ymin", "xmax", "ymax"), (x, y, x + width, y + height), strict=True)
            box = "".join(f"<{tag}>{edge}</{tag}>" for tag, edge in corners)
            objects += f"<object><name>{cell.label}</name><bndbox>{box}</bndbox></object>"
        labels.update(cell.label for cell in smear.cells)
        boxes += len(smear.cells)
        files[f"Annotations/smear-{number:03}.xml"] = (
            f"<annotation><filename>smear-{number:03}.jpg</filename>"
            f"<size><width>320</width><height>240</height><depth>3</depth></size>{objects}</annotation>"
        ).encode()
    return Pictures(packed(files), tuple(sorted(labels)), images, boxes)


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def named_lines(count: int, word: str = "text") -> bytes:
    """JSONL with a span in each line; every tenth is no JSON and is refused."""
    lines = (
        json.dumps({"id": f"{word}-{n}", "text": f"{word} number {n}", "label": [[0, len(word), "PS"]]})
        for n in range(count)
    )
    return "\n".join("{no json" if n % 10 == 7 else line for n, line in enumerate(lines)).encode()
