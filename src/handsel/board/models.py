from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Collate

from handsel.catalog.models import AbstractProduct, Category, ConcreteProduct, Currency, Store


class BoardRow(models.Model):
    """What one store shows for one concrete product, built from the mark's `version` (BOARD rules).

    `payload` is JSON text: the displayed offers with their resolved prices and stock. A reader that meets a mark of
    another version, or an instant outside `[since_at, next_change_at)`, rebuilds the row before answering. `summary`
    is the same in short: what a card of the abstract product needs.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="board_rows")
    concrete_product = models.ForeignKey(ConcreteProduct, on_delete=models.CASCADE, related_name="board_rows")
    version = models.BigIntegerField()
    since_at = models.DateTimeField(null=True)
    next_change_at = models.DateTimeField(null=True)
    is_shown = models.BooleanField(default=False)
    payload = models.TextField(default="{}")
    summary = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("store", "concrete_product"), name="board_row_once")]
        indexes = [
            models.Index(
                fields=["next_change_at"], name="board_by_next_change", condition=models.Q(next_change_at__isnull=False)
            ),
        ]


class BoardCard(models.Model):
    """One abstract product in lists and search of one store: which pages it is on, by what it is found and sorted.

    It lags behind the rows by up to a second; a list shows what the rows say and only orders and counts by cards.
    `sort_names` has the name to sort by for each of the store's locales, in their order; the first two have an index.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="board_cards")
    abstract_product = models.ForeignKey(AbstractProduct, on_delete=models.CASCADE, related_name="board_cards")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    category_order = models.IntegerField(default=0)
    is_shown = models.BooleanField(default=False)
    is_available = models.BooleanField(default=False)
    offer_count = models.IntegerField(default=0)
    merchant_ids = ArrayField(models.BigIntegerField(), default=list)
    sort_names = ArrayField(models.TextField(), default=list)
    identifiers = ArrayField(models.TextField(), default=list)
    search_text = models.TextField(default="", blank=True)
    search_vector = SearchVectorField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("store", "abstract_product"), name="board_card_once")]
        indexes = [
            models.Index(
                fields=["store", "category", "category_order", "abstract_product"],
                name="board_card_by_category",
                condition=models.Q(is_shown=True),
            ),
            models.Index(
                fields=["store", "category_order", "abstract_product"],
                name="board_card_by_order",
                condition=models.Q(is_shown=True),
            ),
            *(
                models.Index(
                    models.F("store"),
                    Collate(f"sort_names__{number}", "C"),
                    models.F("abstract_product"),
                    name=f"board_card_by_name_{number + 1}",
                    condition=models.Q(is_shown=True),
                )
                for number in (0, 1)
            ),
            GinIndex(fields=["merchant_ids"], name="board_card_by_merchant"),
            GinIndex(fields=["search_vector"], name="board_card_by_prefix"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="board_card_by_part"),
        ]


class BoardPrice(models.Model):
    """The lowest price of a card in one currency, in minor units: what lists sort by."""

    card = models.ForeignKey(BoardCard, on_delete=models.CASCADE, related_name="prices")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    currency = models.ForeignKey(Currency, on_delete=models.CASCADE, related_name="+")
    net = models.BigIntegerField()
    gross = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("card", "currency"), name="board_price_once")]
        indexes = [
            models.Index(fields=["store", "currency", "net", "card"], name="board_price_by_net"),
            models.Index(fields=["store", "currency", "gross", "card"], name="board_price_by_gross"),
        ]
