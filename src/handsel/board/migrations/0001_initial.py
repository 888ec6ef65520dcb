
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='BoardRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.BigIntegerField()),
                ('next_change_at', models.DateTimeField(null=True)),
                ('is_shown', models.BooleanField(default=False)),
                ('payload', models.JSONField(default=dict)),
                ('category_keys', models.JSONField(default=list)),
                ('merchant_ids', models.JSONField(default=list)),
                ('offer_count', models.IntegerField(default=0)),
                ('search_text', models.TextField(blank=True, default='')),
                ('search_vector', django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
        ),
    ]
