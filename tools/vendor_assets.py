"""Build the vendored front-end files of the portals from unpacked npm packages.

    npm pack @tabler/core@1.6.1 @tabler/icons@3.51.0 htmx.org@2.0.11 @fontsource-variable/inter@5.3.0
    (then unpack each into FOLDER/<archive name without .tgz>/)
    python tools/vendor_assets.py FOLDER

Tabler's full style sheet is 79 kB compressed, most of it for components that no page here uses; only the rules
whose every class is on the list below are kept, then the custom properties nobody reads any more are dropped.
Dark mode is made of `light-dark()` tokens in our own style sheet, so Tabler's dark rules go too.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPONENTS = ROOT / "src/handsel/portals/components"
TARGET = COMPONENTS / "static/components/vendor"

KEPT_CLASSES = re.compile(
    r"btn|btn-primary|btn-lg|btn-sm|btn-check|active|disabled|show|icon|"
    r"form-control|form-select|form-label|form-check|form-check-input|form-check-label|form-hint|form-text|required|"
    r"is-invalid|invalid-feedback|visually-hidden|visually-hidden-focusable",
)
CUSTOM_PROPERTY_READ = re.compile(r"var\((--tblr-[\w-]+)")
CUSTOM_PROPERTY = re.compile(r"(?<=[{;])(--tblr-[\w-]+):[^;{}]*(?:;|(?=\}))")
EMPTY_RULE = re.compile(r"[^{}\n]+\{\s*\}\n?")
# @tabler/core brings its licence in the banner only; LICENSE-tabler.txt is kept by hand.
LICENCES = {
    "inter": "fontsource-variable-inter-5.3.0/package/LICENSE",
    "tabler-icons": "tabler-icons-3.51.0/package/LICENSE",
    "htmx": "htmx.org-2.0.11/package/LICENSE",
}


def blocks(css: str) -> list[tuple[str, str]]:
    """Top-level (prelude, body) pairs; the body of an at-rule may hold blocks itself."""
    found: list[tuple[str, str]] = []
    position = 0
    while (opening := css.find("{", position)) != -1:
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        found.append((css[position:opening].strip(), css[opening + 1 : end - 1]))
        position = end
    return found


def kept_selectors(prelude: str) -> str:
    """The parts of a selector list that only speak of kept classes and plain elements."""
    parts = re.split(r",(?![^(]*\))", prelude)
    return ",".join(
        part
        for part in parts
        if "data-bs-theme=dark" not in part
        and "[dir=" not in part
        and "::-webkit-file" not in part
        and "::file-" not in part
        and all(KEPT_CLASSES.fullmatch(name) for name in re.findall(r"\.(-?[a-zA-Z_][\w-]*)", part))
    )


def trimmed(css: str) -> str:
    kept: list[str] = []
    for prelude, body in blocks(css):
        if prelude.startswith("@media"):
            if "print" in prelude:
                continue
            inner = trimmed(body)
            if inner:
                kept.append(f"{prelude}{{{inner}}}")
        elif prelude.startswith("@"):
            continue
        elif selectors := kept_selectors(prelude):
            kept.append(f"{selectors}{{{body}}}")
    return "\n".join(kept)


def without_unread_properties(css: str) -> str:
    """Drop declarations of custom properties that no kept rule reads, until nothing changes."""
    read = set(CUSTOM_PROPERTY_READ.findall(css))

    def kept(match: re.Match[str]) -> str:
        return match.group(0) if match.group(1) in read else ""

    shorter = EMPTY_RULE.sub("", CUSTOM_PROPERTY.sub(kept, css))
    return css if shorter == css else without_unread_properties(shorter)


def tabler(folder: Path) -> None:
    source = (folder / "tabler-core-1.6.1/package/dist/css/tabler.min.css").read_text()
    source = re.sub(r"/\*.*?\*/", "", source.replace('@charset "UTF-8";', ""), flags=re.DOTALL)
    css = without_unread_properties(trimmed(source))
    css = re.sub(r"/\*# sourceMappingURL.*", "", css)
    banner = "/* Tabler 1.6.1, MIT, Copyright 2018-2026 The Tabler Authors. Trimmed by tools/vendor_assets.py. */\n"
    (TARGET / "tabler-1.6.1.trimmed.css").write_text(banner + css + "\n")


def icons(folder: Path) -> None:
    """One sprite with the icons that `icons.txt` names: `name` or `our-name=tabler-name`, `filled/` for solid ones."""
    symbols: list[str] = []
    for line in (COMPONENTS / "icons.txt").read_text().split():
        ours, _, theirs = line.partition("=")
        path = theirs or ours
        kind, name = path.split("/") if "/" in path else ("outline", path)
        source = (folder / f"tabler-icons-3.51.0/package/icons/{kind}/{name}.svg").read_text()
        body = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
        if body is None:
            raise SystemExit(f"no drawing in {path}")
        drawing = re.sub(r"\s*\n\s*", "", body.group(1)).replace(" />", "/>")
        paint = (
            'fill="currentColor" stroke="none"'
            if kind == "filled"
            else 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
        )
        symbols.append(f'<symbol id="{ours}" viewBox="0 0 24 24" {paint}>{drawing}</symbol>')
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (TARGET / "icons-3.51.0.svg").write_text(sprite)


def main() -> None:
    folder = Path(sys.argv[1])
    TARGET.mkdir(parents=True, exist_ok=True)
    tabler(folder)
    icons(folder)
    shutil.copy(folder / "htmx.org-2.0.11/package/dist/htmx.min.js", TARGET / "htmx-2.0.11.min.js")
    inter = folder / "fontsource-variable-inter-5.3.0/package/files"
    shutil.copy(inter / "inter-latin-wght-normal.woff2", TARGET / "inter-latin-5.3.0.woff2")
    for name, licence in LICENCES.items():
        shutil.copy(folder / licence, TARGET / f"LICENSE-{name}.txt")
    for path in sorted(TARGET.iterdir()):
        print(f"{path.stat().st_size:8} {path.name}")


if __name__ == "__main__":
    main()
