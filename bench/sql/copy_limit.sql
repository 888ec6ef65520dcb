DROP SCHEMA IF EXISTS bench_copy CASCADE;
CREATE SCHEMA bench_copy;
CREATE TABLE bench_copy.product (sku text PRIMARY KEY);
CREATE TABLE bench_copy.merchant (reference text PRIMARY KEY);
INSERT INTO bench_copy.product SELECT sku FROM catalog_concreteproduct;
INSERT INTO bench_copy.merchant SELECT reference FROM parties_organization;
CREATE TABLE bench_copy.offer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_offer_reference text NOT NULL,
    concrete_sku text NOT NULL REFERENCES bench_copy.product,
    merchant_reference text NOT NULL REFERENCES bench_copy.merchant,
    merchant_sku text,
    is_active text,
    approval_status text
);
CREATE UNIQUE INDEX ON bench_copy.offer (lower(product_offer_reference));
CREATE UNIQUE INDEX ON bench_copy.offer (merchant_reference, merchant_sku) WHERE merchant_sku <> '';
CREATE INDEX ON bench_copy.offer (concrete_sku);
CREATE INDEX ON bench_copy.offer (merchant_reference);
ANALYZE bench_copy.product;
ANALYZE bench_copy.merchant;
