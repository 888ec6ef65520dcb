"""Contracts between one merchant and customer companies (ORG-11). Their prices are written by `pricing`."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import record
from handsel.core.actors import Actor
from handsel.core.errors import InvalidValue, NotFound
from handsel.core.integrity import refusing
from handsel.core.transactions import command
from handsel.parties.errors import NotACustomer, ReferenceTaken
from handsel.parties.models import Contract, ContractAssignee, Merchant, Organization
from handsel.parties.rights import Kind
from handsel.parties.services.access import lock_contract, require_contract_writer


@command
def create_contract(*, actor: Actor, merchant_id: int, key: str, owner_id: int, at: datetime) -> Contract:
    """Open a contract of a merchant with a customer company as its owner; nobody gets its prices until assigned.

    Raises NotFound, NotAllowed, InvalidValue, NotACustomer, ReferenceTaken.
    """
    require_contract_writer(actor, merchant_id)
    key = key.strip()
    if not key:
        raise InvalidValue(field="key", reason=_("is required"))
    if not Merchant.objects.filter(pk=merchant_id).exists():
        raise NotFound(what=_("The merchant"))
    owner = _customer(owner_id)
    with refusing({"contract_key_unique": ReferenceTaken(reference=key)}):
        contract = Contract.objects.create(key=key, merchant_id=merchant_id, owner=owner)
    record(actor=actor, action="contract.created", subject=contract, at=at, facts={"owner_id": owner.pk})
    return contract


@command
def assign_company(*, actor: Actor, contract_id: int, organization_id: int, at: datetime) -> Contract:
    """Give a customer company the prices of a contract. Raises NotFound, NotAllowed, NotACustomer."""
    contract = lock_contract(contract_id, actor)
    company = _customer(organization_id)
    _row, is_new = ContractAssignee.objects.get_or_create(contract=contract, organization=company)
    if is_new:
        facts = {"organization_id": company.pk}
        record(actor=actor, action="contract.company_assigned", subject=contract, at=at, facts=facts)
    return contract


@command
def unassign_company(*, actor: Actor, contract_id: int, organization_id: int, at: datetime) -> Contract:
    """Take the prices of a contract from a customer company. Raises NotFound, NotAllowed."""
    contract = lock_contract(contract_id, actor)
    count, _rows = ContractAssignee.objects.filter(contract=contract, organization_id=organization_id).delete()
    if count:
        facts = {"organization_id": organization_id}
        record(actor=actor, action="contract.company_unassigned", subject=contract, at=at, facts=facts)
    return contract


def _customer(organization_id: int) -> Organization:
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise NotFound(what=_("The company"))
    if Kind.CUSTOMER not in organization.kinds:
        raise NotACustomer(organization=organization.name)
    return organization
