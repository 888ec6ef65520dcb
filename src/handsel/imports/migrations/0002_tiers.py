from django.db import migrations

# The volume prices of a file: [{"quantity": 5, "net_price": 8500, "gross_price": 10115}, ...] in minor units become what
# a price row keeps, ascending: [{"quantity": "5", "net": "85", "gross": "101.15"}]. What cannot be read becomes an
# object that names the problem. `imports_tiers_plain` makes two ways of writing the same numbers equal.
FORWARD = r"""
CREATE FUNCTION imports_minor(given jsonb, scale numeric) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN given IS NULL OR given = 'null' OR given = '""' THEN NULL
        WHEN jsonb_typeof(given) IN ('number', 'string') AND given #>> '{}' ~ '^[0-9]{1,15}$'
            THEN trim_scale((given #>> '{}')::numeric * scale)::text
        ELSE 'bad'
    END
$$;
CREATE FUNCTION imports_tiers(cell text, scale numeric) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    given jsonb;
    tier jsonb;
    quantity text;
    net text;
    gross text;
    found jsonb := '[]';
BEGIN
    IF NOT pg_input_is_valid(cell, 'jsonb') THEN RETURN '{"problem": "json"}'; END IF;
    given := cell::jsonb;
    IF jsonb_typeof(given) <> 'array' THEN RETURN '{"problem": "json"}'; END IF;
    FOR tier IN SELECT jsonb_array_elements(given) LOOP
        IF jsonb_typeof(tier) <> 'object' THEN RETURN '{"problem": "shape"}'; END IF;
        quantity := tier ->> 'quantity';
        IF quantity IS NULL THEN RETURN '{"problem": "shape"}'; END IF;
        IF quantity !~ '^[0-9]{1,10}([.][0-9]{1,4})?$' OR quantity::numeric < 2 THEN
            RETURN '{"problem": "quantity"}';
        END IF;
        net := imports_minor(tier -> 'net_price', scale);
        gross := imports_minor(tier -> 'gross_price', scale);
        IF net = 'bad' OR gross = 'bad' THEN RETURN '{"problem": "amount"}'; END IF;
        IF net IS NULL AND gross IS NULL THEN RETURN '{"problem": "shape"}'; END IF;
        found := found || jsonb_build_array(
            jsonb_build_object('quantity', trim_scale(quantity::numeric)::text, 'net', net, 'gross', gross)
        );
    END LOOP;
    IF (SELECT count(DISTINCT t ->> 'quantity') <> count(*) FROM jsonb_array_elements(found) t) THEN
        RETURN '{"problem": "twice"}';
    END IF;
    RETURN (SELECT coalesce(jsonb_agg(t ORDER BY (t ->> 'quantity')::numeric), '[]') FROM jsonb_array_elements(found) t);
END $$;
CREATE FUNCTION imports_tiers_plain(tiers jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_array(
        trim_scale((t ->> 'quantity')::numeric), trim_scale((t ->> 'net')::numeric), trim_scale((t ->> 'gross')::numeric)
    ) ORDER BY (t ->> 'quantity')::numeric), '[]') FROM jsonb_array_elements(tiers) t
$$;
"""
BACKWARD = """
DROP FUNCTION imports_tiers_plain(jsonb);
DROP FUNCTION imports_tiers(text, numeric);
DROP FUNCTION imports_minor(jsonb, numeric);
"""


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial"), ("core", "0003_merge_patch")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
