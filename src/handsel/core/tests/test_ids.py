"""Ids: UIDs with a check digit, public ids ordered by time (ID rules, ORG-3)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handsel.core.ids import ALPHABET, is_uid, luhn_digit, new_uid, public_id


def test_the_check_digit_is_luhns() -> None:
    assert luhn_digit("7992739871") == "3"
    assert is_uid("100000000000009")
    assert not is_uid("100000000000008")


def test_every_new_uid_is_a_uid() -> None:
    uids = [new_uid() for _ in range(500)]
    assert [uid for uid in uids if not is_uid(uid) or uid.startswith("0")] == []
    assert len(set(uids)) == 500


@pytest.mark.parametrize(
    "text",
    ["", "10000000000000", "1000000000000090", "10000000000000x", "\uff11" + "0" * 13 + "9", "1.00000E+14   "],
)
def test_anything_else_is_no_uid(text: str) -> None:
    assert not is_uid(text)


@given(st.integers(min_value=0, max_value=14), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_noticed(position: int, shift: int) -> None:
    uid = new_uid()
    wrong = str((int(uid[position]) + shift) % 10)
    assert not is_uid(uid[:position] + wrong + uid[position + 1 :])


def test_public_ids_are_prefixed_and_ordered_by_time() -> None:
    ids = []
    for _ in range(20):
        ids.append(public_id("org"))
        time.sleep(0.002)
    assert ids == sorted(ids)
    for made in ids:
        prefix, number = made.split("_")
        assert (prefix, len(number), set(number) <= set(ALPHABET)) == ("org", 26, True)
