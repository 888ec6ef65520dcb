"""A small marketplace that tests start from. Names say who somebody is; tests add what they talk about."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from handsel.catalog.models import (
    AbstractProduct,
    AbstractProductStore,
    Category,
    ConcreteProduct,
    Currency,
    MerchantStore,
    Store,
    StoreCurrency,
    TaxRate,
    TaxSet,
)
from handsel.core.actors import Actor
from handsel.core.ids import new_uid
from handsel.offers.models import Offer, OfferStore
from handsel.parties.models import Contract, ContractAssignee, Membership, Merchant, Organization, User
from handsel.parties.queries import actor_for
from handsel.pricing.models import DEFAULT, ContractPrice, OfferPrice, ProductPrice
from handsel.stock.models import MerchantWarehouse, StockLevel, Warehouse, WarehouseStore

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
CAST = ("bea", "bob", "cai", "mia", "max", "rex", "sue", "ola", "mod", "nemo")
PASSWORD = "handsel-test-password"


def amount(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


@dataclass
class World:
    """Rows by name. `offer(...)`, `price(...)`, `stock(...)` add to it; `actor(who)` is one of the cast."""

    stores: dict[str, Store] = field(default_factory=dict)
    currencies: dict[str, Currency] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    merchants: dict[str, Merchant] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    warehouses: dict[str, Warehouse] = field(default_factory=dict)
    category: Category = field(default_factory=Category)
    tax_set: TaxSet = field(default_factory=TaxSet)
    abstract: AbstractProduct = field(default_factory=AbstractProduct)
    concrete: ConcreteProduct = field(default_factory=ConcreteProduct)

    def user(self, who: str) -> User:
        return self.users[who]

    def actor(self, who: str) -> Actor:
        return actor_for(user_id=self.users[who].pk, organization_public_id=None)

    def product(
        self, sku: str, *, stores: str = "DE AT US", approval: str = "approved", **fields: Any
    ) -> ConcreteProduct:
        """A concrete product with an abstract product `ABS-<sku>` of its own, approved and in all stores unless said."""
        abstract = AbstractProduct.objects.create(
            sku=f"ABS-{sku}",
            category=self.category,
            tax_set=self.tax_set,
            approval_status=approval,
            name={"en_US": f"Product {sku}", "de_DE": f"Produkt {sku}"},
            url={"en_US": f"/en/product-{sku.lower()}", "de_DE": f"/de/produkt-{sku.lower()}"},
        )
        for name in stores.split():
            AbstractProductStore.objects.create(abstract_product=abstract, store=self.stores[name])
        return ConcreteProduct.objects.create(sku=sku, abstract_product=abstract, **fields)

    def offer(
        self,
        reference: str,
        *,
        merchant: str = "mia",
        concrete: ConcreteProduct | None = None,
        stores: str = "DE",
        price: str | None = None,
        on_hand: str | None = None,
        **fields: Any,
    ) -> Offer:
        """An approved, active offer; `price` is a net DEFAULT in EUR in its first store, `on_hand` lies in its merchant's warehouse."""
        values = {"approval_status": "approved", "approved_at": AT, "is_active": True} | fields
        offer = Offer.objects.create(
            reference=reference, concrete_product=concrete or self.concrete, merchant=self.merchants[merchant], **values
        )
        for name in stores.split():
            OfferStore.objects.create(offer=offer, store=self.stores[name])
        if price is not None:
            self.price(offer, net=price, store=stores.split(maxsplit=1)[0])
        if on_hand is not None:
            self.stock(offer, on_hand)
        return offer

    def price(
        self,
        offer: Offer,
        *,
        net: str | None = None,
        gross: str | None = None,
        store: str = "DE",
        currency: str = "EUR",
        price_type: str = DEFAULT,
        tiers: list[dict[str, str | None]] | None = None,
    ) -> OfferPrice:
        return OfferPrice.objects.create(
            offer=offer,
            store=self.stores[store],
            currency=self.currencies[currency],
            price_type=price_type,
            net=amount(net),
            gross=amount(gross),
            tiers=tiers or [],
        )

    def product_price(
        self,
        product: ConcreteProduct | AbstractProduct,
        *,
        net: str | None = None,
        gross: str | None = None,
        store: str = "DE",
        currency: str = "EUR",
        price_type: str = DEFAULT,
        tiers: list[dict[str, str | None]] | None = None,
    ) -> ProductPrice:
        owner = "concrete_product" if isinstance(product, ConcreteProduct) else "abstract_product"
        return ProductPrice.objects.create(
            **{owner: product},
            store=self.stores[store],
            currency=self.currencies[currency],
            price_type=price_type,
            net=amount(net),
            gross=amount(gross),
            tiers=tiers or [],
        )

    def contract(self, key: str, *, merchant: str = "mia", customers: str = "brennhoff") -> Contract:
        """A contract of a merchant with customer companies (by the names in `organizations`), the first being owner too."""
        names = customers.split()
        contract = Contract.objects.create(
            key=key, merchant=self.merchants[merchant], owner=self.organizations[names[0]]
        )
        for name in names:
            ContractAssignee.objects.create(contract=contract, organization=self.organizations[name])
        return contract

    def contract_price(
        self,
        contract: Contract,
        target: Offer | ConcreteProduct | AbstractProduct,
        *,
        net: str | None = None,
        gross: str | None = None,
        store: str = "DE",
        currency: str = "EUR",
        tiers: list[dict[str, str | None]] | None = None,
    ) -> ContractPrice:
        owners = {Offer: "offer", ConcreteProduct: "concrete_product", AbstractProduct: "abstract_product"}
        return ContractPrice.objects.create(
            contract=contract,
            **{owners[type(target)]: target},
            store=self.stores[store],
            currency=self.currencies[currency],
            price_type=DEFAULT,
            net=amount(net),
            gross=amount(gross),
            tiers=tiers or [],
        )

    def stock(self, offer: Offer, on_hand: str, *, warehouse: str | None = None, never_out: bool = False) -> StockLevel:
        name = warehouse or f"{offer.merchant.reference} Warehouse 1"
        return StockLevel.objects.create(
            offer=offer, warehouse=self.warehouses[name], on_hand=Decimal(on_hand), is_never_out_of_stock=never_out
        )

    def warehouse(
        self, name: str, *, merchant: str = "mia", stores: str = "DE AT US", is_active: bool = True
    ) -> Warehouse:
        warehouse = Warehouse.objects.create(name=name, is_active=is_active)
        MerchantWarehouse.objects.create(merchant=self.merchants[merchant], warehouse=warehouse)
        for store in stores.split():
            WarehouseStore.objects.create(warehouse=warehouse, store=self.stores[store])
        self.warehouses[name] = warehouse
        return warehouse


