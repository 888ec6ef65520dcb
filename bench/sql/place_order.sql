\set cart random(1, 20000)
\set first random(1, 10000)
\set second random(10001, 20000)
\set replay random(1, 1000000000000)
SET search_path TO bench_order;
BEGIN;
SELECT id FROM cart WHERE id = :cart FOR NO KEY UPDATE;
SELECT id, merchant_id FROM offer WHERE id IN (:first, :second) ORDER BY id FOR NO KEY UPDATE;
UPDATE stock_level SET reserved = reserved + 1 WHERE offer_id = :first AND on_hand - reserved >= 1;
UPDATE stock_level SET reserved = reserved + 1 WHERE offer_id = :second AND on_hand - reserved >= 1;
INSERT INTO orders (cart_id, reference, total) VALUES (:cart, 'H-' || :replay || '-' || :client_id, 42.00) RETURNING id AS order_id \gset
INSERT INTO merchant_order (order_id, merchant_id) VALUES (:order_id, 1) RETURNING id AS first_part \gset
INSERT INTO merchant_order (order_id, merchant_id) VALUES (:order_id, 2) RETURNING id AS second_part \gset
INSERT INTO line (merchant_order_id, offer_id, quantity, unit) VALUES (:first_part, :first, 1, 20.00), (:second_part, :second, 1, 22.00);
INSERT INTO shipment (merchant_order_id, method) VALUES (:first_part, 'parcel'), (:second_part, 'parcel');
INSERT INTO schedule_row (order_id, amount, due_at) VALUES (:order_id, 42.00, now());
INSERT INTO audit (action, subject_id) VALUES ('order.placed', :order_id);
INSERT INTO outbox (kind, payload) VALUES ('order.placed', '{"order": 1}');
INSERT INTO idempotency (key, body) VALUES (:replay || '-' || :client_id, '{"status": 201}');
COMMIT;
