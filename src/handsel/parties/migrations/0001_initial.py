
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import handsel.core.ids
import handsel.parties.models.organizations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255)),
            ],
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=255)),
                ('public_id', models.CharField(default=handsel.parties.models.organizations.new_organization_id, editable=False, max_length=40, unique=True)),
                ('uid', models.CharField(default=handsel.core.ids.new_uid, editable=False, max_length=15, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('customer', 'customer'), ('merchant', 'merchant'), ('reseller', 'reseller'), ('operator', 'operator')], max_length=20), default=list, size=None)),
                ('status', models.CharField(choices=[('waiting_for_approval', 'Waiting for approval'), ('approved', 'Approved'), ('denied', 'Denied')], default='waiting_for_approval', max_length=30)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('public_id', models.CharField(default=handsel.parties.models.organizations.new_user_id, editable=False, max_length=40, unique=True)),
                ('salutation', models.CharField(blank=True, default='', max_length=20)),
                ('language', models.CharField(blank=True, default='', max_length=10)),
                ('time_zone', models.CharField(blank=True, default='', max_length=60)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
        ),
        migrations.CreateModel(
            name='ContractAssignee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assigned', to='parties.contract')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=handsel.core.ids.new_uid, editable=False, max_length=15, unique=True)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('is_main_account', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Merchant',
            fields=[
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='merchant', serialize=False, to='parties.organization')),
                ('registration_number', models.CharField(blank=True, default='', max_length=255)),
                ('status', models.CharField(choices=[('waiting-for-approval', 'Waiting for approval'), ('approved', 'Approved'), ('denied', 'Denied')], default='waiting-for-approval', max_length=30)),
                ('is_active', models.BooleanField(default=False)),
                ('is_trusted', models.BooleanField(default=False)),
                ('is_open_for_relation_request', models.BooleanField(default=False)),
                ('email', models.CharField(blank=True, default='', max_length=255)),
                ('url', models.JSONField(default=dict)),
                ('contact_person', models.JSONField(default=dict)),
                ('public_email', models.CharField(blank=True, default='', max_length=255)),
                ('public_phone', models.CharField(blank=True, default='', max_length=255)),
                ('fax_number', models.CharField(blank=True, default='', max_length=255)),
                ('logo_url', models.CharField(blank=True, default='', max_length=500)),
                ('banner_url', models.CharField(blank=True, default='', max_length=500)),
                ('texts', models.JSONField(default=dict)),
                ('latitude', models.CharField(blank=True, default='', max_length=40)),
                ('longitude', models.CharField(blank=True, default='', max_length=40)),
            ],
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('reference'), name='organization_reference_unique'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('kinds__contained_by', ['customer', 'merchant', 'reseller', 'operator'])), name='organization_kinds_known'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('uid__regex', '^[0-9]{15}$')), name='organization_uid_shape'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting_for_approval', 'approved', 'denied'])), name='organization_status_known'),
        ),
        migrations.AddField(
            model_name='membership',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='parties.organization'),
        ),
        migrations.AddField(
            model_name='contractassignee',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assigned_contracts', to='parties.organization'),
        ),
        migrations.AddField(
            model_name='contract',
            name='assignees',
            field=models.ManyToManyField(related_name='contracts', through='parties.ContractAssignee', to='parties.organization'),
        ),
        migrations.AddField(
            model_name='contract',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owned_contracts', to='parties.organization'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique'),
        ),
        migrations.AddConstraint(
            model_name='merchant',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting-for-approval', 'approved', 'denied'])), name='merchant_status_known'),
        ),
        migrations.AddConstraint(
            model_name='merchant',
            constraint=models.CheckConstraint(condition=models.Q(('is_active', False), ('status', 'approved'), _connector='OR'), name='merchant_active_only_when_approved'),
        ),
        migrations.AddField(
            model_name='contract',
            name='merchant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contracts', to='parties.merchant'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('user', 'organization'), name='membership_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('is_main_account', True)), fields=('organization',), name='membership_one_main_account'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('is_main_account', False), ('is_active', True), _connector='OR'), name='membership_main_account_active'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('uid__regex', '^[0-9]{15}$')), name='membership_uid_shape'),
        ),
        migrations.AddConstraint(
            model_name='contractassignee',
            constraint=models.UniqueConstraint(fields=('contract', 'organization'), name='contract_assignee_once'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('key'), name='contract_key_unique'),
        ),
    ]
