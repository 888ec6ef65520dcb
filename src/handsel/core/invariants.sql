-- What must be true of the data at every moment. Each query returns the rows that break it: none, in a sound database.
-- The words after `name:` are shown by the doctor; the first column of a row says which record is meant.

-- name: on hand and reserved are never negative (STOCK-2)
SELECT level.id, level.on_hand, level.reserved FROM stock_stocklevel level
WHERE level.on_hand < 0 OR level.reserved < 0;

-- name: what is reserved of a stock level is the sum of its open reservations (STOCK-7)
SELECT level.id, level.reserved, coalesce(sum(open.quantity), 0) AS held
FROM stock_stocklevel level
LEFT JOIN stock_reservation open ON open.level_id = level.id AND open.state = 'reserved'
GROUP BY level.id, level.reserved HAVING level.reserved <> coalesce(sum(open.quantity), 0);

-- name: a merchant keeps stock only in warehouses linked to it (STOCK-10)
SELECT offer.reference, warehouse.name FROM stock_stocklevel level
JOIN offers_offer offer ON offer.id = level.offer_id
JOIN stock_warehouse warehouse ON warehouse.id = level.warehouse_id
WHERE NOT EXISTS (
    SELECT 1 FROM stock_merchantwarehouse link
    WHERE link.merchant_id = offer.merchant_id AND link.warehouse_id = level.warehouse_id);

-- name: only an approved merchant is active (ORG-7)
SELECT organization.reference, merchant.status FROM parties_merchant merchant
JOIN parties_organization organization ON organization.id = merchant.organization_id
WHERE merchant.is_active AND merchant.status <> 'approved';

-- name: a merchant is an organization of kind merchant (ORG-1)
SELECT organization.reference, organization.kinds FROM parties_organization organization
JOIN parties_merchant merchant ON merchant.organization_id = organization.id
WHERE NOT 'merchant' = ANY(organization.kinds);

-- name: two organizations never have references that differ by case only (ORG-5)
SELECT lower(reference), count(*) FROM parties_organization GROUP BY lower(reference) HAVING count(*) > 1;

-- name: an organization with members has exactly one main account (ORG-4)
SELECT organization.reference, count(*) FILTER (WHERE membership.is_main_account) AS main_accounts
FROM parties_organization organization JOIN parties_membership membership ON membership.organization_id = organization.id
GROUP BY organization.reference HAVING count(*) FILTER (WHERE membership.is_main_account) <> 1;

-- name: the main account, and nobody else, has the organization's UID (ORG-4)
SELECT organization.reference, membership.uid FROM parties_membership membership
JOIN parties_organization organization ON organization.id = membership.organization_id
WHERE membership.is_main_account <> (membership.uid = organization.uid);

-- name: a UID is 15 digits, the last a check digit (ORG-3)
SELECT known.uid FROM (
    SELECT uid FROM parties_organization UNION SELECT uid FROM parties_membership
) known
WHERE known.uid !~ '^[0-9]{15}$' OR (
    SELECT sum(CASE WHEN place % 2 = 1 THEN digit WHEN digit > 4 THEN digit * 2 - 9 ELSE digit * 2 END)
    FROM (
        SELECT place, substr(reverse(known.uid), place, 1)::int AS digit FROM generate_series(1, 15) place
        WHERE known.uid ~ '^[0-9]{15}$'
    ) digits
) % 10 <> 0;

-- name: a contract is assigned to customer companies only (ORG-11)
SELECT contract.key, organization.reference FROM parties_contractassignee assigned
JOIN parties_contract contract ON contract.id = assigned.contract_id
JOIN parties_organization organization ON organization.id = assigned.organization_id
WHERE NOT 'customer' = ANY(organization.kinds);

-- name: a store's default currency is one of its currencies (STORE-1)
SELECT store.name FROM catalog_store store
WHERE store.default_currency_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM catalog_storecurrency link
    WHERE link.store_id = store.id AND link.currency_id = store.default_currency_id);

