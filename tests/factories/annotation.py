"""The smallest valid items and work."""

from __future__ import annotations

import hashlib

import factory

from annotation import models
from tests.factories.guidelines import ProjectFactory


class AssetFactory(factory.django.DjangoModelFactory):
    """A row without bytes in the storage; tests that read media import a real image."""

    class Meta:
        model = models.Asset

    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    size = 1000
    media_type = "image/png"
    width = 640
    height = 480


class TextItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Item

    project = factory.SubFactory(ProjectFactory, input="text")
    kind = "text"
    text = factory.Sequence(lambda n: f"Text number {n}")
    content_hash = factory.LazyAttribute(lambda o: hashlib.sha256(o.text.encode()).hexdigest())


class ImageItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Item

    project = factory.SubFactory(ProjectFactory)
    kind = "image"
    asset = factory.SubFactory(AssetFactory, organisation=factory.SelfAttribute("..project.organisation"))
    content_hash = factory.LazyAttribute(lambda o: o.asset.sha256)


class BatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Batch

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"Batch {n}")
    state = "open"
    created_by = factory.SelfAttribute("project.created_by")
