"""The smallest valid projects, schemas and guidelines."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone

from guidelines import models
from guidelines.schema.templates import TEMPLATES
from labelwright.accounts.models import User, Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

CELLS: dict[str, Any] = {
    "input": "image",
    "fields": [
        {
            "key": "cells",
            "type": "regions",
            "titles": {"en": "Cells"},
            "labels": [
                {"key": "rbc", "name": "RBC", "geometry": "box", "colour": "#d6455d", "shortcut": "1"},
                {
                    "key": "wbc",
                    "name": "WBC",
                    "geometry": "box",
                    "colour": "#7b5cd6",
                    "shortcut": "2",
                    "attributes": [
                        {
                            "key": "lobes",
                            "type": "choice",
                            "options": [{"key": "one"}, {"key": "two"}, {"key": "three"}],
                        }
                    ],
                },
                {
                    "key": "platelet",
                    "name": "Platelets",
                    "geometry": "box",
                    "colour": "#c98a0b",
                    "shortcut": "3",
                },
            ],
        },
        {
            "key": "focus",
            "type": "choice",
            "options": [{"key": "good", "shortcut": "g"}, {"key": "poor", "shortcut": "p"}],
        },
    ],
}
INTENTS: dict[str, Any] = {
    "input": "text",
    "fields": [
        {
            "key": "intent",
            "type": "choice",
            "required": True,
            "options": [{"key": "greet"}, {"key": "order"}, {"key": "cancel"}],
        }
    ],
}
ENTITIES: dict[str, Any] = {
    "input": "text",
    "fields": [
        {
            "key": "entities",
            "type": "spans",
            "overlap": False,
            "labels": [{"key": "person"}, {"key": "place"}, {"key": "organisation"}],
        }
    ],
}


class ProjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Project

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Project {n}")
    slug = factory.Sequence(lambda n: f"project-{n}")
    input = "image"
    created_by = factory.SubFactory(UserFactory)


class SchemaVersionFactory(factory.django.DjangoModelFactory):
    """Published; `state="draft", number=None` for a draft."""

    class Meta:
        model = models.SchemaVersion
        skip_postgeneration_save = True

    project = factory.SubFactory(ProjectFactory)
    state = "published"
    number = 1
    document = CELLS
    identity = "0" * 64
    created_by = factory.SelfAttribute("project.created_by")
    published_by = factory.SelfAttribute("created_by")
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def current(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """A published version is its project's current one."""
        if create and self.state == "published":
            models.Project.objects.filter(pk=self.project.pk).update(current_schema_version=self)


class GuidelineVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.GuidelineVersion

    project = factory.SubFactory(ProjectFactory)
    state = "published"
    number = 1
    markdown = "# Cells\n\n## Red cell {#rbc}\n\nRound and pale in the middle.\n"
    created_by = factory.SelfAttribute("project.created_by")
    published_by = factory.SelfAttribute("created_by")
    published_at = factory.LazyFunction(timezone.now)


def member(project: models.Project, *roles: Role, vendor: Vendor | None = None, **user: Any) -> Principal:
    """A new person with these roles in the project; `Role.ADMINISTRATOR` makes them an admin of its organisation."""
    person: User = UserFactory(**user)
    membership = MembershipFactory(
        organisation=project.organisation,
        user=person,
        vendor=vendor,
        role="admin" if Role.ADMINISTRATOR in roles else "member",
    )
    for role in roles:
        if role is not Role.ADMINISTRATOR:
            models.ProjectMember.objects.create(project=project, membership=membership, role=role)
    return Principal(person)


SPEECH: dict[str, Any] = TEMPLATES["speech_transcription"].document
