from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0020_questions_outlive_their_items"),
    ]

    operations = [
        migrations.AddField("asset", "duration", models.FloatField(blank=True, null=True)),
        migrations.AddField("asset", "sample_rate", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("asset", "channels", models.PositiveSmallIntegerField(blank=True, null=True)),
    ]
