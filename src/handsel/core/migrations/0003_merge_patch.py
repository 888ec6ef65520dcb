from django.db import migrations

# JSON merge patch (RFC 7396) for values such as {locale: text}: null removes a key, and what became empty goes too.
FORWARD = """
CREATE FUNCTION core_merge_patch(target jsonb, patch jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    step text;
    told jsonb;
    merged jsonb;
BEGIN
    IF jsonb_typeof(patch) IS DISTINCT FROM 'object' THEN RETURN patch; END IF;
    IF jsonb_typeof(target) IS DISTINCT FROM 'object' THEN target := '{}'; END IF;
    FOR step, told IN SELECT key, value FROM jsonb_each(patch) LOOP
        IF told = 'null' THEN
            target := target - step;
        ELSE
            merged := core_merge_patch(target -> step, told);
            IF merged = '{}' THEN target := target - step;
            ELSE target := target || jsonb_build_object(step, merged);
            END IF;
        END IF;
    END LOOP;
    RETURN target;
END $$;
"""
BACKWARD = "DROP FUNCTION core_merge_patch(jsonb, jsonb);"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_extensions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
