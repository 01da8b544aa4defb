"""Schema migrations on a real installation while its workers die: rehearsed, applied, paused, taken back."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from labelwright.config.install import ROOT
from labelwright.config.processes import die_with_parent
from tests.jobs.world import ENDED, JobRow, Lab
from tests.stack import Stack, wait_for

DATA_SEED = 3


class Inside:
    """The process of `tests.jobs.inside` in the stack's environment."""

    def __init__(self, stack: Stack) -> None:
        self.log = (stack.folder / "inside.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.inside"],
            cwd=ROOT,
            env=stack.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            preexec_fn=die_with_parent,
        )
        self.stack = stack

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"{do} broke\n{self.stack.logs(60)}"
        return dict(json.loads(answer))

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()


class Changing:
    """A labelled project whose schema changes."""

    def __init__(self, inside: Inside, count: int) -> None:
        self.inside = inside
        self.made = inside.ask("labelled", seed=DATA_SEED, count=count)
        self.curator = self.made["curator"]

    def rehearse(self) -> list[str]:
        """The jobs."""
        rehearsal = self.inside.ask("rehearse", draft=self.made["draft"], curator=self.curator)
        self.rehearsal = rehearsal["id"]
        return list(rehearsal["jobs"])

    def apply(self) -> list[str]:
        """The jobs."""
        return self._began(
            self.inside.ask("apply", draft=self.made["draft"], rehearsal=self.rehearsal, curator=self.curator)
        )

    def revert(self) -> list[str]:
        """The jobs of the way back."""
        return self._began(self.inside.ask("revert", migration=self.migration, curator=self.curator))

    def switch(self, to: str) -> None:
        self.inside.ask("switch", migration=self.migration, curator=self.curator, to=to)

    def state(self) -> dict[str, Any]:
        return self.inside.ask("state_of", project=self.made["project"])

    def _began(self, migration: dict[str, Any]) -> list[str]:
        self.migration = migration["id"]
        return list(migration["jobs"])


def undisturbed(lab: Lab, inside: Inside, count: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is there after the migration and after the way back, when nobody dies."""
    changing = Changing(inside, count)
    all_succeeded(lab, changing.rehearse())
    all_succeeded(lab, changing.apply())
    there = changing.state()
    all_succeeded(lab, changing.revert())
    return there, changing.state()


def all_succeeded(lab: Lab, jobs: Sequence[str], seconds: float = 240) -> None:
    for job in jobs:
        lab.succeeded(job, seconds=seconds)


class Killer:
    """Kills workers that hold one of some jobs, at moments drawn from a seed."""

    def __init__(self, lab: Lab, seed: int, *, latest: float = 1.0) -> None:
        """`latest`: the share of the work from which on nobody is killed; 1 also reaches the very end, where a fast job may be over first."""
        self.lab, self.random, self.latest, self.kills = lab, random.Random(seed), latest, 0

    def disturb(self, jobs: Sequence[str], kills: int) -> None:
        """The jobs have succeeded although up to so many of their workers died on the way."""
        shares = sorted(self.random.uniform(0, self.latest) for _ in range(kills))
        for share in shares:
            wait = self.random.choice((0.0, 0.005, 0.02)) * self.random.random()
            self.kill_at(jobs, share, wait)
        all_succeeded(self.lab, jobs)

    def kill_at(self, jobs: Sequence[str], share: float, wait: float) -> None:
        """Kill a worker that holds one of the jobs once they are so far together, `wait` seconds later."""

        def there() -> bool:
            rows = [self.lab.job(job) for job in jobs]
            far = sum(row.share for row in rows) / len(rows) >= share and self._held(rows)
            return far or all(row.state in ENDED for row in rows)

        wait_for(there, seconds=240, why=f"the jobs came to a halt\n{self.lab.stack.logs()}", every=0.005)
        time.sleep(wait)  # at no particular point
        held = self._held([self.lab.job(job) for job in jobs])
        if held:
            self.kill(self.random.choice(sorted(held)))

    def _held(self, rows: Sequence[JobRow]) -> set[str]:
        """The workers that hold one of the jobs."""
        pids = {row.pid for row in rows if row.state == "running"}
        return {name for name, process in self.lab.stack.processes.items() if process.pid in pids}

    def kill(self, worker: str) -> None:
        self.lab.stack.kill(worker)
        self.lab.replace(worker)
        self.kills += 1


def differences(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """By kind of row the first of those that only one of two states has; empty where they are the same."""
    told = {}
    for kind, rows in wanted.items():
        ours, theirs = ([json.dumps(row) for row in each] for each in (found[kind], rows))
        if ours != theirs:
            told[kind] = {
                "too much": [row for row in ours if row not in set(theirs)][:3],
                "missing": [row for row in theirs if row not in set(ours)][:3],
                "counts": (len(ours), len(theirs)),
            }
    return told


def twice_or_for_nothing(state: dict[str, Any]) -> dict[str, Any]:
    """Annotations with several revisions of one migration, or with one that says what was said before; empty when all is well."""
    seen: dict[tuple[str, int], int] = {}
    before: dict[str, Any] = {}
    idle = []
    for item, _, _, _, migration, value in state["revisions"]:
        if migration is not None:
            seen[item, migration] = seen.get((item, migration), 0) + 1
            if before.get(item) == value:
                idle.append(item)
        before[item] = value
    several = [key for key, count in seen.items() if count > 1]
    return {name: rows[:3] for name, rows in {"several": several, "for nothing": idle}.items() if rows}
