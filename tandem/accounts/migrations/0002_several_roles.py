"""A member may hold several roles: the one they had becomes the first."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import F, Func


def keep_the_role(apps, schema_editor):
    membership = apps.get_model("accounts", "Membership")
    membership.objects.update(roles=Func(F("role"), function="ARRAY", template="ARRAY[%(expressions)s]"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            "membership",
            "roles",
            django.contrib.postgres.fields.ArrayField(
                models.CharField(max_length=30), default=list, verbose_name="roles"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(keep_the_role, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("membership", "role"),
    ]
