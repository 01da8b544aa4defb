import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import labelwright.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_people_see_where_they_are_logged_in"),
        ("annotation", "0009_threads"),
        ("guidelines", "0005_guidelines_are_acknowledged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="annotationrevision",
            name="cause",
            field=models.CharField(
                choices=[
                    ("human", "Human"),
                    ("import", "Import"),
                    ("prediction", "Prediction"),
                    ("review", "Review"),
                    ("migration", "Migration"),
                    ("consensus", "Consensus"),
                    ("revert", "Revert"),
                    ("recheck", "Recheck"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("training", "Training"),
                    ("pilot", "Pilot"),
                    ("production", "Production"),
                    ("recheck", "Recheck"),
                ],
                default="production",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Recheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=labelwright.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("sample", "Sample"), ("slice", "Slice"), ("all", "All")], max_length=10
                    ),
                ),
                ("labels", models.JSONField(default=list)),
                ("seed", models.PositiveIntegerField()),
                ("population", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="guidelines.guidelineversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecheckBatch",
            fields=[
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="recheck",
                        serialize=False,
                        to="annotation.batch",
                    ),
                ),
                ("is_imported", models.BooleanField(default=False)),
                (
                    "recheck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="annotation.recheck",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.vendor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_imported", False), ("vendor__isnull", True), _connector="OR"),
                        name="imports_are_of_no_vendor",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecheckTask",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="recheck",
                        serialize=False,
                        to="annotation.task",
                    ),
                ),
                ("labels", models.JSONField()),
                ("is_changed", models.BooleanField(blank=True, null=True)),
                ("changed", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "annotation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="annotation.annotation",
                    ),
                ),
                (
                    "recheck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="annotation.recheck",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_changed__isnull", True), ("revision__isnull", False), _connector="OR"
                        ),
                        name="what_was_looked_at_has_a_revision",
                    )
                ],
            },
        ),
    ]
