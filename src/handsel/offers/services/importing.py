"""Rows of files become offers, their stores and periods. Each step reads the table that `rows` names."""

from datetime import datetime

from handsel.audit.services import record_selected
from handsel.catalog.services.marking import touch_selected
from handsel.core.actors import Actor
from handsel.core.bulk import delete_marked, execute, insert_new, waiting_in
from handsel.core.transactions import step
from handsel.offers.models import Offer, OfferStore
from handsel.offers.services.approving import IMPORT_REASON
from handsel.offers.services.history import Area
from handsel.offers.states import IMPORT_ACTIONS, ApprovalStatus

QUANTITIES = ("minimum_quantity", "quantity_step", "pack_size")
OFFER_FIELDS = ("reference", "concrete_product_id", "merchant_id", "merchant_sku", "is_active", "approval_status")
STATUS = "CASE WHEN r.approval_status_given THEN r.approval_status ELSE t.approval_status END"
REASON = f"""
    CASE WHEN ({STATUS}) <> '{ApprovalStatus.DENIED}' THEN ''
    WHEN r.denial_reason_given AND r.denial_reason <> '' THEN r.denial_reason
    WHEN ({STATUS}) <> t.approval_status THEN '{IMPORT_REASON}'
    ELSE t.denial_reason END
"""
# What is sold in no store shows nowhere, whatever changes about it.
PRODUCTS = """
    SELECT o.concrete_product_id FROM offers_offer o WHERE o.id IN (SELECT {column} FROM {rows})
    AND EXISTS (SELECT 1 FROM offers_offerstore sold WHERE sold.offer_id = o.id)
"""


def lock_offers_of(*, rows: str, column: str) -> None:
    """Lock the offers that waiting rows are about, in the order of their keys, before anything of theirs (TX-2)."""
    execute(f"SELECT 1 FROM offers_offer WHERE id IN (SELECT {column} FROM {rows}) ORDER BY id FOR NO KEY UPDATE")


@step
def keep_history(*, selection: str, actor: Actor, at: datetime) -> None:
    """Keep what the SQL `selection` (offer_id, area, before, after) tells, together with the change (OFFER-8)."""
    execute(
        "INSERT INTO offers_offerchange (offer_id, area, before, after, at, actor_user_id, actor_organization_id,"
        " on_behalf_of_user_id, on_behalf_of_organization_id, source)"
        f" SELECT told.*, %s, %s::bigint, %s::bigint, %s::bigint, %s::bigint, %s"
        f" FROM ({selection}) told(offer_id, area, before, after) ORDER BY offer_id",
        [
            at,
            actor.user_id,
            actor.organization_id,
            actor.on_behalf_of_user_id,
            actor.on_behalf_of_organization_id,
            actor.channel,
        ],
    )


