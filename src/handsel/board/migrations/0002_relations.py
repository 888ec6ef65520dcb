
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('board', '0001_initial'),
        ('catalog', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='boardrow',
            name='concrete_product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='board_rows', to='catalog.concreteproduct'),
        ),
        migrations.AddField(
            model_name='boardrow',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='board_rows', to='catalog.store'),
        ),
        migrations.AddIndex(
            model_name='boardrow',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='board_by_words'),
        ),
        migrations.AddIndex(
            model_name='boardrow',
            index=models.Index(condition=models.Q(('next_change_at__isnull', False)), fields=['next_change_at'], name='board_by_next_change'),
        ),
        migrations.AddConstraint(
            model_name='boardrow',
            constraint=models.UniqueConstraint(fields=('store', 'concrete_product'), name='board_row_once'),
        ),
    ]
