"""Bottles of every size and colour from one shape, and the caps that go with them."""

from dataclasses import dataclass, replace

from tools.demo.pictures.style import LOOKS, box, framed, line


@dataclass(frozen=True, slots=True)
class Bottle:
    """Half widths and heights on the 200 grid; colours as names of looks or as glass."""

    half: int = 44
    neck: int = 20
    shoulder: int = 92
    top: int = 62
    cap_height: int = 26
    cap: str = "blue"
    glass: str = "clear"
    level: int = 104
    label: str = ""
    marks: bool = True


# body, content, outline, gloss, marks
_GLASS = {
    "clear": ("#d9ecea", "#a9d8cd", "#8dbab3", "#fff", "#fff"),
    "amber": ("#b9772f", "#a2621f", "#8a5119", "#f0c48a", "#f3d6ad"),
    "coated": ("#e6eef5", "#c3dcec", "#9db7cc", "#fff", "#fff"),
    "plastic": ("#f6f8f7", "#eef3f1", "#c4cfcb", "#fff", "#aab8b3"),
    "powder": ("#eef3f1", "#ffffff", "#c4cfcb", "#fff", "#c4cfcb"),
    "rose": ("#f6dcd6", "#e9a598", "#c98d82", "#fff", "#fff"),
    "lime": ("#e4f0d8", "#b9d79a", "#9bba80", "#fff", "#fff"),
    "sky": ("#dcebf7", "#a5cbe8", "#8fb2cf", "#fff", "#fff"),
}
_BASE = Bottle()
_SMALL = replace(_BASE, half=32, neck=17, shoulder=116, top=94, cap_height=22, level=128)
_MEDIUM = replace(_BASE, half=38, neck=19, shoulder=104, top=78, cap_height=24, level=116)
_LARGE = replace(_BASE, half=54, shoulder=86, top=54, level=96)
_REAGENT = replace(_MEDIUM, cap="black", label="lines", marks=False)
_WIDE = replace(_BASE, half=46, neck=34, shoulder=94, top=72, cap_height=24, level=108, cap="green", label="lines")
_JAR = replace(_WIDE, half=44, neck=38, shoulder=92, top=80, level=112, cap="blue", label="gold", marks=False)

BOTTLES = {
    "bottle-clear": _BASE,
    "bottle-clear-s": _SMALL,
    "bottle-clear-m": _MEDIUM,
    "bottle-clear-l": _LARGE,
    "bottle-amber": replace(_BASE, glass="amber"),
    "bottle-amber-s": replace(_SMALL, glass="amber"),
    "bottle-amber-m": replace(_MEDIUM, glass="amber"),
    "bottle-amber-l": replace(_LARGE, glass="amber"),
    "bottle-coated": replace(_BASE, glass="coated", cap="red"),
    "bottle-wide": _WIDE,
    "reagent-bottle": replace(_REAGENT, glass="amber"),
    "powder-jar": replace(_JAR, glass="powder"),
    "buffer": replace(_REAGENT, glass="sky", cap="blue"),
    "buffer-red": replace(_REAGENT, glass="rose", cap="red"),
    "buffer-green": replace(_REAGENT, glass="lime", cap="green"),
    "cleaner": replace(_REAGENT, glass="plastic", cap="teal", label="teal", half=40),
}


def bottle_picture(bottle: Bottle) -> bytes:
    body, content, outline, gloss, marks = _GLASS[bottle.glass]
    left, right, top, level = 100 - bottle.half, 100 + bottle.half, bottle.top, bottle.level
    inner_left, inner_right = 100 - bottle.neck, 100 + bottle.neck
    shape = (
        f"M{inner_left} {top}C{inner_left} {top + 14} {left} {top + 14} {left} {bottle.shoulder}"
        f"V160Q{left} 174 {left + 14} 174H{right - 14}Q{right} 174 {right} 160"
        f"V{bottle.shoulder}C{right} {top + 14} {inner_right} {top + 14} {inner_right} {top}Z"
    )
    fill = (
        f"M{left + 4} {level}H{right - 4}V159Q{right - 4} 170 {right - 15} 170"
        f"H{left + 15}Q{left + 4} 170 {left + 4} 159Z"
    )
    parts = [
        f'<path d="{shape}" fill="{body}"/><path d="{fill}" fill="{content}"/>',
        f'<ellipse cx="100" cy="{bottle.level}" rx="{bottle.half - 4}" ry="4" fill="#fff" opacity=".35"/>',
        line(shape, outline, 2.5),
        box(96 - bottle.neck, bottle.top - 8, 2 * bottle.neck + 8, 8, outline, 3),
        cap(100, bottle.top - 8, 2 * bottle.neck + 6, bottle.cap_height, bottle.cap),
        _marks(right, bottle.shoulder + 12, marks) if bottle.marks else "",
        _label(bottle) if bottle.label else "",
        line(f"M{left + 9} {bottle.shoulder + 4}V152", gloss, 5, ' opacity=".65"'),
    ]
    return framed("".join(parts), bottle.half + 6)


def cap(centre: int, bottom: int, width: int, height: int, look: str) -> str:
    main, dark, _ = LOOKS[look]
    left = centre - width / 2
    ribs = "".join(f"M{left + width * n / 6:.1f} {bottom - height + 6}V{bottom - 5}" for n in range(1, 6))
    return box(left, bottom - height, width, height, main, 5) + line(ribs, dark, 2)


def caps_picture(look: str) -> bytes:
    """A heap of six screw caps."""
    heap = ((66, 138), (134, 138), (100, 146), (82, 104), (122, 108), (102, 76))
    return framed("".join(_lying_cap(x, y, look) for x, y in heap), 66)


def _lying_cap(x: int, y: int, look: str) -> str:
    main, dark, light = LOOKS[look]
    ribs = "".join(f"M{x - 20 + 8 * n} {y + 8}v13" for n in range(6))
    return (
        f'<path d="M{x - 26} {y}v18c0 8 52 8 52 0V{y}z" fill="{main}"/>{line(ribs, dark, 2)}'
        f'<ellipse cx="{x}" cy="{y}" rx="26" ry="9" fill="{light}"/>'
        f'<ellipse cx="{x}" cy="{y}" rx="19" ry="6" fill="#fff" opacity=".22"/>'
    )


def _marks(right: int, start: int, stroke: str) -> str:
    heights = enumerate(range(start, 168, 12))
    ticks = "".join(f"M{right - (19 if n % 2 == 0 else 14)} {y}H{right - 10}" for n, y in heights)
    return line(ticks, stroke, 2.4)


def _label(bottle: Bottle) -> str:
    half, middle = bottle.half - 12, (bottle.level + 168) // 2 - 4
    stripe = {"gold": "#f2c14e", "teal": "#1f8a98"}.get(bottle.label)
    band = box(100 - half, middle - 18, 2 * half, 10, stripe, 3) if stripe else ""
    start = 108 - half
    text = f"M{start} {middle - 1}h{half}M{start} {middle + 7}h{int(half * 1.4)}M{start} {middle + 14}h{half - 6}"
    return box(100 - half, middle - 18, 2 * half, 38, "#fff", 4) + band + line(text, "#8a9893", 2.5)
