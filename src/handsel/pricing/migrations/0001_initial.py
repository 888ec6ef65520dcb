
import django.db.models.deletion
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
            name='ContractPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price_type', models.CharField(default='DEFAULT', max_length=40)),
                ('net', models.DecimalField(decimal_places=3, max_digits=18, null=True)),
                ('gross', models.DecimalField(decimal_places=3, max_digits=18, null=True)),
                ('tiers', models.JSONField(default=list)),
                ('abstract_product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.abstractproduct')),
                ('concrete_product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.concreteproduct')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='parties.contract')),
                ('currency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.currency')),
                ('offer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contract_prices', to='offers.offer')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('contract', 'offer', 'concrete_product', 'abstract_product', 'store', 'currency', 'price_type'), name='contract_price_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('abstract_product__isnull', True), ('concrete_product__isnull', True), ('offer__isnull', False)), models.Q(('abstract_product__isnull', True), ('concrete_product__isnull', False), ('offer__isnull', True)), models.Q(('abstract_product__isnull', False), ('concrete_product__isnull', True), ('offer__isnull', True)), _connector='OR'), name='contract_price_one_level'), models.CheckConstraint(condition=models.Q(('net__isnull', True), ('net__gte', 0), _connector='OR'), name='contract_price_net'), models.CheckConstraint(condition=models.Q(('gross__isnull', True), ('gross__gte', 0), _connector='OR'), name='contract_price_gross')],
            },
        ),
        migrations.CreateModel(
            name='OfferPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price_type', models.CharField(default='DEFAULT', max_length=40)),
                ('net', models.DecimalField(decimal_places=3, max_digits=18, null=True)),
                ('gross', models.DecimalField(decimal_places=3, max_digits=18, null=True)),
                ('tiers', models.JSONField(default=list)),
                ('currency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.currency')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='offers.offer')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('offer', 'store', 'currency', 'price_type'), name='offer_price_once'), models.CheckConstraint(condition=models.Q(('net__isnull', True), ('net__gte', 0), _connector='OR'), name='offer_price_net'), models.CheckConstraint(condition=models.Q(('gross__isnull', True), ('gross__gte', 0), _connector='OR'), name='offer_price_gross')],
            },
        ),
        migrations.CreateModel(
            name='ProductPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price_type', models.CharField(default='DEFAULT', max_length=40)),
                ('net', models.DecimalField(decimal_places=3, max_digits=18, null=True)),
                ('gross', models.DecimalField(decimal_places=3, max_digits=18, null=True)),
                ('tiers', models.JSONField(default=list)),
                ('abstract_product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='catalog.abstractproduct')),
                ('concrete_product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='catalog.concreteproduct')),
                ('currency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.currency')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('concrete_product__isnull', False)), fields=('concrete_product', 'store', 'currency', 'price_type'), name='concrete_price_once'), models.UniqueConstraint(condition=models.Q(('abstract_product__isnull', False)), fields=('abstract_product', 'store', 'currency', 'price_type'), name='abstract_price_once'), models.CheckConstraint(condition=models.Q(models.Q(('abstract_product__isnull', True), ('concrete_product__isnull', False)), models.Q(('abstract_product__isnull', False), ('concrete_product__isnull', True)), _connector='OR'), name='product_price_one_owner'), models.CheckConstraint(condition=models.Q(('net__isnull', True), ('net__gte', 0), _connector='OR'), name='product_price_net'), models.CheckConstraint(condition=models.Q(('gross__isnull', True), ('gross__gte', 0), _connector='OR'), name='product_price_gross')],
            },
        ),
    ]
