from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_people_choose_their_digest"),
        ("annotation", "0019_problems_of_skipped_items"),
        ("guidelines", "0008_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="item_gone",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(("item_gone", False), ("item__isnull", True), _connector="OR"),
                name="items_that_are_gone_are_not_there",
            ),
        ),
    ]
