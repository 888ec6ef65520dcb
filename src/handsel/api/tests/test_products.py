"""`/concrete-products` and `/abstract-products` (API-9)."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handsel.api.tests.conftest import Call
from handsel.catalog.models import AbstractProductStore, ConcreteProduct, ProductAttribute
from tests.world import World

ROOT = "http://testserver/api"


def two_bottles(world: World) -> ConcreteProduct:
    """A bottle in two sizes."""
    small = world.product("BOTTLE-S")
    bottle = small.abstract_product
    bottle.name = {"en_US": "Lab bottle", "de_DE": "Laborflasche"}
    bottle.description = {"en_US": "Borosilicate", "de_DE": "Borosilikat"}
    bottle.attributes = {"_": {"brand": "Duran"}, "en_US": {"neck_type": "wide"}, "de_DE": {"neck_type": "weit"}}
    bottle.meta = {"de_DE": {"title": "Flasche", "keywords": "Glas,Labor"}, "en_US": {"title": "Bottle"}}
    bottle.owner = world.merchants["mia"]
    bottle.save()
    ProductAttribute.objects.create(key="volume", name={"en_US": "Capacity", "de_DE": "Volumen"})
    small.attributes = {"_": {"volume": "100 ml"}}
    small.save()
    ConcreteProduct.objects.create(
        sku="BOTTLE-L",
        abstract_product=bottle,
        name={"en_US": "Large lab bottle"},
        attributes={"_": {"volume": "500 ml"}},
    )
    return small


def test_a_concrete_product_has_its_own_words_and_inherits_the_rest(answer_of: Call, world: World) -> None:
    two_bottles(world)
    assert answer_of("/concrete-products/BOTTLE-L", Accept_Language="en-GB,en;q=0.8") == {
        "data": {
            "type": "concrete-products",
            "id": "BOTTLE-L",
            "attributes": {
                "sku": "BOTTLE-L",
                "isDiscontinued": False,
                "discontinuedNote": None,
                "averageRating": None,
                "reviewCount": 0,
                "productAbstractSku": "ABS-BOTTLE-S",
                "name": "Large lab bottle",
                "description": "Borosilicate",
                "attributes": {"brand": "Duran", "neck_type": "wide", "volume": "500 ml"},
                "superAttributesDefinition": ["volume"],
                "metaTitle": "Bottle",
                "metaKeywords": "Glas,Labor",
                "metaDescription": "",
                "attributeNames": {"brand": "Brand", "neck_type": "Neck type", "volume": "Capacity"},
            },
            "links": {"self": f"{ROOT}/concrete-products/BOTTLE-L"},
        }
    }


def test_an_abstract_product_maps_its_variants(answer_of: Call, world: World) -> None:
    two_bottles(world)
    attributes = answer_of("/abstract-products/ABS-BOTTLE-S")["data"]["attributes"]
    assert attributes == {
        "sku": "ABS-BOTTLE-S",
        "merchantReference": "M-1",
        "averageRating": None,
        "reviewCount": 0,
        "name": "Laborflasche",
        "description": "Borosilikat",
        "attributes": {"brand": "Duran", "neck_type": "weit"},
        "superAttributesDefinition": ["volume"],
        "superAttributes": {"volume": ["500 ml", "100 ml"]},
        "attributeMap": {
            "product_concrete_ids": ["BOTTLE-L", "BOTTLE-S"],
            "super_attributes": {"volume": ["500 ml", "100 ml"]},
            "attribute_variants": {
                "volume:500 ml": {"id_product_concrete": "BOTTLE-L"},
                "volume:100 ml": {"id_product_concrete": "BOTTLE-S"},
            },
            "attribute_variant_map": {"BOTTLE-L": {"volume": "500 ml"}, "BOTTLE-S": {"volume": "100 ml"}},
        },
        "metaTitle": "Flasche",
        "metaKeywords": "Glas,Labor",
        "metaDescription": "",
        "attributeNames": {"brand": "Brand", "neck_type": "Neck type", "volume": "Volumen"},
        "url": "/de/produkt-bottle-s",
    }


def test_products_bring_each_other_once_however_they_are_reached(answer_of: Call, world: World) -> None:
    two_bottles(world)
    document = answer_of("/concrete-products/BOTTLE-S?include=abstract-products,concrete-products")
    assert document["data"]["relationships"] == {
        "abstract-products": {"data": [{"type": "abstract-products", "id": "ABS-BOTTLE-S"}]}
    }
    assert [(row["type"], row["id"]) for row in document["included"]] == [
        ("concrete-products", "BOTTLE-L"),
        ("abstract-products", "ABS-BOTTLE-S"),
    ]
    assert document["included"][1]["relationships"]["concrete-products"]["data"] == [
        {"type": "concrete-products", "id": "BOTTLE-L"},
        {"type": "concrete-products", "id": "BOTTLE-S"},
    ]


def test_a_dotted_path_includes_along_itself_only(answer_of: Call, world: World) -> None:
    two_bottles(world)
    document = answer_of("/concrete-products/BOTTLE-S?include=abstract-products.concrete-products")
    assert [(row["type"], row["id"], "relationships" in row) for row in document["included"]] == [
        ("concrete-products", "BOTTLE-L", False),
        ("abstract-products", "ABS-BOTTLE-S", True),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"valid_from": timedelta(seconds=1)},
        {"valid_to": timedelta(0)},
        {"approval_status": "draft"},
        {"approval_status": "waiting_for_approval"},
        {"approval_status": "denied"},
        {"unassigned": True},
    ],
    ids=str,
)
@pytest.mark.parametrize("who", ["anonymous", "bea", "mia", "ola", "nemo"])
def test_a_product_the_store_does_not_show_answers_as_if_it_did_not_exist(
    error_of: Call, world: World, at: datetime, change: dict[str, object], who: str
) -> None:
    concrete, abstract = world.concrete, world.abstract
    for name, value in change.items():
        moment = at + value if isinstance(value, timedelta) else value
        setattr(abstract if name == "approval_status" else concrete, name, moment)
    concrete.save()
    abstract.save()
    if "unassigned" in change:
        AbstractProductStore.objects.filter(abstract_product=abstract, store=world.stores["DE"]).delete()
    expected = [(404, "302", "Concrete product is not found.")]
    assert error_of("/concrete-products/SKU-1", who=who) == error_of("/concrete-products/NONE", who=who) == expected


def test_an_abstract_product_shows_only_variants_that_are_shown(answer_of: Call, world: World) -> None:
    two_bottles(world)
    ConcreteProduct.objects.filter(sku="BOTTLE-L").update(is_active=False)
    document = answer_of("/abstract-products/ABS-BOTTLE-S?include=concrete-products")
    assert document["data"]["attributes"]["attributeMap"]["product_concrete_ids"] == ["BOTTLE-S"]
    assert [row["id"] for row in document["included"]] == ["BOTTLE-S"]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/concrete-products", (400, "312", "Concrete product sku is not specified.")),
        ("/concrete-products/", (400, "312", "Concrete product sku is not specified.")),
        ("/abstract-products", (400, "311", "Abstract product sku is not specified.")),
        ("/abstract-products/", (400, "311", "Abstract product sku is not specified.")),
        ("/concrete-products/ABS-SKU-1", (404, "302", "Concrete product is not found.")),
        ("/concrete-products/sku-1", (404, "302", "Concrete product is not found.")),
        ("/concrete-products/~!@$%25%5E&*()_+", (404, "302", "Concrete product is not found.")),
        ("/concrete-products/%F0%9F%8D%BA", (404, "302", "Concrete product is not found.")),
        ("/concrete-products/%FF%FE", (404, "302", "Concrete product is not found.")),
        ("/abstract-products/SKU-1", (404, "301", "Abstract product is not found.")),
        ("/abstract-products/fake", (404, "301", "Abstract product is not found.")),
        ("/concrete-product/SKU-1", (404, "not_found", "Not found.")),
        ("/concrete-products/SKU-1/", (404, "not_found", "Not found.")),
    ],
)
def test_wrong_skus_are_told_apart(error_of: Call, world: World, path: str, problem: tuple[int, str, str]) -> None:
    assert error_of(path) == [problem]


@pytest.mark.parametrize("sku", ["A/B", "A B", "A%B", "Ä-1", "1+1", "a.b", "x" * 251])
def test_every_sku_can_be_addressed_by_its_own_link(answer_of: Call, world: World, sku: str) -> None:
    world.product(sku, name={"de_DE": "X"})
    link = answer_of(f"/abstract-products/ABS-{sku.replace('%', '%25')}?include=concrete-products")["included"][0][
        "links"
    ]
    assert answer_of(link["self"].removeprefix(ROOT))["data"]["id"] == sku


def test_twenty_variants_take_as_many_queries_as_ten(answer_of: Call, world: World) -> None:
    counts = []
    for number in (10, 20):
        first = world.product(f"V{number}")
        for index in range(number - 1):
            ConcreteProduct.objects.create(
                sku=f"V{number}-{index:02}",
                abstract_product=first.abstract_product,
                attributes={"_": {"volume": f"{index} ml"}},
            )
        with CaptureQueriesContext(connection) as queries:
            document = answer_of(f"/abstract-products/ABS-V{number}?include=concrete-products,abstract-products")
        assert len(document["included"]) == number
        counts.append(len(queries))
    assert counts == [8, 8]
