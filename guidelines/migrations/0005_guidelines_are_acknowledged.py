import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from labelwright.database.triggers import AppendOnly
from labelwright.ids import new_id


class Migration(migrations.Migration):
    dependencies = [
        ("guidelines", "0004_projects_point_at_their_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        # Null and without a default: so SQLite adds the column in place, and the triggers of the table stay.
        migrations.AddField("guidelineversion", "touched_sections", models.JSONField(null=True, blank=True)),
        migrations.AddField("guidelineversion", "touched_labels", models.JSONField(null=True, blank=True)),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guidelines.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="guidelines.guidelineversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "user", "number"), name="a_version_is_read_once"
                    )
                ]
            },
        ),
        AppendOnly("guidelines_acknowledgement"),
    ]
