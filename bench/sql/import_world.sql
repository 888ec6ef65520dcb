TRUNCATE catalog_store, catalog_currency, catalog_taxset, catalog_category, catalog_abstractproduct,
    parties_organization, parties_user, imports_importrun CASCADE;
INSERT INTO catalog_category (key, name, meta_title, is_active, is_in_menu, is_searchable, node_order, image)
VALUES ('bench', '{}', '{}', true, true, true, 0, '');
INSERT INTO parties_organization (reference, public_id, uid, name, kinds, status)
SELECT 'M-' || n, 'org_' || n, lpad(n::text, 15, '0'), 'Merchant ' || n, ARRAY['merchant'], 'approved' FROM generate_series(1, 50) n;
INSERT INTO parties_merchant (organization_id, registration_number, status, is_active, is_trusted,
    is_open_for_relation_request, email, url, contact_person, public_email, public_phone, fax_number, logo_url,
    banner_url, texts, latitude, longitude)
SELECT id, '', 'approved', true, true, false, '', '{}', '{}', '', '', '', '', '', '{}', '', '' FROM parties_organization;
INSERT INTO catalog_abstractproduct (sku, kind, category_id, category_order, name, description, url, meta, attributes,
    brand, color_code, image, approval_status, is_shared)
SELECT 'ABS-' || n, 'goods', (SELECT id FROM catalog_category), 0, '{}', '{}', '{}', '{}', '{}', '', '', '', 'approved', true
FROM generate_series(1, 200000) n;
INSERT INTO catalog_concreteproduct (sku, abstract_product_id, name, description, attributes, is_searchable, gtin, image,
    unit, minimum_quantity, quantity_step, pack_size, is_quantity_splittable, bundled, is_active)
SELECT 'SKU-' || substr(sku, 5), id, '{}', '{}', '{}', '{}', '', '', 'piece', 1, 1, 1, true, '', true FROM catalog_abstractproduct;
ANALYZE;