def build_world() -> World:
    """The cast of the project: see `product.md` and `docs/glossary.md` for the words."""
    world = World()
    _add_stores(world)
    _add_people(world)
    for who in ("mia", "max"):
        world.warehouse(f"{world.merchants[who].reference} Warehouse 1", merchant=who)
    world.category = Category.objects.create(key="lab", name={"en_US": "Laboratory", "de_DE": "Labor"})
    world.concrete = world.product("SKU-1")
    world.abstract = world.concrete.abstract_product
    return world


def _add_stores(world: World) -> None:
    for code, symbol, name in (("EUR", "€", "Euro"), ("CHF", "CHF", "Swiss Franc"), ("USD", "$", "US Dollar")):
        world.currencies[code] = Currency.objects.create(code=code, symbol=symbol, name=name)
    for name, zone, currencies, locales in (
        ("DE", "Europe/Berlin", "EUR CHF", ["de_DE", "en_US"]),
        ("AT", "Europe/Vienna", "EUR CHF", ["de_DE", "en_US"]),
        ("US", "America/New_York", "USD", ["en_US", "de_DE"]),
    ):
        codes = currencies.split()
        store = Store.objects.create(
            name=name, time_zone=zone, countries=[name], locales=locales, default_currency=world.currencies[codes[0]]
        )
        for code in codes:
            StoreCurrency.objects.create(store=store, currency=world.currencies[code])
        world.stores[name] = store
    world.tax_set = TaxSet.objects.create(name="standard")
    for country, percent in (("DE", "19"), ("AT", "20"), ("US", "0")):
        TaxRate.objects.create(
            tax_set=world.tax_set, country=country, name=f"{country} standard", percent=Decimal(percent)
        )


def _add_people(world: World) -> None:
    """Bea and Bob of Brennhoff; Cai of another company; Mia and Max sell; Rex resells; Sue, Ola, Mod operate; Nemo is nobody's."""
    for key, kinds in (
        ("brennhoff", ["customer"]),
        ("caldera", ["customer"]),
        ("M-1", ["merchant"]),
        ("M-2", ["merchant"]),
        ("rexcom", ["reseller"]),
        ("handsel", ["operator"]),
    ):
        world.organizations[key] = Organization.objects.create(
            reference=key, name=key.title(), kinds=kinds, status="approved"
        )
    for who, key in (("mia", "M-1"), ("max", "M-2")):
        world.merchants[who] = Merchant.objects.create(
            organization=world.organizations[key], status="approved", is_active=True
        )
        for store in world.stores.values():
            MerchantStore.objects.create(merchant=world.merchants[who], store=store)
    for who, organization, roles, is_main in (
        ("bea", "brennhoff", [], True),
        ("bob", "brennhoff", ["viewer"], False),
        ("cai", "caldera", [], True),
        ("mia", "M-1", [], True),
        ("max", "M-2", [], True),
        ("rex", "rexcom", [], True),
        ("sue", "handsel", ["ssr"], False),
        ("ola", "handsel", [], True),
        ("mod", "handsel", ["moderator"], False),
        ("nemo", None, [], False),
    ):
        user = User.objects.create_user(f"{who}@example.com", PASSWORD, first_name=who.title())
        world.users[who] = user
        if organization is not None:
            company = world.organizations[organization]
            uid = company.uid if is_main else new_uid()
            Membership.objects.create(user=user, organization=company, roles=roles, is_main_account=is_main, uid=uid)
