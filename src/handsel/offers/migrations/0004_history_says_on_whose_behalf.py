from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offers", "0003_identity_is_permanent")]
    operations = [
        migrations.AddField("offerchange", "on_behalf_of_user_id", models.BigIntegerField(null=True)),
        migrations.AddField("offerchange", "on_behalf_of_organization_id", models.BigIntegerField(null=True)),
    ]
