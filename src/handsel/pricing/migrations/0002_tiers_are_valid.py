from django.db import migrations

# A tier is {"quantity": "5", "net": "8.50" | null, "gross": "10.12" | null}: decimal strings, so nothing is rounded.
FORWARD = r"""
CREATE FUNCTION pricing_tiers_valid(tiers jsonb, net numeric, gross numeric) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    tier jsonb;
    threshold numeric;
    previous numeric := 1;
BEGIN
    IF jsonb_typeof(tiers) <> 'array' THEN RETURN false; END IF;
    IF jsonb_array_length(tiers) = 0 THEN RETURN true; END IF;
    IF net IS NULL AND gross IS NULL THEN RETURN false; END IF;
    FOR tier IN SELECT jsonb_array_elements(tiers) LOOP
        IF jsonb_typeof(tier) <> 'object' OR coalesce(jsonb_typeof(tier->'quantity'), '') <> 'string' THEN RETURN false; END IF;
        IF NOT pg_input_is_valid(tier->>'quantity', 'numeric') THEN RETURN false; END IF;
        threshold := (tier->>'quantity')::numeric;
        IF threshold < 2 OR threshold <= previous THEN RETURN false; END IF;
        previous := threshold;
        IF tier->>'net' IS NULL AND tier->>'gross' IS NULL THEN RETURN false; END IF;
        IF tier->>'net' IS NOT NULL AND
            (NOT pg_input_is_valid(tier->>'net', 'numeric(18,3)') OR (tier->>'net')::numeric < 0) THEN RETURN false; END IF;
        IF tier->>'gross' IS NOT NULL AND
            (NOT pg_input_is_valid(tier->>'gross', 'numeric(18,3)') OR (tier->>'gross')::numeric < 0) THEN RETURN false; END IF;
    END LOOP;
    RETURN true;
END $$;
ALTER TABLE pricing_offerprice ADD CONSTRAINT offer_price_tiers
    CHECK (pricing_tiers_valid(tiers, net, gross) AND (price_type = 'DEFAULT' OR tiers = '[]'));
ALTER TABLE pricing_productprice ADD CONSTRAINT product_price_tiers
    CHECK (pricing_tiers_valid(tiers, net, gross) AND (price_type = 'DEFAULT' OR tiers = '[]'));
ALTER TABLE pricing_contractprice ADD CONSTRAINT contract_price_tiers
    CHECK (pricing_tiers_valid(tiers, net, gross) AND (price_type = 'DEFAULT' OR tiers = '[]'));
"""
BACKWARD = """
ALTER TABLE pricing_offerprice DROP CONSTRAINT offer_price_tiers;
ALTER TABLE pricing_productprice DROP CONSTRAINT product_price_tiers;
ALTER TABLE pricing_contractprice DROP CONSTRAINT contract_price_tiers;
DROP FUNCTION pricing_tiers_valid(jsonb, numeric, numeric);
"""


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
