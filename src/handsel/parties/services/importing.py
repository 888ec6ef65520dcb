"""Rows of files become merchants, companies, members and contracts. Each step reads the table that `rows` names."""

from datetime import datetime

from handsel.core.actors import Actor
from handsel.core.bulk import execute, fetch, insert_new, update_changed
from handsel.core.ids import new_uid
from handsel.core.transactions import step
from handsel.parties.models import Contract, Merchant, Organization
from handsel.parties.models.organizations import new_organization_id
from handsel.parties.states import MerchantStatus, OrganizationStatus

MERCHANT_FIELDS = ("registration_number", "status", "email", "is_open_for_relation_request", "is_trusted")
PROFILE_FIELDS = ("banner_url", "logo_url", "public_email", "public_phone", "fax_number", "longitude", "latitude")
# What a company is called on the marketplace follows from whether its merchant may sell.
STATUS_OF_ORGANIZATION = (
    f"CASE r.status WHEN '{MerchantStatus.APPROVED}' THEN '{OrganizationStatus.APPROVED}'"
    f" WHEN '{MerchantStatus.DENIED}' THEN '{OrganizationStatus.DENIED}' ELSE '{OrganizationStatus.WAITING}' END"
)
ADD_KINDS = """
    UPDATE parties_organization t SET kinds = (
        SELECT array_agg(kind ORDER BY array_position(ARRAY['customer', 'merchant', 'reseller', 'operator'], kind))
        FROM (SELECT unnest(t.kinds)::text AS kind UNION SELECT unnest({kinds})::text) both_kinds
    )
    FROM {rows} r WHERE lower(t.reference) = lower(r.reference) AND NOT t.kinds::text[] @> ({kinds})::text[]
"""


@step
def apply_merchants(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change merchants; a known company becomes one, and denying one switches it off (ORG-5, ORG-7).

    The caller marks the products of the changed ones.
    """
    del actor
    _lock_organizations(rows)
    _create_organizations(rows, status=STATUS_OF_ORGANIZATION, at=at)
    execute(ADD_KINDS.format(rows=rows, kinds="ARRAY['merchant']"))
    execute(
        f"UPDATE parties_organization t SET name = CASE WHEN r.name_given THEN r.name ELSE t.name END,"
        f" status = CASE WHEN r.status_given AND r.status = '{MerchantStatus.APPROVED}'"
        f" AND t.status = '{OrganizationStatus.WAITING}' THEN '{OrganizationStatus.APPROVED}' ELSE t.status END"
        f" FROM {rows} r WHERE lower(t.reference) = lower(r.reference)"
    )
    is_active = "(CASE WHEN r.is_active_given THEN r.is_active ELSE t.is_active END)"
    status = "(CASE WHEN r.status_given THEN r.status ELSE t.status END)"
    update_changed(
        rows=rows,
        model=Merchant,
        fields=MERCHANT_FIELDS,
        json_fields=("url",),
        also={"is_active": f"{is_active} AND {status} = '{MerchantStatus.APPROVED}'"},
    )
    organization = "(SELECT id FROM parties_organization WHERE lower(reference) = lower(r.reference))"
    insert_new(
        rows=rows,
        model=Merchant,
        fields=(*MERCHANT_FIELDS, "is_active"),
        json_fields=("url",),
        also={"organization_id": organization},
    )


@step
def apply_profiles(*, rows: str, actor: Actor, at: datetime) -> None:
    """Change what merchants say about themselves; the caller marks their products."""
    del actor, at
    update_changed(rows=rows, model=Merchant, fields=PROFILE_FIELDS, json_fields=("contact_person", "texts"))


@step
def apply_companies(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change organizations; kinds are added and never taken away (ORG-1, ORG-5).

    One that sells starts as a merchant that waits for approval (ORG-7).
    """
    del actor
    _lock_organizations(rows)
    _create_organizations(rows, status="r.status", at=at)
    execute(ADD_KINDS.format(rows=rows, kinds="r.kinds::text[]"))
    update_changed(rows=rows, model=Organization, fields=("name", "status"))
    sellers = (
        f"(SELECT r.line, t.id AS organization_id FROM parties_organization t JOIN {rows} r"
        " ON lower(t.reference) = lower(r.reference) WHERE 'merchant' = ANY(t.kinds)"
        " AND NOT EXISTS (SELECT 1 FROM parties_merchant m WHERE m.organization_id = t.id))"
    )
    insert_new(rows=sellers, model=Merchant, fields=("organization_id",), where="TRUE")


@step
def apply_contracts(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change contracts; the companies listed get its prices, others no longer do (ORG-11)."""
    del actor, at
    update_changed(rows=rows, model=Contract, fields=("owner_id",))
    insert_new(rows=rows, model=Contract, fields=("key", "merchant_id", "owner_id"))
    listed = f"(SELECT c.id, r.assignee_ids FROM parties_contract c JOIN {rows} r ON lower(c.key) = lower(r.key)"
    listed += " WHERE r.assignee_ids_given)"
    execute(
        f"DELETE FROM parties_contractassignee a USING {listed} l"
        " WHERE a.contract_id = l.id AND a.organization_id <> ALL(l.assignee_ids)"
    )
    execute(
        "INSERT INTO parties_contractassignee (contract_id, organization_id)"
        f" SELECT l.id, unnest(l.assignee_ids) FROM {listed} l ORDER BY 1, 2 ON CONFLICT DO NOTHING"
    )


def _lock_organizations(rows: str) -> None:
    execute(
        "SELECT 1 FROM parties_organization WHERE lower(reference) IN"
        f" (SELECT lower(reference) FROM {rows}) ORDER BY id FOR NO KEY UPDATE"
    )


def _create_organizations(rows: str, *, status: str, at: datetime) -> None:
    """Create the organizations whose reference nobody has, each with ids of its own (ORG-3, ID-2)."""
    unknown = (
        f"{rows} r WHERE NOT EXISTS"
        " (SELECT 1 FROM parties_organization o WHERE lower(o.reference) = lower(r.reference))"
    )
    [[count]] = fetch(f"SELECT count(*) FROM {unknown}")
    uid = "coalesce(r.uid, made.uid)" if _has_uids(rows) else "made.uid"
    execute(
        "INSERT INTO parties_organization (reference, public_id, uid, name, kinds, status, created_at)"
        f" SELECT r.reference, made.public_id, {uid}, r.name, '{{}}', {status}, %s"
        f" FROM (SELECT r.*, row_number() OVER (ORDER BY line) AS place FROM {unknown}) r"
        " JOIN unnest(%s::text[], %s::text[]) WITH ORDINALITY AS made(public_id, uid, place) USING (place)"
        " ORDER BY r.line",
        [at, [new_organization_id() for _ in range(count)], [new_uid() for _ in range(count)]],
    )


def _has_uids(rows: str) -> bool:
    """Whether the waiting rows may bring their own UIDs."""
    found = fetch(
        "SELECT count(*) FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'uid' AND NOT attisdropped",
        [rows],
    )
    return bool(found[0][0])
