"""The merchants of a store and the page of one of them."""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from handsel.catalog import queries as catalog
from handsel.core.errors import NotFound
from handsel.parties import queries as parties
from handsel.parties.models import Merchant
from handsel.portals.components.parts import Crumb, MerchantCard
from handsel.portals.components.pictures import picture_url
from handsel.portals.components.requests import PortalRequest
from handsel.portals.components.shell import initials
from handsel.portals.components.visits import Visit
from handsel.portals.storefront.lists import ListPart, asked_list, list_part
from handsel.portals.storefront.visiting import show, storefront

# The legal texts a profile may have, in the order of the page: key, icon.
LEGAL = (
    ("terms_conditions", "file-text"),
    ("cancellation_policy", "arrows-exchange"),
    ("data_privacy", "lock"),
    ("imprint", "certificate"),
)


@dataclass(frozen=True, slots=True)
class Fact:
    icon: str
    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class LegalText:
    title: str
    icon: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantsPage:
    title: str
    canonical: str
    count: str
    words: str
    crumbs: tuple[Crumb, ...]
    cards: tuple[MerchantCard, ...]
    empty_title: str
    empty_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantPage:
    name: str
    canonical: str
    crumbs: tuple[Crumb, ...]
    logo: str
    initials: str
    description: str
    facts: tuple[Fact, ...]
    legal: tuple[LegalText, ...]
    is_contract: bool
    offers_title: str
    offers_hint: str
    products: ListPart
    empty_title: str
    empty_words: str


def merchant_url(visit: Visit, reference: str) -> str:
    return f"{visit.prefix}/merchants/{quote(reference, safe='')}"


def merchant_cards(visit: Visit, merchants: list[Merchant]) -> tuple[MerchantCard, ...]:
    """Cards of merchants, those with a contract for the visitor's company marked."""
    partners = {fact.merchant_id for fact in parties.contracts_of(organization_id=visit.actor.customer_id)}
    return tuple(
        MerchantCard(
            name=merchant.name,
            url=merchant_url(visit, merchant.reference),
            logo=picture_url(merchant.logo_url),
            initials=initials(merchant.name),
            line=text_of(merchant, "delivery_time", visit) or merchant.public_email,
            is_contract=merchant.pk in partners,
        )
        for merchant in merchants
    )


def text_of(merchant: Merchant, key: str, visit: Visit) -> str:
    """A profile text in the visitor's language, else in another of the store's."""
    return visit.word({locale: texts.get(key, "") for locale, texts in merchant.texts.items()})


@require_safe
@storefront
def show_merchants(request: PortalRequest) -> HttpResponse:
    """Every merchant whose page this store shows."""
    visit = request.visit
    merchants = catalog.displayed_merchants(visit.store.pk)
    count = ngettext("%(count)s merchant", "%(count)s merchants", len(merchants))
    page = MerchantsPage(
        title=_("Merchants"),
        canonical=f"{visit.prefix}/merchants/",
        count=count % {"count": visit.formats.quantity(len(merchants))},
        words=_("Who sells here, with their terms. Every product page compares their prices for your quantity."),
        crumbs=(Crumb(_("Start"), f"{visit.prefix}/"),),
        cards=merchant_cards(visit, merchants),
        empty_title=_("No merchant here yet"),
        empty_words=_("No merchant shows its page in this store."),
    )
    return show(request, "storefront/merchants.html", page)


@require_safe
@storefront
def show_merchant(request: PortalRequest, reference: str) -> HttpResponse:
    """Profile, legal texts and offers of one merchant; only while it is active."""
    visit = request.visit
    merchant = parties.displayed_merchant(reference=reference)
    if merchant is None:
        raise NotFound(what=_("This merchant"))
    url = merchant_url(visit, merchant.reference)
    products = list_part(visit, asked_list(request, url), merchant_reference=merchant.reference)
    contracts = parties.contracts_of(organization_id=visit.actor.customer_id)
    page = MerchantPage(
        name=merchant.name,
        canonical=url,
        crumbs=(Crumb(_("Start"), f"{visit.prefix}/"), Crumb(_("Merchants"), f"{visit.prefix}/merchants/")),
        logo=picture_url(merchant.logo_url),
        initials=initials(merchant.name),
        description=text_of(merchant, "description", visit),
        facts=facts_of(merchant, visit),
        legal=legal_of(merchant, visit),
        is_contract=any(fact.merchant_id == merchant.pk for fact in contracts),
        offers_title=_("Products of %(name)s") % {"name": merchant.name},
        offers_hint=products.count,
        products=products,
        empty_title=_("Nothing on offer here"),
        empty_words=_("This merchant has no offer in this store at the moment."),
    )
    return show(request, "storefront/merchant.html", page, partial="storefront/_cards.html")


def facts_of(merchant: Merchant, visit: Visit) -> tuple[Fact, ...]:
    found = []
    if delivery := text_of(merchant, "delivery_time", visit):
        found.append(Fact("truck-delivery", _("Delivers in %(time)s") % {"time": delivery}))
    if merchant.public_email:
        found.append(Fact("mail", merchant.public_email, f"mailto:{quote(merchant.public_email, safe='@')}"))
    if merchant.public_phone:
        digits = "".join(character for character in merchant.public_phone if character in "+0123456789")
        found.append(Fact("phone", merchant.public_phone, f"tel:{digits}"))
    if merchant.registration_number:
        found.append(Fact("certificate", merchant.registration_number))
    return tuple(found)


def legal_of(merchant: Merchant, visit: Visit) -> tuple[LegalText, ...]:
    titles = {
        "terms_conditions": _("Terms and conditions"),
        "cancellation_policy": _("Cancellation and returns"),
        "data_privacy": _("Data privacy"),
        "imprint": _("Imprint"),
    }
    texts = ((key, icon, text_of(merchant, key, visit)) for key, icon in LEGAL)
    return tuple(LegalText(titles[key], icon, words) for key, icon, words in texts if words)
