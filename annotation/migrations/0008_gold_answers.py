import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import labelwright.ids


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0007_batches_have_a_price"),
        ("guidelines", "0004_projects_point_at_their_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GoldAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=labelwright.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("value", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("current", "Current"),
                            ("stale", "Stale"),
                            ("replaced", "Replaced"),
                            ("retired", "Retired"),
                        ],
                        default="current",
                        max_length=10,
                    ),
                ),
                (
                    "stale_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lossy", "Lossy"),
                            ("person", "Person"),
                            ("dropped", "Dropped"),
                            ("refused", "Refused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gold",
                        to="annotation.item",
                    ),
                ),
                (
                    "migration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotation.schemamigration",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gold",
                        to="guidelines.project",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="annotation.goldanswer",
                    ),
                ),
                (
                    "schema_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guidelines.schemaversion",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotation.annotationrevision",
                    ),
                ),
                (
                    "staled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotation.schemamigration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GoldUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=63)),
                ("label", models.CharField(max_length=63)),
                ("count", models.PositiveIntegerField()),
                (
                    "gold",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="annotation.goldanswer",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="goldanswer",
            index=models.Index(
                condition=models.Q(("state__in", ["current", "stale"])),
                fields=["project", "-id"],
                name="live_gold_of_a_project",
            ),
        ),
        migrations.AddIndex(
            model_name="goldanswer",
            index=models.Index(fields=["item", "-id"], name="gold_of_an_item"),
        ),
        migrations.AddConstraint(
            model_name="goldanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["current", "stale"])),
                fields=("item",),
                name="one_live_gold_answer_per_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="goldanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "stale"), _negated=True),
                    models.Q(models.Q(("stale_because", ""), _negated=True), ("staled_by__isnull", False)),
                    _connector="OR",
                ),
                name="stale_gold_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="golduse",
            constraint=models.UniqueConstraint(
                fields=("gold", "field", "label"), name="one_row_per_label_in_gold"
            ),
        ),
    ]
