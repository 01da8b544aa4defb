"""docker-compose.yml holds together, and holds no secret. There is no Docker engine where this runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.embedded

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
MAIL_TEXT = (ROOT / "docker-compose.mail.yml").read_text()
MAIL: dict[str, Any] = yaml.safe_load(MAIL_TEXT)
ONE_SHOT = {name for name, service in SERVICES.items() if service.get("restart") == "no"}
EXAMPLE = dict(
    line.split("=", 1)
    for line in (ROOT / ".env.example").read_text().splitlines()
    if line and not line.startswith("#")
)
MAIL_EXAMPLE = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
ours = pytest.mark.parametrize("name", sorted(SERVICES))


def sources_of(service: dict[str, Any]) -> set[str]:
    """The named volumes that the service mounts."""
    mounts = service.get("volumes", [])
    return {mount["source"] if isinstance(mount, dict) else mount.split(":")[0] for mount in mounts}


def test_it_has_all_the_parts():
    assert {"web", "worker", "scheduler", "postgres", "redis", "storage", "migrate", "bucket"} <= set(
        SERVICES
    )


def test_every_variable_is_required_and_explained_in_the_example():
    uses = re.findall(r"(?<!\$)\$\{([^}]+)\}", TEXT)

    assert uses
    assert [use for use in uses if not use.endswith(":?")] == []
    assert {use.removesuffix(":?") for use in uses} == set(EXAMPLE)


def test_the_example_holds_no_values():
    assert {name: value for name, value in EXAMPLE.items() if value} == {}


def test_no_secret_is_written_down():
    secret = re.compile(r"PASSWORD|SECRET|ACCESS_KEY|AUTH$|ROOT_USER")
    written = {
        f"{name}.{key}": value
        for name, service in SERVICES.items()
        for key, value in service.get("environment", {}).items()
        if secret.search(key) and not re.fullmatch(r"\$\{\w+:\?\}", str(value))
    }
    assert written == {}
    assert re.findall(r"://[^\s$@/]*:[^\s$@/{]+@", TEXT) == []


@ours
def test_what_it_waits_for_exists_and_can_become_so(name: str):
    for other, wait in SERVICES[name].get("depends_on", {}).items():
        allowed = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
        assert (other in SERVICES, wait["condition"]) == (True, allowed), other


@ours
def test_it_says_how_to_see_that_it_is_healthy(name: str):
    check = SERVICES[name]["healthcheck"]

    assert check == {"disable": True} if name in ONE_SHOT else check["test"][0] in ("CMD", "CMD-SHELL")


@ours
def test_its_image_is_pinned(name: str):
    assert re.fullmatch(r"[\w./-]+:(?!latest)[\w.-]*\d[\w.-]*", SERVICES[name]["image"])


@ours
def test_it_runs_without_privileges(name: str):
    service = SERVICES[name]

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "pid", "devices"} & set(service)
    assert service.get("network_mode", "none") == "none"


@ours
def test_its_networks_and_volumes_exist(name: str):
    service = SERVICES[name]

    assert set(service.get("networks", [])) <= set(COMPOSE["networks"])
    assert sources_of(service) <= set(COMPOSE["volumes"])


def test_no_volume_is_left_over():
    assert set(COMPOSE["volumes"]) == set().union(*map(sources_of, SERVICES.values()))


def test_only_the_web_server_can_be_reached_and_only_from_this_machine():
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert ports == {"web": ["127.0.0.1:${LABELWRIGHT_PORT:?}:8000"]}
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert [name for name, service in SERVICES.items() if "outside" in service.get("networks", [])] == ["web"]


def test_e_mail_opens_a_way_out_for_the_worker_alone():
    assert set(MAIL) == {"services"}
    assert set(MAIL["services"]) == {"worker"}
    assert set(MAIL["services"]["worker"]) == {"networks", "environment"}
    assert set(MAIL["services"]["worker"]["networks"]) <= set(COMPOSE["networks"])


def test_what_e_mail_needs_is_required_and_explained_in_the_example():
    uses = re.findall(r"\$\{(\w+):\?\}", MAIL_TEXT)

    assert MAIL_EXAMPLE["COMPOSE_FILE"] == "docker-compose.yml:docker-compose.mail.yml"
    assert dict.fromkeys([*uses, "COMPOSE_FILE"], "") == {**MAIL_EXAMPLE, "COMPOSE_FILE": ""}
    assert set(MAIL["services"]["worker"]["environment"].values()) == {f"${{{use}:?}}" for use in uses}


def test_the_settings_of_e_mail_are_ones_that_there_are():
    described = (ROOT / "docs" / "operators.md").read_text()

    assert [
        name for name in MAIL["services"]["worker"]["environment"] if f"| `{name}` |" not in described
    ] == []


def test_the_image_runs_without_privileges_and_is_built_from_lock_files():
    text = (ROOT / "Dockerfile").read_text()
    last_stage = text.rsplit("\nFROM ", 1)[1]

    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last_stage, re.MULTILINE)
    assert "HEALTHCHECK" in last_stage
    assert "npm ci" in text
    assert "uv sync --frozen --no-dev" in text
    assert re.findall(r"^FROM (?!\S+:\S)", text, re.MULTILINE) == []
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    assert [path for line in copied for path in line.split() if not (ROOT / path).exists()] == []


def test_docker_compose_itself_reads_it(tmp_path: Path):
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("not run: there is no `docker compose` on this machine")
    values = tmp_path / "env"
    values.write_text("".join(f"{name}={8000 if name.endswith('PORT') else 'x'}\n" for name in EXAMPLE))

    read = subprocess.run(
        [docker, "compose", "--env-file", str(values), "config", "--quiet"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert (read.returncode, read.stderr) == (0, "")
