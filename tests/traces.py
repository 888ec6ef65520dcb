"""What an operation left behind: the audit rows it wrote, the products it marked, or nothing at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from handsel.audit.models import AuditEntry
from handsel.catalog.models import ConcreteProduct, ProductMark


def contents() -> dict[str, str]:
    """A digest of every row of every table of the project's packages."""
    packages = tuple(f"{app.label}_" for app in apps.get_app_configs() if app.name.startswith("handsel."))
    tables = sorted(table for table in connection.introspection.table_names() if table.startswith(packages))
    one = "SELECT '{0}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {0} t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in tables))
        return dict(cursor.fetchall())


@contextmanager
def nothing_written() -> Iterator[None]:
    """Assert that the block, a refusal inside it included, changes no row of any table."""
    before = contents()
    yield
    after = contents()
    assert [table for table in before if before[table] != after[table]] == []


def audited() -> list[tuple[str, str, str]]:
    """Action, state before and state after of every audit row, oldest first."""
    return list(AuditEntry.objects.order_by("pk").values_list("action", "from_state", "to_state"))


def version_of(product: ConcreteProduct) -> int:
    """How often a product was marked."""
    return ProductMark.objects.filter(pk=product.pk).values_list("version", flat=True).first() or 0


@contextmanager
def one_audit_row(action: str) -> Iterator[None]:
    """Assert that the block writes exactly one audit row, for this action."""
    before = AuditEntry.objects.count()
    yield
    written = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[before:]
    assert written == [action]


@contextmanager
def marked(*products: ConcreteProduct, among: list[ConcreteProduct] | None = None) -> Iterator[None]:
    """Assert that the block marks these products, each at least once, and none of the others in `among`."""
    watched = [*products, *(among or [])]
    before = {product.pk: version_of(product) for product in watched}
    yield
    risen = {product.sku for product in watched if version_of(product) > before[product.pk]}
    assert risen == {product.sku for product in products}
