from django.db import migrations, models


def point_at_the_newest(apps, schema_editor):
    Project = apps.get_model("guidelines", "Project")
    SchemaVersion = apps.get_model("guidelines", "SchemaVersion")
    newest = (
        SchemaVersion.objects.filter(project=models.OuterRef("pk"), state="published")
        .order_by("-number")
        .values("pk")[:1]
    )
    Project.objects.update(current_schema_version=models.Subquery(newest))


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0003_versions_lead_to_each_other")]
    operations = [migrations.RunPython(point_at_the_newest, migrations.RunPython.noop)]
