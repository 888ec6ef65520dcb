from handsel.catalog.models.products import (
    AbstractProduct,
    AbstractProductStore,
    Category,
    ConcreteProduct,
    ProductMark,
)
from handsel.catalog.models.stores import Currency, MerchantStore, Store, StoreCurrency, TaxRate, TaxSet

__all__ = [
    "AbstractProduct",
    "AbstractProductStore",
    "Category",
    "ConcreteProduct",
    "Currency",
    "MerchantStore",
    "ProductMark",
    "Store",
    "StoreCurrency",
    "TaxRate",
    "TaxSet",
]
