from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exports", "0002_imports_say_what_happened"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="model",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
