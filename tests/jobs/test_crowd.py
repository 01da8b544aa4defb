"""Twenty annotators at once over real HTTP, against PostgreSQL: no slot twice, none left."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.jobs.world import TEXTS, Lab, Person, hexed

pytestmark = [pytest.mark.services, pytest.mark.slow]
ITEMS, PEOPLE = 60, 20
OVERLAPS = (1, 3)
VALUE = {"names": {"spans": [{"id": "a", "label": "ps", "start": 0, "end": 4, "attributes": {}}]}}


@pytest.fixture(scope="module")
def projects(served: Lab) -> dict[int, str]:
    """A project for each overlap, with sixty texts."""
    lines = "\n".join(json.dumps({"text": f"text number {n}"}) for n in range(ITEMS)).encode()
    made = {overlap: served.project(TEXTS) for overlap in OVERLAPS}
    for project in made.values():
        served.imported(project, "texts.jsonl", lines)
    return made


@pytest.fixture(scope="module")
def crowd(served: Lab, projects: dict[int, str]) -> Iterator[list[Person]]:
    """Twenty people who came by invitation, as annotators of all the projects."""
    roles = dict.fromkeys(projects.values(), "annotator")
    links = [served.invited(f"annotator-{number}@example.test", roles) for number in range(PEOPLE)]
    with ThreadPoolExecutor(4) as pool:
        people = list(pool.map(served.joined, links))
    yield people
    for person in people:
        person.close()


def drain(person: Person, project: str, start: Barrier) -> list[str]:
    """Take and submit until nothing is left; gives the tasks."""
    start.wait(timeout=60)
    done: list[str] = []
    while given := person.does_next(project, VALUE):
        done.append(given["task"])
    return done


@pytest.mark.parametrize("overlap", OVERLAPS)
def test_twenty_annotators_drain_a_batch(
    served: Lab, projects: dict[int, str], crowd: list[Person], overlap: int
):
    project = projects[overlap]
    batch = served.opened_batch(project, crowd, overlap=overlap)
    start = Barrier(PEOPLE)

    with ThreadPoolExecutor(PEOPLE) as pool:
        tasks = list(pool.map(lambda person: drain(person, project, start), crowd))

    given = [task for each in tasks for task in each]
    said = served.stack.rows(
        "SELECT item_id, author_id FROM annotation_annotation WHERE project_id = %s", hexed(project)
    )
    left = served.stack.rows(
        "SELECT state, COUNT(*) FROM annotation_task WHERE batch_id = %s GROUP BY state", hexed(batch)
    )
    assert len(given) == len(set(given)) == ITEMS * overlap
    assert left == [("submitted", ITEMS * overlap)]
    assert len(set(said)) == len(said) == ITEMS * overlap
    assert set(Counter(item for item, _ in said).values()) == {overlap}
