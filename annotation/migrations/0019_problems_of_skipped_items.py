import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0018_predictions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="itemproblem",
            name="assignment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotation.assignment",
            ),
        ),
        migrations.AlterField(
            model_name="itemproblem",
            name="thread",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotation.thread",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemproblem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assignment__isnull", True), ("thread__isnull", False)),
                    models.Q(("assignment__isnull", False), ("thread__isnull", True)),
                    _connector="OR",
                ),
                name="one_thing_shows_a_problem",
            ),
        ),
    ]
