"""The written side agrees with the code: links, rule numbers, words, decisions, error codes, coverage."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from django.apps import apps

import handsel
from handsel.api.glue import errors as glue_errors
from handsel.core.errors import DomainError
from handsel.imports.words import WORDS
from tools import coverage

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
AREAS = "ORG|RIGHT|STORE|CAT|OFFER|SHOW|PRICE|SORT|STOCK|BOARD|IMPORT|API|MONEY|TIME|ID|STATE|TX|AUDIT|OUTBOX"  # docs/rules.md
RULE = re.compile(rf"\b(?:{AREAS})-\d+\b")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Every Markdown page of the project, the READMEs of its packages included."""
    roots = [
        DOCS,
        *(ROOT / name for name in ("src", "tests", "bench", "demo", "deploy", "tools") if (ROOT / name).is_dir()),
    ]
    return sorted([*ROOT.glob("*.md"), *(page for root in roots for page in root.rglob("*.md"))])


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", CODE_BLOCK.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def table_of(page: Path, *, header: str) -> list[list[str]]:
    """The cells of each row of the table whose first header cell is `header`."""
    lines = page.read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {header} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def rule_ids() -> list[str]:
    return re.findall(rf"^\| ((?:{AREAS})-\d+) \|", (DOCS / "rules.md").read_text(), re.MULTILINE)


def test_every_relative_link_of_every_page_leads_to_something() -> None:
    dead = []
    for page in pages():
        for target in LINK.findall(CODE_BLOCK.sub("", page.read_text())):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors_of(file)):
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert dead == []


def test_every_rule_number_is_given_once_and_in_order() -> None:
    ids = rule_ids()
    assert [id_ for id_, count in Counter(ids).items() if count > 1] == []
    numbers = [(area, int(number)) for area, number in (id_.split("-") for id_ in ids)]
    assert [f"{a}-{m} after {a}-{n}" for (a, n), (b, m) in pairwise(numbers) if a == b and m != n + 1] == []


def test_every_rule_that_code_or_a_page_cites_exists() -> None:
    known = set(rule_ids())
    sources = [path for name in ("src", "tests", "bench", "tools") for path in (ROOT / name).rglob("*.py")]
    unknown = [
        f"{path.relative_to(ROOT)}: {id_}"
        for path in [*sources, *pages()]
        for id_ in RULE.findall(path.read_text())
        if id_ not in known
    ]
    assert unknown == []


def test_every_model_has_a_word_in_the_glossary() -> None:
    named = set(re.findall(r"`(\w+)`", " ".join(row[2] for row in table_of(DOCS / "glossary.md", header="Word"))))
    models = {
        model.__name__
        for app in apps.get_app_configs()
        if app.name.startswith("handsel.")
        for model in app.get_models()
        if not model._meta.proxy
    }
    assert sorted(models - named) == []


def test_every_model_and_module_the_glossary_names_exists() -> None:
    cells = " ".join(row[2] for row in table_of(DOCS / "glossary.md", header="Word"))
    models = {model.__name__ for model in apps.get_models()}
    names = set(re.findall(r"`([\w.]+)`", cells))
    assert sorted(name for name in names if name not in models and not module_exists(name)) == []


def module_exists(name: str) -> bool:
    path = ROOT / "src" / "handsel" / Path(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def test_every_decision_is_one_short_page_and_stands_in_the_index() -> None:
    index = (DOCS / "decisions" / "README.md").read_text()
    decisions = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [page.name[:4] for page in decisions] == [f"{number:04d}" for number in range(1, len(decisions) + 1)]
    assert [page.name for page in decisions if page.name not in index] == []
    assert [page.name for page in decisions if len(page.read_text().splitlines()) > 60] == []


def refusals() -> Iterator[type[DomainError]]:
    """Every refusal that some module of the project defines."""
    for module in pkgutil.walk_packages(handsel.__path__, "handsel."):
        if not {"tests", "migrations", "config", "cli", "factories"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    waiting = [DomainError]
    while waiting:
        known = waiting.pop()
        yield known
        waiting.extend(known.__subclasses__())


def test_every_error_code_is_documented_with_its_status() -> None:
    listed = {(row[0].strip("`"), row[1]) for row in table_of(DOCS / "errors.md", header="Code")}
    defined = {(error.code, str(error.http_status)) for error in refusals() if error.__module__.startswith("handsel.")}
    assert {"undocumented": sorted(defined - listed), "gone": sorted(listed - defined)} == {
        "undocumented": [],
        "gone": [],
    }


def test_every_code_of_the_storefront_contract_is_documented_with_its_status() -> None:
    listed = {(row[0].strip("`"), row[1]) for row in table_of(DOCS / "errors.md", header="Number or word")}
    defined = {(p.code, str(p.status)) for p in vars(glue_errors).values() if isinstance(p, glue_errors.Problem)}
    assert {"undocumented": sorted(defined - listed), "gone": sorted(listed - defined)} == {
        "undocumented": [],
        "gone": [],
    }


def test_every_code_of_a_row_of_a_file_is_documented_with_its_words() -> None:
    listed = [(row[0].strip("`"), row[1]) for row in table_of(DOCS / "errors.md", header="Code of a row")]
    assert sorted(listed) == sorted((code, str(words)) for code, words in WORDS.items())


def test_every_environment_variable_is_documented() -> None:
    environment = (ROOT / "src" / "handsel" / "config" / "environment.py").read_text()
    read = set(re.findall(r"read\.\w+\(\s*\"([A-Z_]+)\"", environment)) | {"HANDSEL_LOG_FORMAT"}
    listed = {row[0].strip("`") for row in table_of(DOCS / "how-to" / "deploy.md", header="Variable")}
    assert {"undocumented": read - listed, "gone": listed - read} == {"undocumented": set(), "gone": set()}


def test_every_sentence_of_the_specification_is_shown_or_says_what_it_waits_for() -> None:
    assert coverage.problems_of(coverage.rows_of((ROOT / coverage.PAGE).read_text()), root=ROOT) == []
