"""Any rows, any question: the resolver answers what the slow oracle answers."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from handsel.core.money import Money, minor_unit
from handsel.pricing.cards import PriceAnswer, RateCard
from handsel.pricing.resolving import ByType, ContractRows, PriceRows, StoredPrice, StoredTier, public_card, resolve
from handsel.pricing.states import CONTRACT_LEVELS, PriceSource
from tests.oracle import Amounts, Price, Reader, Row, slow_price

CURRENCIES = ("EUR", "JPY", "KWD")
MODES = {"net": "NET_MODE", "gross": "GROSS_MODE"}
OWNERS = ("offer", "concrete", "abstract")


@dataclass(frozen=True)
class Question:
    rows: PriceRows
    currency: str
    tax_rate: Decimal
    mode: str
    quantity: Decimal


# Few distinct values, so that ties, equal originals and reached thresholds are common.
units = st.one_of(st.integers(0, 12), st.integers(0, 10**14))
quantities = st.one_of(st.integers(1, 12).map(Decimal), st.decimals("0.1", "20", places=2))
thresholds = st.one_of(st.integers(2, 12).map(Decimal), st.decimals("2", "20", places=2))
rates = st.one_of(st.sampled_from(["0", "7", "8.1", "19", "20", "100"]).map(Decimal), st.decimals("0", "100", places=3))


@st.composite
def stored_prices(draw: st.DrawFn, currency: str, *, with_tiers: bool) -> StoredPrice:
    amount = st.none() | units.map(lambda n: n * minor_unit(currency))
    net, gross = draw(amount), draw(amount)
    tiers: list[StoredTier] = []
    if with_tiers and not (net is None and gross is None):
        for threshold in sorted(draw(st.lists(thresholds, max_size=3, unique=True))):
            tier_net, tier_gross = draw(st.tuples(amount, amount).filter(lambda pair: pair != (None, None)))
            tiers.append(StoredTier(threshold, tier_net, tier_gross))
    return StoredPrice(net, gross, tuple(tiers))


@st.composite
def by_type(draw: st.DrawFn, currency: str) -> dict[str, StoredPrice]:
    found: dict[str, StoredPrice] = {}
    for price_type, with_tiers in (("DEFAULT", True), ("ORIGINAL", False)):
        if draw(st.booleans()):
            found[price_type] = draw(stored_prices(currency, with_tiers=with_tiers))
    return found


@st.composite
def questions(draw: st.DrawFn) -> Question:
    currency = draw(st.sampled_from(CURRENCIES))
    prices = by_type(currency)
    contracts = st.lists(
        st.builds(ContractRows, st.integers(1, 3), st.sampled_from(CONTRACT_LEVELS), prices),
        max_size=4,
        unique_by=lambda contract: (contract.contract_id, contract.level),
    )
    rows = PriceRows(draw(prices), draw(prices), draw(prices), tuple(draw(contracts)) if draw(st.booleans()) else ())
    return Question(rows, currency, draw(rates), draw(st.sampled_from(["net", "gross"])), draw(quantities))


def fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def as_rows(rows: PriceRows) -> list[Row]:
    owners: list[tuple[str, int | None, ByType]] = [(name, None, getattr(rows, name)) for name in OWNERS]
    owners += [(contract.level.value, contract.contract_id, contract.prices) for contract in rows.contracts]
    return [
        Row(
            level,
            price_type,
            fraction(price.net),
            fraction(price.gross),
            tuple(Amounts(Fraction(t.quantity), fraction(t.net), fraction(t.gross)) for t in price.tiers),
            contract,
        )
        for level, contract, prices in owners
        for price_type, price in prices.items()
    ]


def as_price(answer: PriceAnswer | None) -> Price | None:
    """The answer in the oracle's terms."""
    if answer is None:
        return None
    then = answer.next_tier
    return Price(
        unit=Fraction(answer.unit.amount),
        source=answer.source.value,
        derived=answer.derived,
        other=Fraction(answer.counterpart.amount),
        other_derived=answer.counterpart_derived,
        start=Fraction(answer.tier_from),
        original=None if answer.original is None else Fraction(answer.original.amount),
        next_start=None if then is None else Fraction(then.quantity),
        next_unit=None if then is None else Fraction(then.unit.amount),
        price_type=answer.price_type,
    )


def ask(question: Question) -> PriceAnswer | None:
    return resolve(
        question.rows,
        currency=question.currency,
        tax_rate=question.tax_rate,
        mode=MODES[question.mode],
        quantity=question.quantity,
    )


@given(questions())
@settings(max_examples=1500, deadline=None)
def test_any_rows_are_priced_as_the_oracle_prices_them(question: Question) -> None:
    reader = Reader(question.currency, question.mode, Fraction(question.quantity), Fraction(question.tax_rate))
    assert as_price(ask(question)) == slow_price(as_rows(question.rows), reader)


@given(questions())
@settings(max_examples=300, deadline=None)
def test_every_amount_of_an_answer_is_whole_minor_units(question: Question) -> None:
    answer = ask(question)
    if answer is None:
        return
    told: list[Money] = [answer.unit, answer.counterpart, *(tier.unit for tier in answer.tiers)]
    if answer.original is not None:
        told.append(answer.original)
    assert all(money.amount % minor_unit(question.currency) == 0 for money in told)


@given(questions())
@settings(max_examples=300, deadline=None)
def test_the_ladder_of_an_answer_tells_every_other_quantity(question: Question) -> None:
    answer = ask(question)
    if answer is None or answer.source.is_contract:
        return  # another contract may be the lower one at another quantity
    for tier in answer.tiers:
        other = ask(Question(question.rows, question.currency, question.tax_rate, question.mode, tier.quantity))
        assert other is not None
        assert other.unit == tier.unit


@given(questions())
@settings(max_examples=300, deadline=None)
def test_a_card_survives_being_stored(question: Question) -> None:
    card = public_card(question.rows, currency=question.currency, tax_rate=question.tax_rate)
    if card is not None:
        assert RateCard.from_json(question.currency, card.as_json()) == card


def test_the_sources_are_in_the_order_in_which_they_are_looked_for() -> None:
    assert list(PriceSource) == [
        PriceSource.CONTRACT_OFFER,
        PriceSource.CONTRACT_CONCRETE,
        PriceSource.CONTRACT_ABSTRACT,
        PriceSource.OFFER,
        PriceSource.CONCRETE,
        PriceSource.ABSTRACT,
    ]
