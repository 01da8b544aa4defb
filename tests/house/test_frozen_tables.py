"""Every table that promises not to change is still guarded after all database migrations (SQLite drops the triggers of
a table that it rebuilds)."""

import pytest
from django.db import connection

GUARDED = (
    "accounts_auditevent",
    "annotation_annotationrevision",
    "annotation_checkanswer",
    "annotation_checkquestion",
    "annotation_traininganswer",
    "annotation_traininground",
    "annotation_exampleuse",
    "annotation_guidelineexample",
    "datasets_datasetfile",
    "datasets_datasetversion",
    "evaluation_modelrun",
    "evaluation_prediction",
    "guidelines_acknowledgement",
    "guidelines_guidelinetranslation",
    "guidelines_guidelineversion",
    "guidelines_schemaversion",
)
TRIGGERS = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%%BEFORE UPDATE%%'",
    "postgresql": (
        "SELECT event_object_table FROM information_schema.triggers "
        "WHERE event_manipulation = 'UPDATE' AND action_timing = 'BEFORE'"
    ),
}


@pytest.mark.django_db
def test_what_must_not_change_has_its_trigger():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        guarded = {table for (table,) in cursor.fetchall()}

    assert set(GUARDED) <= guarded
