from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from handsel.catalog.models import ConcreteProduct, Store


class BoardRow(models.Model):
    """What one store shows for one concrete product, built from the mark's `version` (BOARD rules).

    `payload` holds the displayed offers with their resolved prices and stock; a reader that meets a mark newer than
    `version`, or a time at or past `next_change_at`, rebuilds the row before answering. The other columns are the
    same facts for lists and search.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="board_rows")
    concrete_product = models.ForeignKey(ConcreteProduct, on_delete=models.CASCADE, related_name="board_rows")
    version = models.BigIntegerField()
    next_change_at = models.DateTimeField(null=True)
    is_shown = models.BooleanField(default=False)
    payload = models.JSONField(default=dict)
    category_keys = models.JSONField(default=list)
    merchant_ids = models.JSONField(default=list)
    offer_count = models.IntegerField(default=0)
    search_text = models.TextField(default="", blank=True)
    search_vector = SearchVectorField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("store", "concrete_product"), name="board_row_once")]
        indexes = [
            GinIndex(fields=["search_vector"], name="board_by_words"),
            models.Index(
                fields=["next_change_at"], name="board_by_next_change", condition=models.Q(next_change_at__isnull=False)
            ),
        ]
