import django.db.models.deletion
from django.db import migrations, models

from labelwright.database.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0016_mentions_digests_and_search"),
        ("guidelines", "0008_pictures"),
    ]
    operations = [
        migrations.CreateModel(
            name="MessagePicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="annotation.message",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said",
                        to="guidelines.picture",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "picture"), name="one_row_per_picture_of_a_message"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="guidelines.picture",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="published_pictures",
                        to="annotation.thread",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("thread", "picture"), name="one_row_per_published_picture"
                    )
                ],
            },
        ),
        AppendOnly("annotation_messagepicture"),
    ]
