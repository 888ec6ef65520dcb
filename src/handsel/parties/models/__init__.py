from handsel.parties.models.merchants import Merchant
from handsel.parties.models.organizations import Membership, Organization, User
from handsel.parties.models.relations import Contract, ContractAssignee

__all__ = ["Contract", "ContractAssignee", "Membership", "Merchant", "Organization", "User"]
