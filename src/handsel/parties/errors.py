from django.utils.translation import gettext_lazy as _

from handsel.core.errors import DomainError


class NotAMember(DomainError):
    code, http_status, message = "not_a_member", 403, _("You are not a member of this organization.")


class AlreadyAMember(DomainError):
    code, message = "already_a_member", _("{email} is a member of this organization already.")


class UnknownRole(DomainError):
    code, http_status, message = "unknown_role", 422, _("{role} is not a role of this organization.")


class MainAccountProtected(DomainError):
    code, message = "main_account_protected", _("The main account of an organization cannot be removed.")


class ReferenceTaken(DomainError):
    code, message = "reference_taken", _("The reference {reference} is taken.")


class MerchantNotApproved(DomainError):
    code, message = "merchant_not_approved", _("Only an approved merchant can be active.")


class NotACustomer(DomainError):
    code, http_status, message = "not_a_customer", 422, _("{organization} is not a customer company.")
