"""`/merchants` and what belongs to a merchant (API-4, API-8)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handsel.api.tests.conftest import Call
from handsel.catalog.models import MerchantStore
from handsel.parties.models import Merchant, Organization
from tests.world import World


def dress(world: World) -> None:
    """Give Mia's merchant a profile."""
    mia = world.merchants["mia"]
    mia.url = {"de_DE": "/de/merchant/mia", "en_US": "/en/merchant/mia"}
    mia.contact_person = {
        "role": "Sales", "title": "Ms", "first_name": "Mia", "last_name": "Maurer", "phone": "+49 30 1"
    }  # fmt: skip
    mia.public_email, mia.public_phone, mia.fax_number = "mia@example.com", "+49 30 2", "+49 30 3"
    mia.logo_url, mia.banner_url = "merchants/mia maurer.svg", "/media/mia-banner.svg"
    mia.latitude, mia.longitude = "52.5", "13.4"
    mia.texts = {
        "de_DE": {"description": "Glas fürs Labor", "delivery_time": "2 Tage", "terms_conditions": "AGB"},
        "en_US": {"description": "Glass for laboratories", "imprint": "Imprint", "data_privacy": "Privacy"},
    }
    mia.save()


def test_a_merchant_shows_its_profile_in_the_language_asked_for(answer_of: Call, world: World) -> None:
    dress(world)
    assert answer_of("/merchants/M-1", Accept_Language="en") == {
        "data": {
            "type": "merchants",
            "id": "M-1",
            "attributes": {
                "merchantName": "M-1",
                "merchantUrl": "/en/merchant/mia",
                "contactPersonRole": "Sales",
                "contactPersonTitle": "Ms",
                "contactPersonFirstName": "Mia",
                "contactPersonLastName": "Maurer",
                "contactPersonPhone": "+49 30 1",
                "logoUrl": "http://testserver/media/merchants/mia%20maurer.svg",
                "publicEmail": "mia@example.com",
                "publicPhone": "+49 30 2",
                "description": "Glass for laboratories",
                "bannerUrl": "http://testserver/media/mia-banner.svg",
                "deliveryTime": "2 Tage",
                "latitude": "52.5",
                "longitude": "13.4",
                "faxNumber": "+49 30 3",
                "legalInformation": {
                    "terms": "AGB",
                    "cancellationPolicy": None,
                    "imprint": "Imprint",
                    "dataPrivacy": "Privacy",
                },
                "categories": [],
            },
            "links": {"self": "http://testserver/api/merchants/M-1"},
        }
    }


def test_a_merchant_without_a_profile_has_nulls(answer_of: Call, world: World) -> None:
    attributes = answer_of("/merchants/M-2")["data"]["attributes"]
    given = {name: value for name, value in attributes.items() if value is not None}
    assert given == {
        "merchantName": "M-2",
        "legalInformation": {"terms": None, "cancellationPolicy": None, "imprint": None, "dataPrivacy": None},
        "categories": [],
    }


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("https://cdn.example.com/logo.svg", "https://cdn.example.com/logo.svg"),
        ("javascript:alert(1)", None),
        ("data:image/png;base64,AAAA", None),
        ("//cdn.example.com/logo.svg", None),
        ("", None),
    ],
)
def test_a_logo_is_an_address_that_can_be_fetched_or_nothing(
    answer_of: Call, world: World, path: str, address: str | None
) -> None:
    Merchant.objects.filter(pk=world.merchants["mia"].pk).update(logo_url=path)
    assert answer_of("/merchants/M-1")["data"]["attributes"]["logoUrl"] == address


def test_a_merchant_is_found_whatever_the_case_and_keeps_its_own(answer_of: Call, world: World) -> None:
    assert answer_of("/merchants/m-1")["data"]["id"] == "M-1"


@pytest.mark.parametrize(
    ("changes"),
    [
        {"is_active": False},
        {"is_active": False, "status": "denied"},
        {"is_active": False, "status": "waiting-for-approval"},
    ],
)
@pytest.mark.parametrize("below", ["", "/merchant-addresses", "/merchant-opening-hours"])
@pytest.mark.parametrize("who", ["anonymous", "bea", "mia", "ola"])
def test_a_hidden_merchant_and_one_that_does_not_exist_answer_alike(
    error_of: Call, world: World, changes: dict[str, object], below: str, who: str
) -> None:
    Merchant.objects.filter(pk=world.merchants["mia"].pk).update(**changes)
    hidden = error_of(f"/merchants/M-1{below}", who=who)
    assert hidden == error_of(f"/merchants/M-3{below}", who=who) == [(404, "3501", "Merchant not found.")]


