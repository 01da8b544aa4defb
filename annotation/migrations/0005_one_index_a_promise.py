"""Indexes that another index begins with are gone: each of them was written with every task that is saved.

On SQLite a changed column would mean a rebuilt table without its triggers; so the indexes are dropped by themselves.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DOUBLED = (
    ("item", "project"),  # one_item_per_content, items_in_order
    ("task", "batch"),  # one_task_per_slot
    ("assignment", "user"),  # assignments_of_a_person
    ("annotation", "project"),  # annotations_by_state
    ("annotation", "author"),  # annotations_of_a_person
    ("annotationrevision", "annotation"),  # revisions_are_numbered
    ("annotationrevision", "author"),  # one_revision_per_save
    ("labeluse", "annotation"),  # one_row_per_label_used
    ("labeluse", "project"),  # annotations_by_label
)


def drop(apps: Any, editor: Any) -> None:
    for name, field in DOUBLED:
        model = apps.get_model("annotation", name)
        column = model._meta.get_field(field).column
        for index in editor._constraint_names(model, [column], index=True, unique=False, primary_key=False):
            editor.execute(f"DROP INDEX {editor.quote_name(index)}")


def make(apps: Any, editor: Any) -> None:
    for name, field in DOUBLED:
        model = apps.get_model("annotation", name)
        editor.execute(editor._create_index_sql(model, fields=[model._meta.get_field(field)]))


def to(where: str, related_name: str, **more: Any) -> models.ForeignKey:
    kept = more.pop("on_delete", django.db.models.deletion.PROTECT)
    return models.ForeignKey(db_index=False, on_delete=kept, related_name=related_name, to=where, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0004_items_are_found_by_their_import"),
        ("guidelines", "0002_published_is_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, make)],
            state_operations=[
                migrations.AlterField("item", "project", to("guidelines.project", "items")),
                migrations.AlterField("task", "batch", to("annotation.batch", "tasks")),
                migrations.AlterField("assignment", "user", to(settings.AUTH_USER_MODEL, "+")),
                migrations.AlterField("annotation", "project", to("guidelines.project", "annotations")),
                migrations.AlterField(
                    "annotation", "author", to(settings.AUTH_USER_MODEL, "+", blank=True, null=True)
                ),
                migrations.AlterField(
                    "annotationrevision", "annotation", to("annotation.annotation", "revisions")
                ),
                migrations.AlterField(
                    "annotationrevision", "author", to(settings.AUTH_USER_MODEL, "+", blank=True, null=True)
                ),
                migrations.AlterField(
                    "labeluse",
                    "annotation",
                    to("annotation.annotation", "label_uses", on_delete=django.db.models.deletion.CASCADE),
                ),
                migrations.AlterField(
                    "labeluse",
                    "project",
                    to("guidelines.project", "+", on_delete=django.db.models.deletion.CASCADE),
                ),
            ],
        )
    ]
