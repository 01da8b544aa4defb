"""Schemas, guidelines and people of the demo fit each other."""

import re
from collections import Counter
from typing import Any

import pytest

from labelwright.config.demo.annotators import SKILLS
from labelwright.config.demo.guidelines import GUIDELINES, GuidelineText
from labelwright.config.demo.people import DOMAIN, PEOPLE, PROJECT_KEYS, PROJECTS, VENDORS
from labelwright.config.demo.schemas import SCHEMAS
from labelwright.config.demo.texts import INTENTS

CHOSEN = {"cells": "labels", "intents": "options", "news": "labels"}


def main_things(project: str) -> list[dict[str, Any]]:
    things: list[dict[str, Any]] = SCHEMAS[project]["fields"][0][CHOSEN[project]]
    return things


def every_titled(thing: object) -> list[dict[str, Any]]:
    """All fields, labels, attributes and options of a document."""
    if isinstance(thing, list):
        return [found for part in thing for found in every_titled(part)]
    if isinstance(thing, dict):
        return ([thing] if "key" in thing else []) + every_titled(list(thing.values()))
    return []


def test_every_project_has_a_schema_a_guideline_and_a_description() -> None:
    assert set(SCHEMAS) == set(GUIDELINES) == set(PROJECT_KEYS) == {project.key for project in PROJECTS}


@pytest.mark.parametrize("project", PROJECT_KEYS)
def test_everything_has_a_title_in_the_three_languages(project: str) -> None:
    assert all(set(thing["titles"]) == {"en", "ko", "ja"} for thing in every_titled(SCHEMAS[project]))


@pytest.mark.parametrize("project", PROJECT_KEYS)
def test_shortcuts_are_unique_on_the_screen(project: str) -> None:
    shortcuts = Counter(t["shortcut"] for t in every_titled(SCHEMAS[project]) if "shortcut" in t)

    assert set(shortcuts.values()) == {1}


@pytest.mark.parametrize("project", PROJECT_KEYS)
def test_colours_are_distinct(project: str) -> None:
    colours = [thing["colour"] for thing in main_things(project)]

    assert len(set(colours)) == len(colours)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in colours)


def test_the_options_are_the_intents_of_the_texts() -> None:
    assert tuple(option["key"] for option in main_things("intents")) == INTENTS


@pytest.mark.parametrize(
    ("project", "version"),
    [(project, version) for project, versions in GUIDELINES.items() for version in versions],
    ids=lambda value: value if isinstance(value, str) else str(value.number),
)
def test_every_label_has_a_section_with_examples_of_what_to_do(project: str, version: GuidelineText) -> None:
    sections = re.findall(r"^#+ .+ \{#([a-z0-9_]+)\}$", version.markdown, re.MULTILINE)
    headings = re.findall(r"^#+ ", version.markdown, re.MULTILINE)
    keys = {thing["key"] for thing in main_things(project)}

    assert len(set(sections)) == len(headings)
    assert keys <= set(sections)
    assert set(version.labels) <= keys
    assert version.markdown.count("**Do") >= len(keys) - 1
    assert "| --- |" in version.markdown


def test_guideline_versions_are_numbered_and_differ() -> None:
    first, second = GUIDELINES["cells"]

    assert (first.number, second.number) == (1, 2)
    assert first.markdown != second.markdown


@pytest.mark.parametrize(
    "role", ["curator", "quality_manager", "reviewer", "annotator", "vendor_lead", "modeler"]
)
@pytest.mark.parametrize("project", PROJECT_KEYS)
def test_somebody_holds_every_role_in_every_project(role: str, project: str) -> None:
    assert any(role in person.projects.get(project, ()) for person in PEOPLE)


def test_people_have_unique_addresses_in_the_domain_of_the_demo() -> None:
    addresses = {person.email for person in PEOPLE}

    assert len(addresses) == len(PEOPLE)
    assert all(address.endswith(f"@{DOMAIN}") for address in addresses)
    assert {"owner", "admin"} <= {person.role for person in PEOPLE}


def test_annotators_work_for_a_vendor_and_have_a_skill() -> None:
    annotators = [person for person in PEOPLE if person.skill is not None]
    vendors = Counter(person.vendor for person in annotators)

    assert set(vendors) == {vendor.key for vendor in VENDORS}
    assert set(vendors.values()) <= {2, 3}
    assert {person.skill for person in annotators} == set(SKILLS)