def test_the_list_names_the_merchants_whose_page_the_store_shows(answer_of: Call, world: World) -> None:
    MerchantStore.objects.filter(merchant=world.merchants["max"], store=world.stores["AT"]).delete()
    ids = {store: [row["id"] for row in answer_of("/merchants", X_Store=store)["data"]] for store in ("DE", "AT")}
    assert ids == {"DE": ["M-1", "M-2"], "AT": ["M-1"]}
    Merchant.objects.filter(pk=world.merchants["mia"].pk).update(is_active=False)
    assert [row["id"] for row in answer_of("/merchants")["data"]] == ["M-2"]


def many(world: World, number: int) -> None:
    for index in range(number):
        organization = Organization.objects.create(
            reference=f"N-{index:02}", name=f"N-{index:02}", kinds=["merchant"], status="approved"
        )
        merchant = Merchant.objects.create(organization=organization, status="approved", is_active=True)
        MerchantStore.objects.create(merchant=merchant, store=world.stores["DE"])


def test_a_long_list_comes_in_pages_with_links_to_the_others(answer_of: Call, world: World) -> None:
    many(world, 5)
    document = answer_of("/merchants?page[offset]=3&page[limit]=3&fields[merchants]=merchantName")
    address = "http://testserver/api/merchants?fields[merchants]=merchantName&page[offset]={}&page[limit]=3"
    assert [row["id"] for row in document["data"]] == ["N-01", "N-02", "N-03"]
    assert document["links"] == {
        "self": "http://testserver/api/merchants?page[offset]=3&page[limit]=3&fields[merchants]=merchantName",
        "first": address.format(0),
        "last": address.format(6),
        "prev": address.format(0),
        "next": address.format(6),
    }
    behind = answer_of("/merchants?page[offset]=100&page[limit]=3")
    assert (behind["data"], sorted(behind["links"])) == ([], ["first", "last", "prev", "self"])
    assert sorted(answer_of("/merchants")["links"]) == ["self"]


def test_twenty_merchants_take_as_many_queries_as_ten(answer_of: Call, world: World) -> None:
    many(world, 20)
    counts = []
    for limit in (10, 20):
        with CaptureQueriesContext(connection) as queries:
            document = answer_of(f"/merchants?include=merchant-addresses&page[limit]={limit}")
        assert len(document["included"]) == limit
        counts.append(len(queries))
    assert counts == [4, 4]


def test_addresses_and_opening_hours_are_arrays_of_one(answer_of: Call, world: World) -> None:
    assert answer_of("/merchants/M-1/merchant-opening-hours") == {
        "data": [
            {
                "type": "merchant-opening-hours",
                "id": "M-1",
                "attributes": {"weekdaySchedule": [], "dateSchedule": []},
                "links": {"self": "http://testserver/api/merchants/M-1/merchant-opening-hours"},
            }
        ],
        "links": {"self": "http://testserver/api/merchants/M-1/merchant-opening-hours"},
    }
    assert answer_of("/merchants/M-1/merchant-addresses")["data"][0]["attributes"] == {"addresses": []}


def test_a_merchant_brings_its_addresses_and_hours_when_asked(answer_of: Call, world: World) -> None:
    document = answer_of("/merchants/M-1?include=merchant-addresses,merchant-opening-hours")
    assert document["data"]["relationships"] == {
        name: {"data": [{"type": name, "id": "M-1"}]} for name in ("merchant-addresses", "merchant-opening-hours")
    }
    assert [row["type"] for row in document["included"]] == ["merchant-addresses", "merchant-opening-hours"]


@pytest.mark.parametrize(
    "path", ["/merchants/", "/merchants//merchant-addresses", "/merchants//merchant-opening-hours"]
)
def test_an_address_without_the_merchant_is_refused(error_of: Call, world: World, path: str) -> None:
    assert error_of(path) == [(400, "3502", "Merchant identifier is not specified.")]
