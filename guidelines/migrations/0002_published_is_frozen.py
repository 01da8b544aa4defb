from django.db import migrations

from labelwright.database.triggers import FrozenWhen

PUBLISHED = "{row}.state = 'published'"


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0001_initial")]
    operations = [
        FrozenWhen("guidelines_schemaversion", PUBLISHED, "a published schema version never changes"),
        FrozenWhen("guidelines_guidelineversion", PUBLISHED, "a published guideline version never changes"),
    ]
