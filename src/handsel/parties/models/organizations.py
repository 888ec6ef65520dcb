from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from handsel.core.ids import new_uid, public_id
from handsel.parties.querysets import MembershipQuerySet, OrganizationQuerySet
from handsel.parties.rights import Kind, rights_of, roles_in
from handsel.parties.states import OrganizationStatus


def new_organization_id() -> str:
    return public_id("org")


def new_user_id() -> str:
    return public_id("usr")


class UserAccounts(BaseUserManager["User"]):
    """Creates users by e-mail; the name Django's manage.py commands look for is `create_superuser`."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.alias(folded=Lower("email")).get(folded=Lower(models.Value(username or "")))


class User(AbstractUser):
    """One login, one e-mail; what it may do hangs on its memberships."""

    username = None  # type: ignore[assignment]  # the e-mail is the login
    email = models.EmailField(_("e-mail address"), unique=True)
    public_id = models.CharField(max_length=40, unique=True, default=new_user_id, editable=False)
    salutation = models.CharField(max_length=20, default="", blank=True)
    language = models.CharField(max_length=10, default="", blank=True)
    time_zone = models.CharField(max_length=60, default="", blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserAccounts] = UserAccounts()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Organization(models.Model):
    """A company on the marketplace. `reference` is its key: company_key and merchant_reference alike (ORG-5)."""

    reference = models.CharField(max_length=255)
    public_id = models.CharField(max_length=40, unique=True, default=new_organization_id, editable=False)
    uid = models.CharField(max_length=15, unique=True, default=new_uid, editable=False)
    name = models.CharField(max_length=255)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind]), default=list
    )
    status = models.CharField(max_length=30, choices=OrganizationStatus.choices, default=OrganizationStatus.WAITING)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[models.Manager["Organization"]] = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("reference"), name="organization_reference_unique"),
            models.CheckConstraint(
                condition=models.Q(kinds__contained_by=[kind.value for kind in Kind]), name="organization_kinds_known"
            ),
            models.CheckConstraint(condition=models.Q(uid__regex=r"^[0-9]{15}$"), name="organization_uid_shape"),
            models.CheckConstraint(
                condition=models.Q(status__in=OrganizationStatus.values), name="organization_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user in an organization, with roles and a UID; exactly one of an organization is its main account (ORG-4)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    uid = models.CharField(max_length=15, unique=True, default=new_uid, editable=False)
    roles = ArrayField(models.CharField(max_length=40), default=list)
    is_main_account = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[models.Manager["Membership"]] = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "organization"), name="membership_once"),
            models.UniqueConstraint(
                fields=("organization",), condition=models.Q(is_main_account=True), name="membership_one_main_account"
            ),
            models.CheckConstraint(
                condition=models.Q(is_main_account=False) | models.Q(is_active=True),
                name="membership_main_account_active",
            ),
            models.CheckConstraint(condition=models.Q(uid__regex=r"^[0-9]{15}$"), name="membership_uid_shape"),
        ]

    @property
    def rights(self) -> frozenset[str]:
        """The rights of the roles that count here, whatever the organization's status (fetch it along)."""
        return rights_of(roles_in(self.organization.kinds, self.roles, is_main_account=self.is_main_account))
