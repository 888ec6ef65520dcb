
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='abstractproduct',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owned_products', to='parties.merchant'),
        ),
        migrations.AddField(
            model_name='abstractproductstore',
            name='abstract_product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='product_stores', to='catalog.abstractproduct'),
        ),
        migrations.AddField(
            model_name='category',
            name='parent',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalog.category'),
        ),
        migrations.AddField(
            model_name='abstractproduct',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='abstract_products', to='catalog.category'),
        ),
        migrations.CreateModel(
            name='ProductMark',
            fields=[
                ('concrete_product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mark', serialize=False, to='catalog.concreteproduct')),
                ('version', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='concreteproduct',
            name='abstract_product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concrete_products', to='catalog.abstractproduct'),
        ),
        migrations.AddConstraint(
            model_name='currency',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Z]{3}$')), name='currency_code_shape'),
        ),
        migrations.AddField(
            model_name='merchantstore',
            name='merchant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merchant_stores', to='parties.merchant'),
        ),
        migrations.AddField(
            model_name='store',
            name='default_currency',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.currency'),
        ),
        migrations.AddField(
            model_name='merchantstore',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merchant_stores', to='catalog.store'),
        ),
        migrations.AddField(
            model_name='abstractproductstore',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='product_stores', to='catalog.store'),
        ),
        migrations.AddField(
            model_name='abstractproduct',
            name='stores',
            field=models.ManyToManyField(related_name='abstract_products', through='catalog.AbstractProductStore', to='catalog.store'),
        ),
        migrations.AddField(
            model_name='storecurrency',
            name='currency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='store_currencies', to='catalog.currency'),
        ),
        migrations.AddField(
            model_name='storecurrency',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='store_currencies', to='catalog.store'),
        ),
        migrations.AddField(
            model_name='store',
            name='currencies',
            field=models.ManyToManyField(related_name='stores', through='catalog.StoreCurrency', to='catalog.currency'),
        ),
        migrations.AddField(
            model_name='taxrate',
            name='tax_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='catalog.taxset'),
        ),
        migrations.AddField(
            model_name='abstractproduct',
            name='tax_set',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.taxset'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='category_not_own_parent'),
        ),
        migrations.AddIndex(
            model_name='concreteproduct',
            index=models.Index(condition=models.Q(('gtin', ''), _negated=True), fields=['gtin'], name='concrete_by_gtin'),
        ),
        migrations.AddIndex(
            model_name='concreteproduct',
            index=models.Index(django.db.models.functions.text.Lower('sku'), name='concrete_by_lower_sku'),
        ),
        migrations.AddConstraint(
            model_name='concreteproduct',
            constraint=models.UniqueConstraint(fields=('sku',), name='concrete_sku_unique'),
        ),
        migrations.AddConstraint(
            model_name='concreteproduct',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lt', models.F('valid_to')), _connector='OR'), name='concrete_validity_order'),
        ),
        migrations.AddConstraint(
            model_name='concreteproduct',
            constraint=models.CheckConstraint(condition=models.Q(('minimum_quantity__gt', 0), ('pack_size__gt', 0), ('quantity_step__gt', 0)), name='concrete_quantities_positive'),
        ),
        migrations.AddConstraint(
            model_name='concreteproduct',
            constraint=models.CheckConstraint(condition=models.Q(('gtin__regex', '^([0-9]{8}|[0-9]{12,14})?$')), name='concrete_gtin_shape'),
        ),
        migrations.AddConstraint(
            model_name='merchantstore',
            constraint=models.UniqueConstraint(fields=('merchant', 'store'), name='merchant_store_once'),
        ),
        migrations.AddConstraint(
            model_name='abstractproductstore',
            constraint=models.UniqueConstraint(fields=('abstract_product', 'store'), name='abstract_store_once'),
        ),
        migrations.AddConstraint(
            model_name='storecurrency',
            constraint=models.UniqueConstraint(fields=('store', 'currency'), name='store_currency_once'),
        ),
        migrations.AddConstraint(
            model_name='store',
            constraint=models.CheckConstraint(condition=models.Q(('name__regex', '^[A-Za-z0-9_-]{1,20}$')), name='store_name_shape'),
        ),
        migrations.AddConstraint(
            model_name='store',
            constraint=models.CheckConstraint(condition=models.Q(('default_price_mode__in', ['NET_MODE', 'GROSS_MODE'])), name='store_price_mode'),
        ),
        migrations.AddConstraint(
            model_name='store',
            constraint=models.CheckConstraint(condition=models.Q(('buy_box_strategy__in', ['price', 'price_available', 'stock'])), name='store_buy_box'),
        ),
        migrations.AddConstraint(
            model_name='store',
            constraint=models.CheckConstraint(condition=models.Q(('reapproval__in', ['none', 'price', 'any'])), name='store_reapproval'),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.UniqueConstraint(fields=('tax_set', 'country'), name='tax_rate_once'),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', 100)), name='tax_rate_range'),
        ),
        migrations.AddIndex(
            model_name='abstractproduct',
            index=models.Index(fields=['category', 'category_order'], name='abstract_by_category'),
        ),
        migrations.AddIndex(
            model_name='abstractproduct',
            index=django.contrib.postgres.indexes.GinIndex(fields=['url'], name='abstract_by_url'),
        ),
        migrations.AddConstraint(
            model_name='abstractproduct',
            constraint=models.UniqueConstraint(fields=('sku',), name='abstract_sku_unique'),
        ),
        migrations.AddConstraint(
            model_name='abstractproduct',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['goods', 'saas', 'service'])), name='abstract_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='abstractproduct',
            constraint=models.CheckConstraint(condition=models.Q(('approval_status__in', ['draft', 'waiting_for_approval', 'approved', 'denied'])), name='abstract_approval_known'),
        ),
    ]
