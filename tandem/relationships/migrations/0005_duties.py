import django.db.models.deletion
from django.db import migrations, models


def keep_what_buyers_may(apps, schema_editor):
    """Buyers so far looked after every category: they go on until an administrator says which are theirs."""
    Membership = apps.get_model("accounts", "Membership")
    Duty = apps.get_model("relationships", "CategoryDuty")
    buyers = Membership.objects.filter(roles__contains=["buyer"])
    Duty.objects.bulk_create([Duty(membership=each) for each in buyers], batch_size=2000)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_second_factor'),
        ('relationships', '0004_merging'),
    ]

    operations = [
        migrations.CreateModel(
            name='CategoryDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='relationships.category')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='accounts.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('membership', 'category'), name='one_duty_a_category'), models.UniqueConstraint(condition=models.Q(('category', None)), fields=('membership',), name='every_category_once')],
            },
        ),
        migrations.RunPython(keep_what_buyers_may, migrations.RunPython.noop, elidable=True),
    ]
