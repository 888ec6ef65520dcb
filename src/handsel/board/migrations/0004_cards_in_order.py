import django.contrib.postgres.fields
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0003_cards_for_lists'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='boardcard',
            name='board_card_by_category',
        ),
        migrations.RemoveField(
            model_name='boardcard',
            name='sort_names',
        ),
        migrations.AddField(
            model_name='boardcard',
            name='sort_names',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='boardcard',
            index=models.Index(condition=models.Q(('is_shown', True)), fields=['store', 'category', 'category_order', 'abstract_product'], name='board_card_by_category'),
        ),
        migrations.AddIndex(
            model_name='boardcard',
            index=models.Index(condition=models.Q(('is_shown', True)), fields=['store', 'category_order', 'abstract_product'], name='board_card_by_order'),
        ),
        migrations.AddIndex(
            model_name='boardcard',
            index=models.Index(models.F('store'), django.db.models.functions.comparison.Collate('sort_names__0', 'C'), models.F('abstract_product'), condition=models.Q(('is_shown', True)), name='board_card_by_name_1'),
        ),
        migrations.AddIndex(
            model_name='boardcard',
            index=models.Index(models.F('store'), django.db.models.functions.comparison.Collate('sort_names__1', 'C'), models.F('abstract_product'), condition=models.Q(('is_shown', True)), name='board_card_by_name_2'),
        ),
    ]
