from django.db import migrations

from labelwright.database.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [AppendOnly("accounts_auditevent")]
