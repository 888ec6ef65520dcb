"""What the data files say, read once and typed."""

from dataclasses import dataclass, field

from tools.demo.words import Words


@dataclass(frozen=True, slots=True)
class Category:
    key: str
    parent: str
    name: Words
    title: Words
    image: str
    order: int


@dataclass(frozen=True, slots=True)
class Concrete:
    sku: str
    name: Words
    facts: dict[str, Words]
    net_eur: int
    gtin: str
    unit: str
    minimum: str
    step: str
    pack: str
    image: str
    bundled: str
    tiers: bool
    crowded: bool
    showcase: bool
    is_active: bool
    valid_from: str
    valid_to: str

    @property
    def lot(self) -> int:
        """The whole number of units that every purchase is a multiple of."""
        return max(1, *(int(float(amount or 1)) for amount in (self.step, self.pack)))


@dataclass(frozen=True, slots=True)
class Abstract:
    sku: str
    category: str
    top_category: str
    order: int
    name: Words
    text: Words
    facts: dict[str, Words]
    brand: str
    kind: str
    tax_set: str
    color: str
    image: str
    stores: tuple[str, ...]
    approval: str
    prices: str
    new_from: str
    new_to: str
    keywords: Words
    concretes: tuple[Concrete, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Warehouse:
    name: str
    stores: tuple[str, ...]
    is_active: bool


@dataclass(frozen=True, slots=True)
class Person:
    first_name: str
    last_name: str
    salutation: str
    email: str
    roles: tuple[str, ...]
    is_main: bool
    uid: str


@dataclass(frozen=True, slots=True)
class Organization:
    reference: str
    name: str
    kinds: tuple[str, ...]
    status: str
    uid: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Merchant:
    organization: Organization
    code: str
    slug: str
    registration: str
    email: str
    status: str
    is_active: bool
    is_trusted: bool
    open_for_requests: bool
    level: int
    swiss: bool
    stores: tuple[str, ...]
    sells: tuple[str, ...]
    warehouses: tuple[Warehouse, ...]
    contact_role: str
    phone: str
    fax: str
    city: str
    address: str
    longitude: str
    latitude: str
    description: Words
    delivery: Words
    legal: str

    @property
    def reference(self) -> str:
        return self.organization.reference

    @property
    def name(self) -> str:
        return self.organization.name


@dataclass(frozen=True, slots=True)
class Marketplace:
    categories: tuple[Category, ...]
    abstracts: tuple[Abstract, ...]
    merchants: tuple[Merchant, ...]
    organizations: tuple[Organization, ...]


@dataclass(frozen=True, slots=True)
class Tier:
    quantity: int
    net: int | None
    gross: int | None


@dataclass(frozen=True, slots=True)
class Price:
    kind: str
    store: str
    currency: str
    net: int | None
    gross: int | None
    tiers: tuple[Tier, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    warehouse: str
    quantity: str
    never_out: bool


@dataclass(frozen=True, slots=True)
class Offer:
    reference: str
    sku: str
    merchant: str
    merchant_sku: str
    is_active: bool
    approval: str
    denial_reason: str
    stores: tuple[str, ...]
    valid_from: str
    valid_to: str
    prices: tuple[Price, ...]
    levels: tuple[Level, ...]
