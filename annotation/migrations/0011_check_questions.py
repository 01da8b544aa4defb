import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import labelwright.ids
from labelwright.database.triggers import AppendOnly, Closed, FrozenWhen

OF_A_PUBLISHED_VERSION = "(SELECT v.state FROM guidelines_guidelineversion v WHERE v.id = {row}.guideline_version_id) = 'published'"


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0010_rechecks"),
        ("guidelines", "0005_guidelines_are_acknowledged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=labelwright.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("region", models.JSONField(blank=True, null=True)),
                ("section", models.CharField(blank=True, max_length=64)),
                ("question", models.TextField()),
                ("answers", models.JSONField()),
                ("right", models.PositiveSmallIntegerField()),
                ("explanation", models.TextField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "guideline_version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_questions",
                        to="guidelines.guidelineversion",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_questions",
                        to="annotation.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CheckAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=labelwright.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("choice", models.PositiveSmallIntegerField()),
                ("is_right", models.BooleanField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "question",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_answers",
                        to="annotation.checkquestion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="checkquestion",
            constraint=models.UniqueConstraint(
                fields=("guideline_version", "position"), name="check_questions_have_an_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1), ("position__lte", 3)), name="few_check_questions"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("right__lt", 5)), name="one_answer_is_right"
            ),
        ),
        migrations.AddIndex(
            model_name="checkanswer",
            index=models.Index(fields=["user", "question"], name="check_answers_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="checkanswer",
            constraint=models.UniqueConstraint(
                fields=("question", "user", "number"), name="one_row_per_try_at_a_check"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_right", True)),
                fields=("question", "user"),
                name="a_check_is_passed_once",
            ),
        ),
        FrozenWhen(
            "annotation_checkquestion",
            OF_A_PUBLISHED_VERSION,
            "the check questions of a published guideline version never change",
        ),
        Closed(
            "annotation_checkquestion",
            OF_A_PUBLISHED_VERSION,
            "a published guideline version gets no further check questions",
        ),
        AppendOnly("annotation_checkanswer"),
    ]
