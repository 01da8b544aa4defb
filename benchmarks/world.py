"""What the benchmarks work on: projects, people with sessions, texts. Always the same, whatever ran before."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

from annotation.models import Item
from annotation.services.items import NewAnnotation, NewItem, add_imported_annotations, add_items
from guidelines.schema.parse import parse_document
from guidelines.values.value import parse_value
from labelwright.accounts.principal import Principal
from tests.api.world import session_headers
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.work import Work, text_work

CHUNK = 2_000
WORDS = [
    "please",
    "order",
    "cancel",
    "the",
    "parcel",
    "that",
    "came",
    "late",
    "yesterday",
    "can",
    "you",
    "tell",
    "me",
    "where",
    "my",
    "card",
    "is",
    "and",
    "when",
    "it",
    "will",
    "be",
    "sent",
    "again",
    "thank",
    "you",
    "for",
    "the",
    "quick",
    "answer",
    "I",
    "would",
    "like",
    "to",
    "change",
    "address",
    "before",
    "Friday",
    "if",
    "this",
    "is",
    "possible",
]
SCHEMA: dict[str, Any] = {
    "input": "text",
    "fields": [
        {
            "key": "intent",
            "type": "choice",
            "required": True,
            "options": [{"key": "greet"}, {"key": "order"}, {"key": "cancel"}],
        },
        {
            "key": "names",
            "type": "spans",
            "overlap": True,
            "labels": [{"key": "person"}, {"key": "place"}, {"key": "thing"}],
        },
    ],
}
VALUE: dict[str, Any] = {
    "intent": {"choice": "order"},
    "names": {
        "spans": [
            {"id": "s1", "label": "person", "start": 0, "end": 4, "attributes": {}},
            {"id": "s2", "label": "thing", "start": 5, "end": 9, "attributes": {}},
            {"id": "s3", "label": "place", "start": 8, "end": 14, "attributes": {}},
        ]
    },
}

# The benchmarks share a database, and each starts to count in a process of its own.
for made in (OrganisationFactory, UserFactory):
    made.reset_sequence(os.getpid() * 1_000)


def texts(count: int) -> Iterator[str]:
    """Different texts of about 80 characters."""
    chance = random.Random(7)
    for number in range(count):
        yield f"{' '.join(chance.choices(WORDS, k=14))} #{number}"


def project_with_texts(count: int) -> Work:
    """A text project with a choice and spans, and `count` items."""
    work = text_work(items=0, document=SCHEMA)
    new = [NewItem("text", text=text, external_id=f"text-{i}") for i, text in enumerate(texts(count))]
    for start in range(0, count, CHUNK):
        add_items(work.project, new[start : start + CHUNK])
    return work


def with_labels(work: Work) -> None:
    """Every item of the project has an accepted annotation: a choice and three spans."""
    value = parse_value(VALUE, parse_document(work.schema.document))
    ids = list(Item.objects.filter(project=work.project).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        new = [NewAnnotation(item, value) for item in ids[start : start + CHUNK]]
        add_imported_annotations(work.project, new, schema_version=work.schema)


def headers_of(who: Principal, origin: str) -> dict[str, str]:
    """What a browser sends on each request of a session, behind a proxy that ends TLS."""
    return {
        **session_headers(who.user),
        "X-Forwarded-Proto": "https",
        "Origin": origin,
        "Content-Type": "application/json",
        "Connection": "keep-alive",
    }
