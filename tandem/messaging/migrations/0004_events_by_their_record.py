from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_mails_to_addresses")]

    operations = [
        migrations.AddIndex(
            "event", models.Index(fields=["record_type", "record_id"], name="events_of_a_record")
        ),
    ]
