
import django.db.models.deletion
import django.db.models.functions.datetime
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('offers', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MerchantWarehouse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merchant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merchant_warehouses', to='parties.merchant')),
            ],
        ),
        migrations.CreateModel(
            name='Warehouse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, unique=True)),
                ('is_active', models.BooleanField(default=False)),
                ('merchants', models.ManyToManyField(related_name='warehouses', through='stock.MerchantWarehouse', to='parties.merchant')),
            ],
        ),
        migrations.CreateModel(
            name='StockLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_hand', models.DecimalField(decimal_places=10, default=Decimal('0'), max_digits=20)),
                ('reserved', models.DecimalField(decimal_places=10, default=Decimal('0'), max_digits=20)),
                ('is_never_out_of_stock', models.BooleanField(default=False)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stock_levels', to='offers.offer')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stock_levels', to='stock.warehouse')),
            ],
        ),
        migrations.CreateModel(
            name='ProductStock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=10, default=Decimal('0'), max_digits=20)),
                ('is_never_out_of_stock', models.BooleanField(default=False)),
                ('is_bundle', models.BooleanField(default=False)),
                ('concrete_product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='product_stocks', to='catalog.concreteproduct')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='product_stocks', to='stock.warehouse')),
            ],
        ),
        migrations.AddField(
            model_name='merchantwarehouse',
            name='warehouse',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merchant_warehouses', to='stock.warehouse'),
        ),
        migrations.CreateModel(
            name='WarehouseStore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warehouse_stores', to='catalog.store')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warehouse_stores', to='stock.warehouse')),
            ],
        ),
        migrations.AddField(
            model_name='warehouse',
            name='stores',
            field=models.ManyToManyField(related_name='warehouses', through='stock.WarehouseStore', to='catalog.store'),
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=100)),
                ('quantity', models.DecimalField(decimal_places=10, max_digits=20)),
                ('state', models.CharField(choices=[('reserved', 'Reserved'), ('released', 'Released'), ('shipped', 'Shipped')], default='reserved', max_length=10)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='stock.stocklevel')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('purpose', 'level'), name='reservation_once'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='reservation_quantity_positive'), models.CheckConstraint(condition=models.Q(('state__in', ['reserved', 'released', 'shipped'])), name='reservation_state_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='stocklevel',
            constraint=models.UniqueConstraint(fields=('offer', 'warehouse'), name='stock_level_once'),
        ),
        migrations.AddConstraint(
            model_name='stocklevel',
            constraint=models.CheckConstraint(condition=models.Q(('on_hand__gte', 0)), name='stock_on_hand_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='stocklevel',
            constraint=models.CheckConstraint(condition=models.Q(('reserved__gte', 0)), name='stock_reserved_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='productstock',
            constraint=models.UniqueConstraint(fields=('concrete_product', 'warehouse'), name='product_stock_once'),
        ),
        migrations.AddConstraint(
            model_name='merchantwarehouse',
            constraint=models.UniqueConstraint(fields=('merchant', 'warehouse'), name='merchant_warehouse_once'),
        ),
        migrations.AddConstraint(
            model_name='warehousestore',
            constraint=models.UniqueConstraint(fields=('warehouse', 'store'), name='warehouse_store_once'),
        ),
    ]
