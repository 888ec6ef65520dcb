
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OfferChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor_user_id', models.BigIntegerField(null=True)),
                ('actor_organization_id', models.BigIntegerField(null=True)),
                ('source', models.CharField(max_length=40)),
                ('area', models.CharField(max_length=20)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='OfferStore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=255)),
                ('merchant_sku', models.CharField(blank=True, default='', max_length=255)),
                ('is_active', models.BooleanField(default=True)),
                ('approval_status', models.CharField(choices=[('waiting_for_approval', 'Waiting for approval'), ('approved', 'Approved'), ('denied', 'Denied')], default='waiting_for_approval', max_length=30)),
                ('denial_reason', models.TextField(blank=True, default='')),
                ('approved_at', models.DateTimeField(null=True)),
                ('valid_from', models.DateTimeField(null=True)),
                ('valid_to', models.DateTimeField(null=True)),
                ('minimum_quantity', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('quantity_step', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('pack_size', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('created_by_id', models.BigIntegerField(null=True)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('concrete_product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='catalog.concreteproduct')),
            ],
        ),
    ]
