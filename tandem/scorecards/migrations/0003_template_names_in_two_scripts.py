from typing import Any

from django.db import migrations, models


def name_the_standard_template(apps: Any, _editor: Any) -> None:
    apps.get_model("scorecards", "Template").objects.filter(name="Standard").update(name_local="标准记分卡")


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0002_groups_in_two_scripts")]

    operations = [
        migrations.AddField(
            "template",
            "name_local",
            models.CharField("name in Chinese script", max_length=120, blank=True),
        ),
        migrations.RunPython(name_the_standard_template, migrations.RunPython.noop, elidable=True),
    ]
