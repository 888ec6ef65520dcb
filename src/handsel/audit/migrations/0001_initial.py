
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('action', models.CharField(max_length=100)),
                ('subject_kind', models.CharField(max_length=100)),
                ('subject_id', models.BigIntegerField()),
                ('actor_user_id', models.BigIntegerField(null=True)),
                ('actor_organization_id', models.BigIntegerField(null=True)),
                ('on_behalf_of_user_id', models.BigIntegerField(null=True)),
                ('on_behalf_of_organization_id', models.BigIntegerField(null=True)),
                ('from_state', models.CharField(blank=True, default='', max_length=60)),
                ('to_state', models.CharField(blank=True, default='', max_length=60)),
                ('reason', models.TextField(blank=True, default='')),
                ('facts', models.JSONField(default=dict)),
                ('request_id', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-at'], name='audit_by_subject'), models.Index(fields=['-at'], name='audit_by_time'), models.Index(fields=['actor_user_id', '-at'], name='audit_by_user')],
            },
        ),
    ]
