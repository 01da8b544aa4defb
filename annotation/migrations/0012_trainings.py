import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import labelwright.ids
from labelwright.database.triggers import AppendOnly, FrozenWhen


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0011_check_questions"),
        ("guidelines", "0005_guidelines_are_acknowledged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainingAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=labelwright.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("value", models.JSONField()),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("score", models.FloatField(blank=True, null=True)),
                ("client_key", models.CharField(max_length=100)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="TrainingRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=labelwright.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("score", models.FloatField(blank=True, null=True)),
                ("is_passed", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="batch",
            name="overlap_is_sane",
        ),
        migrations.AddField(
            model_name="batch",
            name="pass_mark",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="training",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="required_by",
                to="annotation.batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overlap__gte", 1),
                    models.Q(("overlap__lte", 50), ("pass_mark__isnull", False), _connector="OR"),
                ),
                name="overlap_is_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pass_mark__isnull", True),
                    models.Q(
                        ("kind", "training"),
                        ("pass_mark__gte", 1),
                        ("pass_mark__lte", 100),
                        ("training__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="trainings_have_a_pass_mark",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("training__isnull", True), ("kind__in", ["pilot", "production"]), _connector="OR"
                ),
                name="trainings_come_before_real_work",
            ),
        ),
        migrations.AddField(
            model_name="traininganswer",
            name="gold",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotation.goldanswer",
            ),
        ),
        migrations.AddField(
            model_name="traininganswer",
            name="guideline_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="guidelines.guidelineversion",
            ),
        ),
        migrations.AddField(
            model_name="traininganswer",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotation.item"
            ),
        ),
        migrations.AddField(
            model_name="traininganswer",
            name="schema_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="guidelines.schemaversion"
            ),
        ),
        migrations.AddField(
            model_name="traininganswer",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="traininground",
            name="batch",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="annotation.batch",
            ),
        ),
        migrations.AddField(
            model_name="traininground",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="traininganswer",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="annotation.traininground",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininground",
            constraint=models.UniqueConstraint(
                fields=("batch", "user", "number"), name="training_rounds_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="traininground",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_passed", True)),
                fields=("batch", "user"),
                name="a_training_is_passed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininground",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at__isnull", True)),
                fields=("batch", "user"),
                name="one_round_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_passed", False),
                    models.Q(("finished_at__isnull", False), ("score__isnull", False)),
                    _connector="OR",
                ),
                name="what_is_passed_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininganswer",
            constraint=models.UniqueConstraint(
                fields=("round", "item"), name="an_item_is_answered_once_in_a_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="traininganswer",
            constraint=models.UniqueConstraint(
                fields=("user", "client_key"), name="one_training_answer_per_save"
            ),
        ),
        migrations.AddConstraint(
            model_name="traininganswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__isnull", True), ("gold__isnull", False), _connector="OR"),
                name="scores_have_a_gold_answer",
            ),
        ),
        FrozenWhen(
            "annotation_traininground",
            "{row}.finished_at IS NOT NULL",
            "a round of a training that is over never changes",
        ),
        AppendOnly("annotation_traininganswer"),
    ]
