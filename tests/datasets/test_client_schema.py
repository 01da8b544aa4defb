"""`labelwright schema …` against the real server: a label schema that lives in files is compared, rehearsed and applied."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from labelwright_client import Client, ClientError, cli

from annotation.models import SchemaMigration
from guidelines.models import SchemaVersion
from guidelines.operations.plan_files import write_plan_yaml
from guidelines.operations.registry import read_operations
from guidelines.schema.parse import parse_document, to_yaml
from tests.annotation.test_schema_migration import MERGE, Cells, labels, newest, region
from tests.factories.accounts import token_for
from tests.factories.guidelines import CELLS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cells() -> Cells:
    cells = Cells()
    cells.project.slug = "cells"
    cells.project.save()
    return cells


@pytest.fixture
def connect(live_server, cells, run_jobs) -> Callable[[], Client]:
    """A curator's client; while it waits, the workers work."""
    _, secret = token_for(cells.curator.user, cells.project.organisation, "read", "write")
    return lambda: Client(live_server.url, secret, pause=lambda seconds: run_jobs())


@pytest.fixture(autouse=True)
def here(monkeypatch, connect, tmp_path):
    monkeypatch.setattr(cli, "_client", connect)
    monkeypatch.chdir(tmp_path)


def merged() -> dict[str, Any]:
    """The cells when platelets are red cells."""
    document = copy.deepcopy(CELLS)
    document["fields"][0]["labels"].pop()
    return document


def write(name: str, document: dict[str, Any]) -> None:
    Path(name).write_text(to_yaml(parse_document(document)), encoding="utf-8")


def write_operations(name: str, *operations: dict[str, Any]) -> None:
    Path(name).write_text(write_plan_yaml(read_operations(list(operations))), encoding="utf-8")


FILES = ["--schema", "schema.yaml", "--operations", "operations.yaml"]


def test_a_schema_in_files_is_rehearsed_and_applied(cells, run_jobs, capsys):
    annotation = cells.says(region("a", "platelet"), region("b", "rbc"))
    write("schema.yaml", merged())
    write_operations("operations.yaml", MERGE)

    assert cli.main(["schema", "plan", "cells", *FILES]) == 0
    planned = capsys.readouterr().out
    assert not SchemaMigration.objects.exists()
    assert cli.main(["schema", "apply", "cells", "--note", "Too few", "--wait"]) == 0
    applied = capsys.readouterr().out
    assert cli.main(["schema", "status", "cells"]) == 0

    assert "        1 of cells/platelet change and lose something" in planned.splitlines()
    assert labels(newest(annotation)) == ["rbc", "rbc"]
    assert applied.startswith("schema 1 → 2: done")
    assert "Too few" in applied
    assert capsys.readouterr().out == applied


def test_what_was_not_rehearsed_is_not_applied(cells, capsys):
    cells.says(region("a", "platelet"))
    write("schema.yaml", merged())
    write_operations("operations.yaml", MERGE)
    cli.main(["schema", "diff", "cells", *FILES])

    assert cli.main(["schema", "apply", "cells"]) == 1

    assert "labelwright schema plan" in capsys.readouterr().err
    assert not SchemaMigration.objects.exists()


def test_labels_that_came_since_the_rehearsal_stop_it(cells, capsys):
    cells.says(region("a", "platelet"))
    write("schema.yaml", merged())
    write_operations("operations.yaml", MERGE)
    cli.main(["schema", "plan", "cells", *FILES])
    cells.says(region("a", "platelet"))

    assert cli.main(["schema", "apply", "cells"]) == 1

    assert "no longer what was rehearsed" in capsys.readouterr().err
    assert not SchemaMigration.objects.exists()


def test_what_may_have_been_meant_is_asked_and_decided_and_written_down(cells, capsys):
    write("schema.yaml", merged())

    assert cli.main(["schema", "diff", "cells", "--schema", "schema.yaml"]) == 1
    asked = capsys.readouterr().out
    choice = next(word for word in asked.split() if word.endswith("=into:rbc"))
    decided = cli.main(["schema", "diff", "cells", "--decide", choice, "--write", "operations.yaml"])

    assert decided == 0
    assert "merge_labels/1" in Path("operations.yaml").read_text(encoding="utf-8")
    assert cli.main(["schema", "diff", "cells", "--operations", "operations.yaml"]) == 0


def test_a_decision_that_is_none_is_refused_before_anything_is_sent(cells, capsys):
    assert cli.main(["schema", "diff", "cells", "--decide", "nonsense"]) == 1

    assert "ID=CHOICE" in capsys.readouterr().err
    assert SchemaVersion.objects.count() == 1


def test_what_no_label_notices_is_published_without_a_rehearsal(cells, capsys):
    document = copy.deepcopy(CELLS)
    document["fields"][0]["labels"][0]["name"] = "Red"
    write("schema.yaml", document)
    cells.says(region("a", "rbc"))

    assert cli.main(["schema", "plan", "cells", "--schema", "schema.yaml"]) == 0
    assert cli.main(["schema", "apply", "cells"]) == 0

    assert capsys.readouterr().out.splitlines()[-1] == "Published. No label in use changes."
    assert SchemaVersion.objects.get(number=2).document["fields"][0]["labels"][0]["name"] == "Red"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("schema.yaml", "input: image\nfields:\n- key: cells\n  type: nonsense\n", "schema.yaml:4:"),
        ("schema.yaml", "input: [image\n", "schema.yaml:"),
        ("operations.yaml", "operations:\n- kind: merge_labels/1\n  field: cells\n", "operations.yaml:2:"),
        ("operations.yaml", "operations:\n- kind: nonsense/1\n", "operations.yaml:2:"),
    ],
)
def test_faults_of_a_file_come_with_their_line_and_column(cells, capsys, name, text, said):
    write("schema.yaml", merged())
    write_operations("operations.yaml", MERGE)
    Path(name).write_text(text, encoding="utf-8")

    assert cli.main(["schema", "plan", "cells", *FILES]) == 1

    assert f"labelwright: {said}" in capsys.readouterr().err
    assert not SchemaMigration.objects.exists()


def test_a_file_that_is_no_text_is_said_to_be_none(cells, capsys):
    Path("schema.yaml").write_bytes(b"\xff\xfe\x00")

    assert cli.main(["schema", "diff", "cells", "--schema", "schema.yaml"]) == 1

    assert "schema.yaml is not text in UTF-8" in capsys.readouterr().err


def test_a_project_that_there_is_not_is_said_to_be_none(cells, connect):
    with connect() as client, pytest.raises(ClientError, match="no project"):
        client.schema("nowhere")
