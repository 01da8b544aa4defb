import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import labelwright.ids


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0017_pictures"),
        ("guidelines", "0007_guidelines_in_several_languages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemPrediction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=labelwright.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("model", models.CharField(max_length=200)),
                ("value", models.JSONField()),
                ("scores", models.JSONField(default=dict)),
                ("import_id", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="batch",
            name="shows_predictions",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shows_predictions", False), ("kind__in", ["pilot", "production"]), _connector="OR"
                ),
                name="predictions_are_for_real_work",
            ),
        ),
        migrations.AddField(
            model_name="itemprediction",
            name="item",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="predictions",
                to="annotation.item",
            ),
        ),
        migrations.AddField(
            model_name="itemprediction",
            name="schema_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="guidelines.schemaversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemprediction",
            constraint=models.UniqueConstraint(
                fields=("item", "model"), name="one_prediction_per_item_and_model"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemprediction",
            constraint=models.CheckConstraint(
                condition=models.Q(("model", ""), _negated=True), name="predictions_name_their_model"
            ),
        ),
    ]
