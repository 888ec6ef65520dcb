import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('board', '0002_relations'),
        ('catalog', '0003_marks_know_what_is_followed'),
        ('core', '0002_extensions'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category_order', models.IntegerField(default=0)),
                ('is_shown', models.BooleanField(default=False)),
                ('is_available', models.BooleanField(default=False)),
                ('offer_count', models.IntegerField(default=0)),
                ('merchant_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('sort_names', models.JSONField(default=dict)),
                ('identifiers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('search_text', models.TextField(blank=True, default='')),
                ('search_vector', django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='BoardPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('net', models.BigIntegerField()),
                ('gross', models.BigIntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='boardrow',
            name='board_by_words',
        ),
        migrations.RemoveField(
            model_name='boardrow',
            name='category_keys',
        ),
        migrations.RemoveField(
            model_name='boardrow',
            name='merchant_ids',
        ),
        migrations.RemoveField(
            model_name='boardrow',
            name='offer_count',
        ),
        migrations.RemoveField(
            model_name='boardrow',
            name='search_text',
        ),
        migrations.RemoveField(
            model_name='boardrow',
            name='search_vector',
        ),
        migrations.AddField(
            model_name='boardrow',
            name='since_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='boardrow',
            name='summary',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='boardrow',
            name='payload',
            field=models.TextField(default='{}'),
        ),
        migrations.AddField(
            model_name='boardcard',
            name='abstract_product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='board_cards', to='catalog.abstractproduct'),
        ),
        migrations.AddField(
            model_name='boardcard',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.category'),
        ),
        migrations.AddField(
            model_name='boardcard',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='board_cards', to='catalog.store'),
        ),
        migrations.AddField(
            model_name='boardprice',
            name='card',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='board.boardcard'),
        ),
        migrations.AddField(
            model_name='boardprice',
            name='currency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.currency'),
        ),
        migrations.AddField(
            model_name='boardprice',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.store'),
        ),
        migrations.AddIndex(
            model_name='boardcard',
            index=models.Index(condition=models.Q(('is_shown', True)), fields=['store', 'category', 'category_order'], name='board_card_by_category'),
        ),
        migrations.AddIndex(
            model_name='boardcard',
            index=django.contrib.postgres.indexes.GinIndex(fields=['merchant_ids'], name='board_card_by_merchant'),
        ),
        migrations.AddIndex(
            model_name='boardcard',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='board_card_by_prefix'),
        ),
        migrations.AddIndex(
            model_name='boardcard',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='board_card_by_part', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='boardcard',
            constraint=models.UniqueConstraint(fields=('store', 'abstract_product'), name='board_card_once'),
        ),
        migrations.AddIndex(
            model_name='boardprice',
            index=models.Index(fields=['store', 'currency', 'net', 'card'], name='board_price_by_net'),
        ),
        migrations.AddIndex(
            model_name='boardprice',
            index=models.Index(fields=['store', 'currency', 'gross', 'card'], name='board_price_by_gross'),
        ),
        migrations.AddConstraint(
            model_name='boardprice',
            constraint=models.UniqueConstraint(fields=('card', 'currency'), name='board_price_once'),
        ),
    ]
