"""Every row of the table, once by the pure resolver, once by the oracle, and all of them through the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from handsel.catalog.models import Currency, StoreCurrency, TaxRate, TaxSet
from handsel.core.money import exponent
from handsel.offers.models import Offer
from handsel.pricing.cards import PriceAnswer
from handsel.pricing.models import ContractPrice, OfferPrice, ProductPrice
from handsel.pricing.queries import price_for
from handsel.pricing.resolving import ContractRows, PriceRows, StoredPrice, StoredTier, resolve
from handsel.pricing.states import PriceSource
from handsel.pricing.tests.decisions import TABLE
from tests.oracle import Amounts, Price, Reader, Row, slow_price
from tests.world import World

MODES = {"net": "NET_MODE", "gross": "GROSS_MODE"}


@dataclass(frozen=True)
class Stored:
    """One row of a case: `owner` is offer, concrete or abstract."""

    owner: str
    contract: int | None
    price_type: str
    price: StoredPrice

    @property
    def level(self) -> str:
        return self.owner if self.contract is None else f"contract_{self.owner}"


@dataclass(frozen=True)
class Case:
    sentence: str
    stored: tuple[Stored, ...]
    mode: str
    quantity: Decimal
    tax_rate: Decimal
    currency: str
    answer: str


def amount(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def amounts(text: str) -> tuple[Decimal | None, Decimal | None]:
    net, gross = text.split("/")
    return amount(net), amount(gross)


def stored(text: str) -> Stored:
    words = text.split()
    contract = int(words[1]) if words[0] == "contract" else None
    owner, *rest = words[2:] if contract is not None else words
    price_type = "ORIGINAL" if rest[0] == "was" else "DEFAULT"
    base, *tiers = rest[1:] if price_type == "ORIGINAL" else rest
    steps = tuple(StoredTier(Decimal(step.split(":")[0]), *amounts(step.split(":")[1])) for step in tiers)
    return Stored(owner, contract, price_type, StoredPrice(*amounts(base), steps))


def cases() -> Iterator[Case]:
    for line in TABLE.strip().splitlines():
        sentence, rows, asked, answer = (part.strip() for part in line.split("|"))
        mode, quantity, *rest = asked.split()
        rate = next((word[:-1] for word in rest if word.endswith("%")), "19")
        currency = next((word for word in rest if word.isalpha()), "EUR")
        kept = tuple(stored(row) for row in rows.split(";") if row.strip())
        yield Case(sentence, kept, mode, Decimal(quantity), Decimal(rate), currency, answer)


CASES = list(cases())
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)


def rows_of(case: Case) -> PriceRows:
    def by_type(owner: str, contract: int | None = None) -> dict[str, StoredPrice]:
        return {row.price_type: row.price for row in case.stored if (row.owner, row.contract) == (owner, contract)}

    contracts = {(row.contract, row.owner): None for row in case.stored if row.contract is not None}
    return PriceRows(
        by_type("offer"),
        by_type("concrete"),
        by_type("abstract"),
        tuple(
            ContractRows(contract, PriceSource(f"contract_{owner}"), by_type(owner, contract))
            for contract, owner in contracts
        ),
    )


def told(answer: PriceAnswer | None) -> str:
    """The answer in the words of the table."""
    if answer is None:
        return "none"
    kind = " ORIGINAL" if answer.price_type == "ORIGINAL" else ""
    parts = [f"{answer.unit.amount}{'*' * answer.derived} {answer.source.value}{kind}"]
    parts.append(f"other {answer.counterpart.amount}{'*' * answer.counterpart_derived}")
    if answer.tier_from != 1:
        parts.append(f"from {answer.tier_from}")
    if answer.original is not None:
        parts.append(f"was {answer.original.amount}")
    if answer.next_tier is not None:
        then = answer.next_tier
        parts.append(f"then {then.quantity}:{then.unit.amount}{'*' * then.is_derived}")
    return ", ".join(parts)


def test_the_table_has_at_least_sixty_rows_and_no_sentence_twice() -> None:
    assert len(CASES) >= 60
    assert len({case.sentence for case in CASES}) == len(CASES)


@each_case
def test_the_resolver_answers_as_the_table_says(case: Case) -> None:
    answer = resolve(
        rows_of(case), currency=case.currency, tax_rate=case.tax_rate, mode=MODES[case.mode], quantity=case.quantity
    )
    assert told(answer) == case.answer


@each_case
def test_the_oracle_reads_the_table_the_same_way(case: Case) -> None:
    def fraction(value: Decimal | None) -> Fraction | None:
        return None if value is None else Fraction(value)

    rows = [
        Row(
            row.level,
            row.price_type,
            fraction(row.price.net),
            fraction(row.price.gross),
            tuple(Amounts(Fraction(t.quantity), fraction(t.net), fraction(t.gross)) for t in row.price.tiers),
            row.contract,
        )
        for row in case.stored
    ]
    price = slow_price(rows, Reader(case.currency, case.mode, Fraction(case.quantity), Fraction(case.tax_rate)))
    assert oracle_told(price, case.currency) == case.answer.replace("*", "")


def oracle_told(price: Price | None, currency: str) -> str:
    if price is None:
        return "none"

    def money(value: Fraction) -> str:
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.{exponent(currency)}f}"

    kind = " ORIGINAL" if price.price_type == "ORIGINAL" else ""
    parts = [f"{money(price.unit)} {price.source}{kind}", f"other {money(price.other)}"]
    if price.start != 1:
        parts.append(f"from {float(price.start):g}")
    if price.original is not None:
        parts.append(f"was {money(price.original)}")
    if price.next_start is not None and price.next_unit is not None:
        parts.append(f"then {float(price.next_start):g}:{money(price.next_unit)}")
    return ", ".join(parts)


def test_the_database_answers_as_the_table_says(world: World, at: datetime) -> None:
    for code in ("JPY", "KWD"):
        world.currencies[code] = Currency.objects.create(code=code, symbol=code, name=code)
        StoreCurrency.objects.create(store=world.stores["DE"], currency=world.currencies[code])
    answers = {}
    for number, case in enumerate(CASES):
        offer = write_case(world, case, number)
        answer = price_for(
            offer_id=offer.pk,
            store=world.stores["DE"],
            currency=case.currency,
            mode=MODES[case.mode],
            quantity=case.quantity,
            customer_id=world.organizations["brennhoff"].pk,
            at=at,
        )
        answers[case.sentence] = told(answer)
    assert answers == {case.sentence: case.answer for case in CASES}


def write_case(world: World, case: Case, number: int) -> Offer:
    """A product, an offer and price rows as the case says, in tables of their own."""
    concrete = world.product(f"CASE-{number}")
    abstract = concrete.abstract_product
    abstract.tax_set = TaxSet.objects.create(name=f"case {number}")
    abstract.save()
    TaxRate.objects.create(tax_set=abstract.tax_set, country="DE", name="case", percent=case.tax_rate)
    offer = world.offer(f"case-{number}", concrete=concrete)
    owners = {"offer": offer.pk, "concrete": concrete.pk, "abstract": abstract.pk}
    contracts = {
        key: world.contract(f"case-{number}-{key}")
        for key in sorted({row.contract for row in case.stored if row.contract is not None})
    }
    for row in case.stored:
        common: dict[str, Any] = {
            "store": world.stores["DE"],
            "currency": world.currencies[case.currency],
            "price_type": row.price_type,
            "net": row.price.net,
            "gross": row.price.gross,
            "tiers": [
                {"quantity": str(t.quantity), "net": t.net and str(t.net), "gross": t.gross and str(t.gross)}
                for t in row.price.tiers
            ],
        }
        column = {"offer": "offer_id", "concrete": "concrete_product_id", "abstract": "abstract_product_id"}[row.owner]
        common[column] = owners[row.owner]
        if row.contract is not None:
            ContractPrice.objects.create(contract=contracts[row.contract], **common)
        elif row.owner == "offer":
            OfferPrice.objects.create(**common)
        else:
            ProductPrice.objects.create(**common)
    return offer
