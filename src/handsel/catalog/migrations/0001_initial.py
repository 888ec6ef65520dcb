
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.functions.datetime
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AbstractProduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', models.CharField(max_length=255)),
                ('kind', models.CharField(choices=[('goods', 'Goods'), ('saas', 'SaaS'), ('service', 'Service')], default='goods', max_length=10)),
                ('category_order', models.IntegerField(default=0)),
                ('name', models.JSONField(default=dict)),
                ('description', models.JSONField(default=dict)),
                ('url', models.JSONField(default=dict)),
                ('meta', models.JSONField(default=dict)),
                ('attributes', models.JSONField(default=dict)),
                ('brand', models.CharField(blank=True, default='', max_length=255)),
                ('color_code', models.CharField(blank=True, default='', max_length=20)),
                ('image', models.CharField(blank=True, default='', max_length=500)),
                ('approval_status', models.CharField(choices=[('draft', 'Draft'), ('waiting_for_approval', 'Waiting for approval'), ('approved', 'Approved'), ('denied', 'Denied')], default='draft', max_length=30)),
                ('is_shared', models.BooleanField(default=True)),
                ('new_from', models.DateTimeField(null=True)),
                ('new_to', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='AbstractProductStore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255, unique=True)),
                ('name', models.JSONField(default=dict)),
                ('meta_title', models.JSONField(default=dict)),
                ('is_active', models.BooleanField(default=True)),
                ('is_in_menu', models.BooleanField(default=True)),
                ('is_searchable', models.BooleanField(default=True)),
                ('node_order', models.IntegerField(default=0)),
                ('image', models.CharField(blank=True, default='', max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='ConcreteProduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', models.CharField(max_length=255)),
                ('name', models.JSONField(default=dict)),
                ('description', models.JSONField(default=dict)),
                ('attributes', models.JSONField(default=dict)),
                ('is_searchable', models.JSONField(default=dict)),
                ('gtin', models.CharField(blank=True, default='', max_length=14)),
                ('image', models.CharField(blank=True, default='', max_length=500)),
                ('unit', models.CharField(default='piece', max_length=20)),
                ('minimum_quantity', models.DecimalField(decimal_places=4, default=Decimal('1'), max_digits=20)),
                ('quantity_step', models.DecimalField(decimal_places=4, default=Decimal('1'), max_digits=20)),
                ('pack_size', models.DecimalField(decimal_places=4, default=Decimal('1'), max_digits=20)),
                ('is_quantity_splittable', models.BooleanField(default=True)),
                ('bundled', models.CharField(blank=True, default='', max_length=2000)),
                ('is_active', models.BooleanField(default=True)),
                ('valid_from', models.DateTimeField(null=True)),
                ('valid_to', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='Currency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=3, unique=True)),
                ('symbol', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='MerchantStore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Store',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('time_zone', models.CharField(default='UTC', max_length=60)),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=None)),
                ('locales', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None)),
                ('default_price_mode', models.CharField(choices=[('NET_MODE', 'net'), ('GROSS_MODE', 'gross')], default='NET_MODE', max_length=10)),
                ('order_reference_prefix', models.CharField(default='H-', max_length=20)),
                ('guest_checkout', models.BooleanField(default=False)),
                ('buy_box_strategy', models.CharField(choices=[('price', 'Lowest price'), ('price_available', 'Lowest price that can be bought now'), ('stock', 'Largest stock')], default='price', max_length=20)),
                ('reapproval', models.CharField(choices=[('none', 'None'), ('price', 'Price change over a limit'), ('any', 'Any change')], default='none', max_length=10)),
                ('reapproval_percent', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)])),
            ],
        ),
        migrations.CreateModel(
            name='StoreCurrency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='TaxRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2)),
                ('name', models.CharField(max_length=100)),
                ('percent', models.DecimalField(decimal_places=3, max_digits=6)),
            ],
        ),
        migrations.CreateModel(
            name='TaxSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
            ],
        ),
    ]
