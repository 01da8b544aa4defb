from django.db import migrations

from labelwright.database.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("annotation", "0001_initial")]
    operations = [AppendOnly("annotation_annotationrevision")]
