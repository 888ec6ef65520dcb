"""The colours and the frame of all illustrations: flat shapes on a soft shadow, drawn on a 200 grid."""

from string import Template

PALETTE = {
    "ink": "#12211d", "night": "#3d4f57", "slate": "#536770", "moss": "#6f838b", "steel": "#7d8d87",
    "silver": "#aab8b3", "line": "#c4cfcb", "fog": "#dfe6e3", "paper": "#eef3f1", "snow": "#f6f8f7", "white": "#fff",
    "green": "#0b6b57", "leaf": "#12806a", "mint": "#3fb896", "forest": "#084f41", "blue": "#2f73a8",
    "navy": "#245a85", "sky": "#4f93ca", "ice": "#bfe0ee", "gold": "#f2c14e", "ochre": "#d9a32b", "cream": "#f8d98c",
    "orange": "#e08a2c", "rust": "#b96c19", "red": "#c8472f", "wine": "#9c3321", "coral": "#e06a50",
    "amber": "#b9772f", "umber": "#8a5119", "kraft": "#c99a63", "tan": "#b3834d", "sand": "#e0b782",
    "glass": "#d9ecea", "water": "#a9d8cd", "rim": "#8dbab3",
}  # fmt: skip

# A look paints the three parts of a drawing: body, its shaded side, its lit side.
LOOKS = {
    "green": ("#0b6b57", "#084f41", "#12806a"),
    "mint": ("#3fb896", "#2c9076", "#7ed6bd"),
    "blue": ("#2f73a8", "#245a85", "#4f93ca"),
    "navy": ("#2c4a73", "#203759", "#44699c"),
    "red": ("#c8472f", "#9c3321", "#e06a50"),
    "orange": ("#e08a2c", "#b96c19", "#f0a850"),
    "yellow": ("#f2c14e", "#d9a32b", "#f8d98c"),
    "lime": ("#d5e04a", "#aebb2a", "#e8ef8f"),
    "black": ("#4c5f68", "#384951", "#697d86"),
    "white": ("#eef3f1", "#c4cfcb", "#ffffff"),
    "grey": ("#8a9993", "#66756f", "#b4c0bb"),
    "purple": ("#6d55a3", "#533f83", "#8f7ac2"),
    "brown": ("#8a5a34", "#6b4325", "#a87849"),
    "kraft": ("#c99a63", "#b3834d", "#e0b782"),
    "sky": ("#8fc3e6", "#5f9cc6", "#b9dcf2"),
    "teal": ("#1f8a98", "#156874", "#4fb0bc"),
    "pink": ("#c65a86", "#9c3f66", "#e08aac"),
}


def painted(body: str, look: str) -> str:
    """Fill $names of the palette and $main, $dark, $light of the look."""
    main, dark, light = LOOKS[look]
    return Template(body).substitute(PALETTE, main=main, dark=dark, light=light)


def framed(body: str, shadow: int) -> bytes:
    """The picture file: shadow first, everything scaled from the 200 grid to 240."""
    ground = f'<ellipse cx="100" cy="177" rx="{shadow}" ry="5" fill="#12211d" opacity=".13"/>' if shadow else ""
    return svg(240, f'<g transform="scale(1.2)">{ground}{one_line(body)}</g>')


def svg(size: int, inner: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">{inner}</svg>\n'.encode()


def one_line(body: str) -> str:
    return "".join(line.strip() for line in body.splitlines())


def line(path: str, stroke: str, width: float, extra: str = "") -> str:
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linecap="round"{extra}/>'


def box(x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> str:
    corner = f' rx="{radius:g}"' if radius else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"{corner} fill="{fill}"/>'
