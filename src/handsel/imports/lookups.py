"""What cells may name: each lookup is a relation with `id`, `key` and facts that rules ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lookup:
    """Something with a natural key. `is_small` ones are joined wherever their facts are needed."""

    name: str
    relation: str
    ignore_case: bool = False
    is_small: bool = False
    is_merchants_own: bool = False

    def equal(self, key: str, text: str) -> str:
        """SQL: whether the key is the one that the text names (ID-4)."""
        return f"lower({key}) = lower({text})" if self.ignore_case else f"{key} = {text}"


STORE = Lookup("store", "SELECT id, name AS key, time_zone, default_currency_id FROM catalog_store", is_small=True)
CURRENCY = Lookup("currency", "SELECT id, code AS key FROM catalog_currency", is_small=True)
TAX_SET = Lookup("tax set", "SELECT id, name AS key FROM catalog_taxset")
CATEGORY = Lookup("category", "SELECT id, key FROM catalog_category")
ABSTRACT = Lookup("abstract product", "SELECT id, sku AS key FROM catalog_abstractproduct")
CONCRETE = Lookup("concrete product", "SELECT id, sku AS key FROM catalog_concreteproduct")
COMPANY = Lookup("company", "SELECT id, reference AS key, kinds, uid FROM parties_organization", ignore_case=True)
MERCHANT = Lookup(
    "merchant",
    "SELECT organization_id AS id, organization.reference AS key"
    " FROM parties_merchant JOIN parties_organization organization ON organization.id = organization_id",
    ignore_case=True,
)
WAREHOUSE = Lookup("warehouse", "SELECT id, name AS key FROM stock_warehouse")
CONTRACT = Lookup("contract", "SELECT id, key, merchant_id FROM parties_contract", ignore_case=True)
OFFER = Lookup(
    "offer",
    "SELECT id, reference AS key, merchant_id FROM offers_offer",
    ignore_case=True,
    is_merchants_own=True,
)
