from handsel.catalog.models.products import (
    AbstractProduct,
    AbstractProductStore,
    Category,
    ConcreteProduct,
    ProductAttribute,
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
    "ProductAttribute",
    "ProductMark",
    "Store",
    "StoreCurrency",
    "TaxRate",
    "TaxSet",
]
