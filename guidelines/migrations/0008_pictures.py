import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import labelwright.ids
from labelwright.database.triggers import Closed, FrozenWhen

OF_A_PUBLISHED_VERSION = (
    "(SELECT v.state FROM guidelines_guidelineversion v WHERE v.id = {row}.version_id) = 'published'"
)


class Migration(migrations.Migration):
    dependencies = [
        ("guidelines", "0007_guidelines_in_several_languages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=labelwright.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=16, unique=True)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="guidelines.project",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="pictures_by_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "sha256", "uploaded_by"),
                        name="one_picture_per_content_and_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PictureUse",
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
                        related_name="uses",
                        to="guidelines.picture",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picture_uses",
                        to="guidelines.guidelineversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "picture"), name="one_row_per_picture_of_a_version"
                    )
                ],
            },
        ),
        FrozenWhen(
            "guidelines_pictureuse",
            OF_A_PUBLISHED_VERSION,
            "the pictures of a published version never change",
        ),
        Closed(
            "guidelines_pictureuse",
            OF_A_PUBLISHED_VERSION,
            "a published guideline shows no further pictures",
        ),
    ]
