"""Kill workers at random moments, for as long as you like, and look for the traces.

    python -m tests.jobs.torture --kills 100
    python -m tests.jobs.torture --kills 20 --seed 7 --services      # the same again, on PostgreSQL and Redis
    python -m tests.jobs.torture --migrations --kills 100 --services # schema migrations and their ways back
    python -m tests.jobs.torture --redis-restarts 20                 # no kills: Redis goes and comes back

Not part of the test suite. In each round, a job (an import of images or texts, or a publication) runs while the worker
that holds it is killed up to three times, at moments drawn from the seed, also between its steps and at its ends. After
each round: the job has succeeded by itself, with progress that never went back; items and labels are those of an
undisturbed import, each once, with revisions without gaps; a disturbed publication has the identity of an undisturbed
one, and every byte of it verifies; nothing half done is left. The seed is printed first and with a failure, and then the
data folder stays. The moments are drawn from the seed; where exactly the process then stands, the machine decides.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.jobs.migrations import Changing, Inside, Killer, differences, twice_or_for_nothing, undisturbed
from tests.jobs.world import CONSUMES_AGAIN_WITHIN, ENDED, TEXTS, Lab, drawn_cells, named_lines, restarted
from tests.private_services import PostgreSQL, Redis, postgresql_binaries
from tests.stack import Stack, wait_for

KILLS_A_JOB = 3  # a job may lose its worker five times at one place before it is given up
ANNOTATIONS = 1_000  # of a project whose schema changes


class Torture:
    """One run: the moments, the undisturbed results, and what was done to whom."""

    def __init__(self, lab: Lab, seed: int) -> None:
        self.lab, self.random = lab, random.Random(seed)
        self.kills = self.rounds = 0
        self.pictures = drawn_cells(40)
        self.lines = named_lines(3_000)
        texts, images = lab.project(TEXTS), lab.project(self.pictures.schema)
        lab.imported(texts, "names.jsonl", self.lines)
        lab.imported(images, "cells.zip", self.pictures.archive)
        self.undisturbed = {"texts": lab.contents(texts), "images": lab.contents(images)}

    def round(self) -> None:
        """A new project is imported and published, both disturbed, and then published undisturbed."""
        lab, self.rounds = self.lab, self.rounds + 1
        kind = self.random.choice(("texts", "images"))
        if kind == "texts":
            project = lab.project(TEXTS)
            job = lab.start_import(project, "names.jsonl", self.lines)
        else:
            project = lab.project(self.pictures.schema)
            job = lab.start_import(project, "cells.zip", self.pictures.archive)
        self.disturb(job, kind)
        assert lab.contents(project) == self.undisturbed[kind], "not what an undisturbed import gives"
        lab.labels(project)

        first, job = lab.start_publication(project)
        self.disturb(job, "publication")
        second = lab.published(project)
        assert lab.identity(first) == lab.identity(second), "another identity for the same content"
        assert lab.verified(first)["intact"], "a published version is damaged"
        self.check()

    def disturb(self, job: str, kind: str) -> None:
        """The job has succeeded, whatever happened to its workers."""
        for _ in range(self.random.randint(1, KILLS_A_JOB)):
            wait = self.random.choice((0.0, 0.05, 0.3, 1.0)) * self.random.random()
            at = self.random.random()
            if not self.kill(job, at, wait):
                break
        row = self.lab.succeeded(job, seconds=180)
        print(
            f"round {self.rounds}, {kind}: succeeded at attempt {row.attempt}; {self.kills} kills so far",
            flush=True,
        )

    def kill(self, job: str, at: float, wait: float) -> bool:
        """Kill who holds the job once it is `at` of its way, after `wait` seconds more; false if it ended before."""

        def moment() -> bool:
            row = self.lab.job(job)
            return row.state in ENDED or (row.state == "running" and row.share >= at)

        wait_for(moment, seconds=180, why=f"the job came to a halt\n{self.lab.stack.logs()}")
        time.sleep(wait)
        row = self.lab.job(job)
        if row.state != "running":
            return row.state not in ENDED
        for name, process in list(self.lab.stack.processes.items()):
            if process.pid == row.pid:
                self.lab.stack.kill(name)
                self.lab.replace(name)
                self.kills += 1
        return True

    def finish(self) -> None:
        """Nothing is left to be closed."""

    def check(self) -> None:
        """Invariants over the whole installation, after everything has ended."""
        left = self.lab.left_over()
        # A worker killed between the commit and the removal leaves files, which an hourly sweep takes away.
        left.pop("files of imports", None)
        assert not left, f"left over: {left}"
        wrong = {
            "an annotation with a gap in its revisions": (
                "SELECT annotation_id FROM annotation_annotationrevision GROUP BY annotation_id"
                " HAVING MAX(number) <> COUNT(*) OR COUNT(DISTINCT number) <> COUNT(*)"
            ),
            "an item annotated twice": (
                "SELECT item_id FROM annotation_annotation WHERE task_id IS NULL"
                " GROUP BY item_id HAVING COUNT(*) > 1"
            ),
            "a job that never ended": "SELECT id FROM jobs_job WHERE state IN ('queued', 'running')",
            "a job that failed": "SELECT id FROM jobs_job WHERE state IN ('failed', 'cancelled')",
            "a job with too much progress": "SELECT id FROM jobs_job WHERE done <> total",
            "an import without an end": "SELECT id FROM exports_import WHERE state <> 'done'",
            "a version without an end": "SELECT id FROM datasets_datasetversion WHERE state <> 'published'",
        }
        found = {name: rows for name, query in wrong.items() if (rows := self.lab.stack.rows(query))}
        assert not found, found


class MigrationTorture:
    """As `Torture`: in each round a new project with the same labels is rehearsed, migrated and taken back, all disturbed."""

    def __init__(self, lab: Lab, seed: int) -> None:
        self.lab, self.killer, self.rounds = lab, Killer(lab, seed), 0
        self.inside = Inside(lab.stack)
        self.wanted = undisturbed(lab, self.inside, ANNOTATIONS)

    @property
    def kills(self) -> int:
        return self.killer.kills

    def round(self) -> None:
        self.rounds += 1
        changing, chance = Changing(self.inside, ANNOTATIONS), self.killer.random
        self.killer.disturb(changing.rehearse(), chance.randint(0, 2))
        self.killer.disturb(changing.apply(), chance.randint(2, 4))
        there = changing.state()
        self.killer.disturb(changing.revert(), chance.randint(1, 3))
        back = changing.state()
        for found, wanted in zip((there, back), self.wanted, strict=True):
            assert not (different := differences(found, wanted)), different
        assert not (wrong := twice_or_for_nothing(back)), wrong
        print(f"round {self.rounds}: {self.kills} kills so far", flush=True)

    def finish(self) -> None:
        self.inside.close()


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.jobs.torture", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--kills", type=int, default=100, help="how many workers to kill (100)")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(10**6), help="draw the same moments again"
    )
    parser.add_argument("--migrations", action="store_true", help="schema migrations instead of imports")
    parser.add_argument("--services", action="store_true", help="private PostgreSQL and Redis, two workers")
    parser.add_argument(
        "--redis-restarts", type=int, default=0, help="instead: so often restart a private Redis"
    )
    options = parser.parse_args(argv)
    folder = Path(tempfile.mkdtemp(prefix="lw-torture-"))
    folder.chmod(0o711)  # PostgreSQL's own user must reach its folder in it
    print(f"seed {options.seed}, data in {folder}", flush=True)
    with ExitStack() as closing:
        with_services = options.services or options.redis_restarts
        urls, redis = start_services(folder, closing) if with_services else ({}, None)
        (folder / "lab").mkdir()
        workers = 2 if with_services else 1
        stack = Stack(folder / "lab", **urls, workers=workers, include="tests.jobs.small_steps")
        closing.callback(stack.stop)
        stack.start()
        stack.found()
        if redis is not None and options.redis_restarts:
            return restart_redis(Lab(stack), redis, options.redis_restarts)
        kind = MigrationTorture if options.migrations else Torture
        torture = kind(Lab(stack), options.seed)
        closing.callback(torture.finish)
        try:
            while torture.kills < options.kills:
                torture.round()
        except BaseException:
            print(f"FAILED with --seed {options.seed} in round {torture.rounds}; see {folder}", flush=True)
            raise
    shutil.rmtree(folder, ignore_errors=True)
    print(f"{torture.kills} kills in {torture.rounds} rounds: every invariant held (seed {options.seed})")
    return 0


def restart_redis(lab: Lab, redis: Redis, times: int) -> int:
    """After each restart a worker takes the next job soon enough; gives the exit code."""
    seconds = restarted(lab, redis, times=times)
    print(f"seconds until the next job was done: {', '.join(f'{each:.1f}' for each in seconds)}")
    late = [each for each in seconds if each >= CONSUMES_AGAIN_WITHIN]
    print(f"{times} restarts of Redis: {len(late)} times not within {CONSUMES_AGAIN_WITHIN} s")
    return 1 if late else 0


def start_services(folder: Path, closing: ExitStack) -> tuple[dict[str, str], Redis]:
    binaries, redis_server = postgresql_binaries(), shutil.which("redis-server")
    if binaries is None or redis_server is None:
        sys.exit("This machine has no PostgreSQL or no Redis server.")
    for name in ("pg", "redis"):
        (folder / name).mkdir()
    postgresql, redis = PostgreSQL(folder / "pg"), Redis(folder / "redis")
    closing.callback(postgresql.stop)
    closing.callback(redis.stop)
    urls = {"database_url": postgresql.start(binaries).url, "redis_url": redis.start(redis_server).url}
    return urls, redis


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
