from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0002_published_is_frozen")]
    operations = [
        migrations.AddField(
            "project",
            "current_schema_version",
            models.ForeignKey(
                "guidelines.schemaversion",
                null=True,
                blank=True,
                on_delete=PROTECT,
                related_name="+",
                db_index=False,
            ),
        ),
        migrations.AddField(
            "schemaversion",
            "restores",
            models.ForeignKey(
                "guidelines.schemaversion",
                null=True,
                blank=True,
                on_delete=PROTECT,
                related_name="+",
                db_index=False,
            ),
        ),
    ]
