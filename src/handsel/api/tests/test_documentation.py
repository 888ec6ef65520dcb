"""docs/api.md says what the code does: addresses and the canonical example."""

import json
import re
from pathlib import Path

from handsel.api.glue import urls
from handsel.api.tests.conftest import Call
from tests.world import World

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "api.md").read_text()


def test_every_address_is_listed() -> None:
    """Those that only say what is missing apart."""
    patterns = {
        re.sub(r"<key:(\w+)>", r"{\1}", str(p.pattern)) for p in urls.urlpatterns if "missing" not in str(p.name)
    }
    listed = set(re.findall(r"\| `(?:GET|POST|DELETE) /([^`]+)`", PAGE)) | {
        "merchants/{reference}/merchant-opening-hours"
    }
    assert {"undocumented": sorted(patterns - listed - {"^.*$"}), "gone": sorted(listed - patterns)} == {
        "undocumented": [],
        "gone": [],
    }


def test_the_example_is_what_the_interface_answers(answer_of: Call, world: World) -> None:
    offer = world.offer("ofr-1", merchant_sku="A-77")
    world.price(offer, net="90", gross="107.10", tiers=[{"quantity": "5", "net": "85", "gross": "101.15"}])
    [(address, document)] = re.findall(r"^`GET /api(\S+)`\n\n```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert answer_of(address) == json.loads(document)
