"""No page makes a browser ask anybody else, and none runs what the content policy forbids."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handsel.config.middleware import CONTENT_SECURITY_POLICY
from tests.architecture.source import PACKAGE, ROOT

NAMESPACE = re.compile(r"https?://www\.w3\.org/")
ELSEWHERE = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE)
LOADING = re.compile(
    r"""(?:\b(?:src|srcset|href|action|formaction|poster|data|hx-(?:get|post|put|patch|delete))\s*=\s*["']?|url\(\s*["']?|@import\s+["']?)"""
    r"""\s*((?:https?:)?//[^"'\s)>]+)""",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=|javascript:",
    re.IGNORECASE,
)
TEXT = {".html", ".css", ".js", ".svg", ".txt", ".xml"}


def files(kind: str) -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*")):
        if kind in path.parts and path.suffix in TEXT and path.is_file():
            yield path


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def loads_elsewhere(text: str) -> list[str]:
    return [match[1] for match in LOADING.finditer(text) if not NAMESPACE.match(match[1])]


def test_no_template_and_no_asset_loads_from_another_host() -> None:
    found = {
        relative(path): loads_elsewhere(path.read_text()) for kind in ("templates", "static") for path in files(kind)
    }
    assert {path: hosts for path, hosts in found.items() if hosts} == {}


def test_templates_and_our_own_assets_name_no_other_host_at_all() -> None:
    """Mail templates and licences may; what a browser reads may not, XML namespaces apart."""
    named = {}
    for path in [*files("templates"), *files("static")]:
        if "vendor" in path.parts or path.suffix == ".txt":
            continue
        hosts = [match[0] for match in ELSEWHERE.finditer(NAMESPACE.sub("", path.read_text())) if "{{" not in match[0]]
        if hosts:
            named[relative(path)] = hosts
    assert named == {}


def test_no_template_has_inline_script_or_style() -> None:
    found = {
        relative(path): [match[0].strip() for match in INLINE.finditer(path.read_text())]
        for path in files("templates")
        if path.suffix == ".html"
    }
    assert {path: sins for path, sins in found.items() if sins} == {}


def test_the_content_policy_lets_nothing_from_elsewhere_in() -> None:
    policy = dict(part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert not {"unsafe-inline", "unsafe-eval", "*", "http:", "https:"} & set(
        re.split(r"[\s';]+", CONTENT_SECURITY_POLICY)
    )


@pytest.mark.parametrize(
    ("planted", "seen"),
    [
        ('<script src="https://cdn.example.com/x.js">', ["https://cdn.example.com/x.js"]),
        ("<img src=//cdn.example.com/x.png>", ["//cdn.example.com/x.png"]),
        ("@import 'https://fonts.example.com/css';", ["https://fonts.example.com/css"]),
        ("a { background: url(http://x.example.com/y) }", ["http://x.example.com/y"]),
        ('<svg xmlns="http://www.w3.org/2000/svg">', []),
        ('<a href="/de/de/">', []),
    ],
)
def test_a_planted_address_is_seen(planted: str, seen: list[str]) -> None:
    assert loads_elsewhere(planted) == seen
