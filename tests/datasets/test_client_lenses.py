"""The client against the real server: versions under another schema, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from labelwright_client import Client, ClientError, Problem, cli, verify

from annotation.models import Annotation, AnnotationRevision
from labelwright.accounts.roles import Role
from tests.annotation.test_schema_migration import MERGE, NEW_LABELS, SPLIT, newest, region, value
from tests.datasets.slides import Slides
from tests.datasets.test_lenses import contents
from tests.factories.accounts import token_for
from tests.factories.datasets import bytes_of
from tests.factories.guidelines import member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slides() -> Slides:
    slides = Slides()
    slides.project.slug = "cells"
    slides.project.save()
    return slides


@pytest.fixture
def token(slides) -> str:
    modeler = member(slides.project, Role.MODELER).user
    _, secret = token_for(modeler, slides.project.organisation, f"dataset:read:{slides.project.pk}")
    return secret


@pytest.fixture
def client(live_server, token, run_jobs) -> Iterator[Client]:
    """While it waits, the workers work."""
    with Client(live_server.url, token, pause=lambda seconds: run_jobs()) as client:
        yield client


@pytest.fixture
def configured(monkeypatch, live_server, token, tmp_path, client):
    monkeypatch.setattr(cli, "_client", lambda: client)
    monkeypatch.chdir(tmp_path)


def tree(folder) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_pull_under_another_schema_brings_every_byte_of_the_lens(slides, client, tmp_path):
    slides.says(region("a", "platelet"), region("b", "rbc"))
    version = slides.publish()
    slides.apply(MERGE)

    pulled = client.pull("cells@1", as_schema=2, to=tmp_path / "v")

    (annotation,) = pulled.annotations()
    assert tree(tmp_path / "v") == contents(version.lenses.get())
    assert [part["label"] for part in annotation["value"]["cells"]["regions"]] == ["rbc", "rbc"]
    assert pulled.lens["base"] == version.manifest_sha256
    assert verify(tmp_path / "v", identity=version.lenses.get().manifest_sha256).intact


def test_a_folder_holds_the_version_or_the_lens_but_not_both(slides, client, tmp_path):
    slides.says(region("a", "platelet"))
    slides.publish()
    slides.apply(MERGE)
    client.pull("cells@1", to=tmp_path / "v")

    with pytest.raises(ClientError, match="another version"):
        client.pull("cells@1", as_schema=2, to=tmp_path / "v")


def test_under_its_own_schema_it_is_the_version(slides, client, tmp_path):
    slides.says(region("a", "rbc"))
    version = slides.publish()

    pulled = client.pull("cells@1", as_schema=1, to=tmp_path / "v")

    assert pulled.identity == version.manifest_sha256
    assert tree(tmp_path / "v") == bytes_of(version)


def test_where_nothing_leads_nothing_is_written(slides, client, tmp_path):
    slides.says(region("a", "platelet"))
    slides.apply(MERGE)
    slides.publish()

    with pytest.raises(Problem, match="no reverse"):
        client.pull("cells@1", as_schema=1, to=tmp_path / "v")

    assert not (tmp_path / "v").exists()


def test_what_the_server_cannot_write_is_said(slides, client, tmp_path):
    slides.says(region("a", "wbc"))
    slides.publish()
    slides.apply(*NEW_LABELS, SPLIT)

    with pytest.raises(ClientError, match="Nothing of the version"):
        client.pull("cells@1", as_schema=2, to=tmp_path / "v")


def test_the_command_pulls_and_verifies_a_lens_and_says_what_was_lost(configured, slides, capsys):
    slides.says(region("a", "wbc"))
    slides.says(region("a", "platelet"))
    slides.publish()
    slides.apply(*NEW_LABELS, SPLIT, MERGE)

    assert cli.main(["pull", "cells@1", "--as-schema", "2"]) == 0
    assert cli.main(["verify", "cells@1-as-2"]) == 0

    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "cells@1-as-2"
    assert "is intact" in said.out
    assert "1 annotations left out: only a person could say" in said.err


def test_the_difference_of_two_versions_is_counted(slides, client):
    kept = slides.says(region("a", "rbc"))
    changed = slides.says(region("a", "rbc"))
    gone = slides.says(region("a", "wbc"))
    slides.publish()
    say_anew(changed, region("a", "rbc"), region("b", "wbc"))
    Annotation.objects.filter(pk=gone.pk).update(state="returned")
    new = slides.says(region("a", "platelet"))
    slides.publish()

    diff = client.diff("cells@1", "cells@2")

    assert diff.added.examples == [str(new.item_id)]
    assert diff.removed.examples == [str(gone.item_id)]
    assert diff.changed.examples == [str(changed.item_id)]
    assert diff.same == 1
    assert kept.item_id not in diff.changed.examples
    assert {each.label: (each.before, each.after) for each in diff.labels if each.field == "cells"} == {
        "rbc": (2, 2),
        "wbc": (1, 1),
        "platelet": (0, 1),
    }
    assert diff.schema.operations == ()


def say_anew(annotation: Annotation, *regions) -> None:
    before = newest(annotation)
    AnnotationRevision.objects.create(
        annotation=annotation,
        number=before.number + 1,
        value=value(*regions),
        schema_version=before.schema_version,
        cause="review",
    )
    Annotation.objects.filter(pk=annotation.pk).update(revision=before.number + 1)


def test_the_command_says_the_difference_in_words(configured, slides, capsys):
    slides.says(region("a", "platelet"))
    slides.says(region("a", "rbc"))
    slides.publish()
    slides.apply(MERGE)
    slides.publish()

    assert cli.main(["diff", "cells@1", "cells@2"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Schema 1 → 2"
    assert "platelet" in said[1]
    assert "  cells/rbc: 1 → 2 (+1)" in said
    assert "  cells/platelet: 1 → not there (-1)" in said
    assert any(line.strip().startswith("1 changed") for line in said)
    assert "          1 the same" in said


def test_a_difference_without_a_way_says_what_stands_between(configured, slides, capsys):
    slides.says(region("a", "platelet"))
    slides.publish()
    slides.apply(MERGE)
    slides.publish()

    assert cli.main(["diff", "cells@2", "cells@1"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Schema 2 → 1"
    assert "no reverse" in said[1]


def test_a_version_compared_with_itself_is_the_same(configured, slides, capsys):
    slides.says(region("a", "rbc"))
    slides.publish()

    assert cli.main(["diff", "cells@1", "cells@1"]) == 0

    assert capsys.readouterr().out == "They are the same, byte by byte.\n"
