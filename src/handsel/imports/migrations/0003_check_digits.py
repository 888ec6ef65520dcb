from django.db import migrations

# Whether a text is a UID: 15 digits of which the last is the Luhn check digit of the others (ORG-3).
FORWARD = """
CREATE FUNCTION imports_is_uid(given text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT given ~ '^[0-9]{15}$' AND (
        SELECT sum(CASE WHEN place % 2 = 1 THEN digit WHEN digit > 4 THEN digit * 2 - 9 ELSE digit * 2 END) % 10 = 0
        FROM (
            SELECT substr(given, place, 1)::int AS digit, place FROM generate_series(1, 15) place
            WHERE given ~ '^[0-9]{15}$'
        ) digits
    )
$$;
"""
BACKWARD = "DROP FUNCTION imports_is_uid(text);"


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_tiers")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