@step
def apply_offers(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change offers; the operator's file may set any approval from any (OFFER-5, OFFER-14).

    A new offer is in no store yet, so nothing shows differently and its product is not marked.
    """
    # Before any mark: whoever switches one of these merchants waits here, and never for a mark that waits for him.
    execute(
        "SELECT 1 FROM parties_merchant WHERE organization_id IN"
        f" (SELECT merchant_id FROM {rows} WHERE target_id IS NULL) ORDER BY organization_id FOR SHARE"
    )
    if waiting_in(rows).changed:
        lock_offers_of(rows=rows, column="target_id")
        keep_history(selection=_offer_changes(rows), actor=actor, at=at)
        _audit_moves(rows, actor, at)
        _update_offers(rows, at)
        touch_selected(PRODUCTS.format(column="target_id", rows=rows))
    insert_new(
        rows=rows,
        model=Offer,
        fields=(*OFFER_FIELDS, *QUANTITIES),
        also={
            "denial_reason": f"CASE WHEN r.approval_status = '{ApprovalStatus.DENIED}'"
            f" THEN coalesce(nullif(r.denial_reason, ''), '{IMPORT_REASON}') ELSE '' END",
            "approved_at": f"CASE WHEN r.approval_status = '{ApprovalStatus.APPROVED}' THEN {_instant(at)} END",
            "created_at": _instant(at),
            "updated_at": _instant(at),
            "created_by_id": "NULL" if actor.user_id is None else str(int(actor.user_id)),
        },
    )


def _instant(at: datetime) -> str:
    return f"'{at.isoformat()}'::timestamptz"


def _offer_changes(rows: str) -> str:
    """Per offer and area the fields that differ, as the history of a form keeps them."""
    quantities = ", ".join(
        f"('{Area.OFFER}', '{name}', to_jsonb(trim_scale(t.{name})::text), to_jsonb(trim_scale(r.{name})::text),"
        f" r.{name}_given)"
        for name in QUANTITIES
    )
    return f"""
        SELECT t.id, told.area, told.before, told.after
        FROM {rows} r JOIN offers_offer t ON t.id = r.target_id
        CROSS JOIN LATERAL (
            SELECT area, jsonb_object_agg(name, old) AS before, jsonb_object_agg(name, new) AS after
            FROM (VALUES
                ('{Area.OFFER}', 'merchant_sku', to_jsonb(t.merchant_sku), to_jsonb(r.merchant_sku),
                    r.merchant_sku_given),
                {quantities},
                ('{Area.VISIBILITY}', 'is_active', to_jsonb(t.is_active), to_jsonb(r.is_active), r.is_active_given),
                ('{Area.APPROVAL}', 'approval_status', to_jsonb(t.approval_status), to_jsonb({STATUS}), TRUE),
                ('{Area.APPROVAL}', 'denial_reason', to_jsonb(t.denial_reason), to_jsonb({REASON}), TRUE)
            ) fields(area, name, old, new, is_given)
            WHERE is_given AND old IS DISTINCT FROM new GROUP BY area
        ) told
    """


def _audit_moves(rows: str, actor: Actor, at: datetime) -> None:
    actions = " ".join(f"WHEN '{status}' THEN 'offer.{action}'" for status, action in IMPORT_ACTIONS.items())
    moved = (
        f"SELECT CASE r.approval_status {actions} END AS action, t.id AS subject_id, t.approval_status AS from_state,"
        f" r.approval_status AS to_state, coalesce(nullif({REASON}, ''), '{IMPORT_REASON}') AS reason"
        f" FROM {rows} r JOIN offers_offer t ON t.id = r.target_id"
        " WHERE r.approval_status_given AND r.approval_status <> t.approval_status"
    )
    record_selected(actor=actor, model=Offer, selection=moved, at=at)


def _update_offers(rows: str, at: datetime) -> None:
    plain = ("merchant_sku", "is_active", *QUANTITIES)
    settings = ", ".join(f"{name} = CASE WHEN r.{name}_given THEN r.{name} ELSE t.{name} END" for name in plain)
    execute(
        f"UPDATE offers_offer t SET {settings}, approval_status = {STATUS}, denial_reason = {REASON},"
        f" approved_at = CASE WHEN ({STATUS}) <> '{ApprovalStatus.APPROVED}' THEN NULL"
        f" WHEN t.approval_status = '{ApprovalStatus.APPROVED}' THEN t.approved_at ELSE %s END, updated_at = %s"
        f" FROM {rows} r WHERE t.id = r.target_id",
        [at, at],
    )


@step
def apply_offer_stores(*, rows: str, actor: Actor, at: datetime) -> None:
    """Sell offers in stores, and no longer where rows say to remove them (OFFER-7, IMPORT-23)."""
    lock_offers_of(rows=rows, column="offer_id")
    keep_history(selection=_store_changes(rows), actor=actor, at=at)
    delete_marked(rows=rows, model=OfferStore)
    insert_new(rows=rows, model=OfferStore, fields=("offer_id", "store_id"))
    execute(f"UPDATE offers_offer SET updated_at = %s WHERE id IN (SELECT offer_id FROM {rows})", [at])
    touch_selected(f"SELECT concrete_product_id FROM offers_offer WHERE id IN (SELECT offer_id FROM {rows})")


def _store_changes(rows: str) -> str:
    return f"""
        SELECT changed.offer_id, '{Area.STORES}',
            jsonb_build_object('stores', coalesce(jsonb_agg(s.name ORDER BY s.name) FILTER (WHERE was), '[]')),
            jsonb_build_object('stores', coalesce(jsonb_agg(s.name ORDER BY s.name) FILTER (WHERE will), '[]'))
        FROM (
            SELECT offer_id, store_id, bool_or(was) AS was, bool_and(will) AS will FROM (
                SELECT l.offer_id, l.store_id, TRUE AS was, TRUE AS will FROM offers_offerstore l
                WHERE l.offer_id IN (SELECT offer_id FROM {rows})
                UNION ALL SELECT r.offer_id, r.store_id, r.target_id IS NOT NULL, NOT r.is_delete FROM {rows} r
            ) links GROUP BY offer_id, store_id
        ) changed JOIN catalog_store s ON s.id = changed.store_id
        GROUP BY changed.offer_id HAVING bool_or(was <> will)
    """


@step
def apply_validities(*, rows: str, actor: Actor, at: datetime) -> None:
    """Give offers their period; a cleared bound is open (OFFER-7, OFFER-19, IMPORT-26)."""
    lock_offers_of(rows=rows, column="offer_id")
    fields = ", ".join(
        f"('{name}', to_jsonb(t.{name}), to_jsonb(r.{name}), r.{name}_given)" for name in ("valid_from", "valid_to")
    )
    changes = f"""
        SELECT t.id, '{Area.VALIDITY}', jsonb_object_agg(name, old), jsonb_object_agg(name, new)
        FROM {rows} r JOIN offers_offer t ON t.id = r.offer_id
        CROSS JOIN LATERAL (VALUES {fields}) fields(name, old, new, is_given)
        WHERE is_given AND old IS DISTINCT FROM new GROUP BY t.id
    """
    keep_history(selection=changes, actor=actor, at=at)
    settings = ", ".join(
        f"{name} = CASE WHEN r.{name}_given THEN r.{name} ELSE t.{name} END" for name in ("valid_from", "valid_to")
    )
    execute(f"UPDATE offers_offer t SET {settings}, updated_at = %s FROM {rows} r WHERE t.id = r.offer_id", [at])
    touch_selected(PRODUCTS.format(column="offer_id", rows=rows))
