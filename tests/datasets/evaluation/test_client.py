"""The client against the real server: predictions go up, figures come back."""

from __future__ import annotations

import json
from collections.abc import Iterator

import orjson
import pytest
from labelwright_client import Client, ClientError, Problem, cli

from datasets.evaluation.models import ModelRun
from labelwright.accounts.roles import Role
from tests.annotation.test_schema_migration import MERGE, region
from tests.datasets.slides import Slides
from tests.factories.accounts import token_for
from tests.factories.guidelines import member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slides() -> Slides:
    slides = Slides()
    slides.project.slug = "cells"
    slides.project.save()
    slides.says(region("a", "platelet"))
    return slides


@pytest.fixture
def client(live_server, slides, run_jobs) -> Iterator[Client]:
    """While it waits, the workers work."""
    modeler = member(slides.project, Role.MODELER).user
    _, secret = token_for(modeler, slides.project.organisation, f"predictions:write:{slides.project.pk}")
    with Client(live_server.url, secret, pause=lambda seconds: run_jobs()) as client:
        yield client


@pytest.fixture
def file(slides, tmp_path):
    def write(*labels: str):
        path = tmp_path / "said.jsonl"
        item = str(slides.project.items.get().pk)
        rows = [{"item": item, "value": {"cells": {"regions": [region("p", label)]}}} for label in labels]
        path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
        return path

    return write


def test_a_table_of_figures_comes_back(slides, client, file):
    slides.publish()

    run, refused = client.upload_predictions("cells@1", file("platelet"), name="net")
    score = client.score(run["id"])

    table = score.to_pandas().set_index("label")
    assert (run["state"], run["predictions"], refused.count) == ("complete", 1, 0)
    assert table.loc["platelet", "right"] == 1
    assert table.loc["platelet", "f1"] == 1
    assert score.pairs().to_dict("records") == [
        {"field": "cells", "label": "platelet", "predicted": "platelet", "count": 1}
    ]
    assert client.runs("cells")[0]["scores"][0]["id"] == score.document["id"]


def test_a_bad_line_is_told_with_its_place_and_the_run_stays_open(slides, client, file):
    slides.publish()

    with pytest.raises(ClientError, match=r"said\.jsonl:1: .*leucocyte"):
        client.upload_predictions("cells@1", file("leucocyte"), name="net")

    assert ModelRun.objects.get().state == "open"


def test_on_the_command_line_a_run_goes_up_and_is_scored_under_another_schema(
    slides, client, file, monkeypatch, capsys
):
    slides.publish()
    slides.apply(MERGE)
    monkeypatch.setattr(cli, "_client", lambda: client)
    monkeypatch.setattr(client, "close", lambda: None)
    path = str(file("rbc", "rbc"))

    sent = cli.main(["predict", "upload", "cells@1", path, "--name", "net", "--schema", "2", "--skip"])
    run, told = capsys.readouterr()
    scored = cli.main(["predict", "score", run.strip(), "--as-schema", "2"])
    words = capsys.readouterr().out
    cli.main(["predict", "score", run.strip(), "--as-schema", "2", "--json"])
    document = json.loads(capsys.readouterr().out)

    assert (sent, scored) == (0, 0)
    assert "1 were left out" in told
    assert "said.jsonl:2" in told
    assert "AP 1.000" in words
    assert document["report"]["lens"]["labels"]["annotations"]["lossy"] == 1


def test_where_nothing_leads_the_reason_is_said(slides, client, file):
    slides.publish()
    slides.apply(MERGE)
    run, _ = client.upload_predictions("cells@1", file("rbc"), name="net", schema=2)

    with pytest.raises(Problem, match="no reverse"):
        client.score(run["id"])
