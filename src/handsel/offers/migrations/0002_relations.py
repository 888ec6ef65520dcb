
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0002_relations'),
        ('offers', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='merchant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='parties.merchant'),
        ),
        migrations.AddField(
            model_name='offerchange',
            name='offer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='offers.offer'),
        ),
        migrations.AddField(
            model_name='offerstore',
            name='offer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offer_stores', to='offers.offer'),
        ),
        migrations.AddField(
            model_name='offerstore',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offer_stores', to='catalog.store'),
        ),
        migrations.AddField(
            model_name='offer',
            name='stores',
            field=models.ManyToManyField(related_name='offers', through='offers.OfferStore', to='catalog.store'),
        ),
        migrations.AddIndex(
            model_name='offerchange',
            index=models.Index(fields=['offer', '-at'], name='offer_change_by_offer'),
        ),
        migrations.AddConstraint(
            model_name='offerstore',
            constraint=models.UniqueConstraint(fields=('offer', 'store'), name='offer_store_once'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('reference'), name='offer_reference_unique'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('merchant_sku', ''), _negated=True), fields=('merchant', 'merchant_sku'), name='offer_merchant_sku_unique'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='offer_reference_given'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('approval_status__in', ['waiting_for_approval', 'approved', 'denied'])), name='offer_approval_known'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approval_status', 'approved'), _negated=True), ('approved_at__isnull', False), _connector='OR'), name='offer_approved_has_time'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lt', models.F('valid_to')), _connector='OR'), name='offer_validity_order'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('minimum_quantity__isnull', True), ('minimum_quantity__gt', 0), _connector='OR'), models.Q(('quantity_step__isnull', True), ('quantity_step__gt', 0), _connector='OR'), models.Q(('pack_size__isnull', True), ('pack_size__gt', 0), _connector='OR')), name='offer_quantities_positive'),
        ),
    ]
