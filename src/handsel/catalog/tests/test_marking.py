"""Marks: a version per product, raised in the same transaction as the change (CAT-6, BOARD-10)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction

from handsel.catalog.models import ProductMark
from handsel.catalog.services.marking import touch, touch_abstract, touch_selected
from tests.traces import version_of
from tests.world import World


def test_each_touch_raises_the_version_by_one(world: World) -> None:
    for expected in (1, 2, 3):
        touch([world.concrete.pk, world.concrete.pk])
        assert version_of(world.concrete) == expected


def test_a_rolled_back_change_leaves_no_mark(world: World) -> None:
    def change_and_fail() -> None:
        with transaction.atomic():
            touch([world.concrete.pk])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert version_of(world.concrete) == 0


def test_all_variants_of_an_abstract_product_are_marked_in_one_statement(
    world: World, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(1):
        touch_abstract([world.abstract.pk])
    assert version_of(world.concrete) == 1


def test_products_that_do_not_exist_are_not_marked(world: World) -> None:
    touch([10**9])
    touch([])
    touch_selected("SELECT id FROM catalog_concreteproduct WHERE sku = %s", ["no-such-sku"])
    assert ProductMark.objects.count() == 0
