import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from labelwright.database.triggers import Closed, FrozenWhen

OF_A_PUBLISHED_VERSION = (
    "(SELECT v.state FROM guidelines_guidelineversion v WHERE v.id = {row}.version_id) = 'published'"
)


class Migration(migrations.Migration):
    dependencies = [
        ("guidelines", "0006_drafts_are_written_together"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        # Null and without a default: so SQLite adds the column in place, and the triggers of the table stay.
        migrations.AddField(
            "guidelineversion", "language", models.CharField(max_length=5, null=True, blank=True)
        ),
        migrations.CreateModel(
            name="GuidelineTranslation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("section", models.CharField(blank=True, max_length=63)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField(blank=True)),
                ("source_hash", models.CharField(max_length=64)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("translated_at", models.DateTimeField()),
                (
                    "translated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translations",
                        to="guidelines.guidelineversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "language", "section"), name="a_section_is_translated_once"
                    )
                ]
            },
        ),
        FrozenWhen(
            "guidelines_guidelinetranslation",
            OF_A_PUBLISHED_VERSION,
            "the translations of a published version never change",
        ),
        Closed(
            "guidelines_guidelinetranslation",
            OF_A_PUBLISHED_VERSION,
            "a published version gets no further translations",
        ),
    ]
