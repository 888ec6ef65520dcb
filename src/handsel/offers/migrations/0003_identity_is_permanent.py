from django.db import migrations

FORWARD = """
CREATE FUNCTION offer_identity_is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'reference, SKU and merchant of offer % never change (OFFER-2, OFFER-5)', OLD.reference
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'offer_identity_is_permanent';
END $$;
CREATE TRIGGER offer_identity_is_permanent BEFORE UPDATE ON offers_offer
    FOR EACH ROW WHEN (
        OLD.reference IS DISTINCT FROM NEW.reference
        OR OLD.concrete_product_id IS DISTINCT FROM NEW.concrete_product_id
        OR OLD.merchant_id IS DISTINCT FROM NEW.merchant_id
    ) EXECUTE FUNCTION offer_identity_is_permanent();
CREATE SEQUENCE offers_generated_reference;
"""
BACKWARD = """
DROP SEQUENCE offers_generated_reference;
DROP TRIGGER offer_identity_is_permanent ON offers_offer;
DROP FUNCTION offer_identity_is_permanent();
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0002_relations")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
