"""What the database itself refuses."""

import pytest
from django.db import DatabaseError, transaction

from guidelines.models import SchemaVersion
from labelwright.accounts.audit import first_broken, record
from labelwright.accounts.models import AuditEvent
from tests.factories.accounts import OrganisationFactory, UserFactory, principal
from tests.factories.guidelines import SchemaVersionFactory

pytestmark = pytest.mark.django_db


def test_a_published_schema_version_cannot_be_changed():
    version = SchemaVersionFactory()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        SchemaVersion.objects.filter(pk=version.pk).update(note="different")

    version.refresh_from_db()
    assert version.note == ""


def test_a_published_schema_version_cannot_be_deleted():
    version = SchemaVersionFactory()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        SchemaVersion.objects.filter(pk=version.pk)._raw_delete("default")

    assert SchemaVersion.objects.filter(pk=version.pk).exists()


def test_a_draft_can_be_changed():
    draft = SchemaVersionFactory(state="draft", number=None, published_at=None)

    changed = SchemaVersion.objects.filter(pk=draft.pk).update(note="different")

    assert changed == 1


def test_the_audit_log_is_append_only():
    organisation = OrganisationFactory()
    event = record(principal(UserFactory()), "test.done", organisation, organisation=organisation)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(action="nothing")

    assert first_broken(organisation) is None
