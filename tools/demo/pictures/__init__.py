"""All pictures of the demo: products, categories, merchants' logos."""

from collections.abc import Iterable

from tools.demo.load import read
from tools.demo.model import Marketplace
from tools.demo.pictures.bottles import BOTTLES, bottle_picture, caps_picture
from tools.demo.pictures.style import framed, one_line, painted, svg

TEMPLATE_FILES = ("lab", "safety", "tools", "electrical", "packaging", "office", "it", "services")


def picture_files(images: Iterable[str], market: Marketplace) -> dict[str, bytes]:
    """Path below media/ -> SVG, for the product pictures in use, every category and every merchant."""
    drawings = product_pictures()
    files = {f"products/{name}.svg": drawings[name] for name in sorted(images)}
    for category, name in read("pictures/categories.toml").items():
        files[f"categories/{category}.svg"] = drawings[name]
    logos = read("pictures/logos.toml")
    for merchant in market.merchants:
        files[f"merchants/{merchant.slug}.svg"] = logo(logos[merchant.slug])
    return files


def product_pictures() -> dict[str, bytes]:
    found = {name: bottle_picture(bottle) for name, bottle in BOTTLES.items()}
    found |= {f"caps-{look}": caps_picture(look) for look in ("blue", "red", "green", "yellow")}
    for file in TEMPLATE_FILES:
        for drawing in read(f"pictures/{file}.toml").values():
            body, shadow = drawing["body"], drawing.get("shadow", 60)
            found |= {name: framed(painted(body, look), shadow) for name, look in drawing["looks"].items()}
    return found


def logo(body: str) -> bytes:
    """A square rounded mark, drawn on a 40 grid."""
    return svg(96, f'<g transform="scale(2.4)">{one_line(body)}</g>')
