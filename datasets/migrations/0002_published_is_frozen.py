from django.db import migrations

from labelwright.database.triggers import FrozenWhen

OF_A_PUBLISHED_VERSION = (
    "(SELECT v.state FROM datasets_datasetversion v WHERE v.id = {row}.version_id) = 'published'"
)


class Migration(migrations.Migration):
    dependencies = [("datasets", "0001_initial")]
    operations = [
        FrozenWhen(
            "datasets_datasetversion",
            "{row}.state = 'published'",
            "a published dataset version never changes",
        ),
        FrozenWhen(
            "datasets_datasetfile", OF_A_PUBLISHED_VERSION, "the files of a published version never change"
        ),
    ]
