from django.db import migrations

# What `createcachetable` makes, so that `migrate` alone sets an installation up.
FORWARD = """
CREATE TABLE core_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_merge_patch")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE core_cache;")]