-- name: every category hangs on the tree, none on itself (CAT-8)
WITH RECURSIVE hanging AS (
    SELECT id FROM catalog_category WHERE parent_id IS NULL
    UNION ALL
    SELECT child.id FROM catalog_category child JOIN hanging ON child.parent_id = hanging.id
)
SELECT category.key FROM catalog_category category WHERE category.id NOT IN (SELECT id FROM hanging);

-- name: two offers never have references that differ by case only (OFFER-2)
SELECT lower(reference), count(*) FROM offers_offer GROUP BY lower(reference) HAVING count(*) > 1;

-- name: a merchant SKU is unique within its merchant (OFFER-4)
SELECT merchant_sku, merchant_id, count(*) FROM offers_offer WHERE merchant_sku <> ''
GROUP BY merchant_sku, merchant_id HAVING count(*) > 1;

-- name: an approved offer says since when, another does not (OFFER-9)
SELECT reference, approval_status, approved_at FROM offers_offer
WHERE (approval_status = 'approved') <> (approved_at IS NOT NULL);

-- name: a denied offer says why, another does not (OFFER-11)
SELECT reference, approval_status, denial_reason FROM offers_offer
WHERE (approval_status = 'denied') <> (denial_reason <> '');

-- name: a validity ends after it begins (OFFER-19)
SELECT reference, valid_from, valid_to FROM offers_offer WHERE valid_from >= valid_to
UNION ALL
SELECT sku, valid_from, valid_to FROM catalog_concreteproduct WHERE valid_from >= valid_to;

-- name: a change in the history of an offer changed something (OFFER-8)
SELECT offer.reference, change.at, change.area FROM offers_offerchange change
JOIN offers_offer offer ON offer.id = change.offer_id WHERE change.before = change.after;

-- name: the tiers of a price are in order, unique, from 2 on, on a DEFAULT with a base amount (PRICE-13, PRICE-14)
SELECT id, 'offer price' AS of FROM pricing_offerprice
WHERE NOT pricing_tiers_valid(tiers, net, gross) OR (price_type <> 'DEFAULT' AND tiers <> '[]')
UNION ALL
SELECT id, 'product price' FROM pricing_productprice
WHERE NOT pricing_tiers_valid(tiers, net, gross) OR (price_type <> 'DEFAULT' AND tiers <> '[]')
UNION ALL
SELECT id, 'contract price' FROM pricing_contractprice
WHERE NOT pricing_tiers_valid(tiers, net, gross) OR (price_type <> 'DEFAULT' AND tiers <> '[]');

-- name: an amount is zero or more (PRICE-12)
SELECT id, 'offer price' AS of FROM pricing_offerprice WHERE net < 0 OR gross < 0
UNION ALL SELECT id, 'product price' FROM pricing_productprice WHERE net < 0 OR gross < 0
UNION ALL SELECT id, 'contract price' FROM pricing_contractprice WHERE net < 0 OR gross < 0;

-- name: a contract prices only its own merchant's offers (PRICE-4)
SELECT contract.key, offer.reference FROM pricing_contractprice price
JOIN parties_contract contract ON contract.id = price.contract_id
JOIN offers_offer offer ON offer.id = price.offer_id
WHERE offer.merchant_id <> contract.merchant_id;

-- name: a board row is never newer than its product's mark (BOARD-3)
SELECT product.sku, store.name, board.version, coalesce(mark.version, 0) AS marked
FROM board_boardrow board
JOIN catalog_concreteproduct product ON product.id = board.concrete_product_id
JOIN catalog_store store ON store.id = board.store_id
LEFT JOIN catalog_productmark mark ON mark.concrete_product_id = board.concrete_product_id
WHERE board.version > coalesce(mark.version, 0);

-- name: an event counts as delivered only with a time after it happened (OUTBOX-2)
SELECT id, kind, at, delivered_at FROM core_outboxevent WHERE delivered_at < at;
