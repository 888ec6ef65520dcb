from django.db import models
from django.db.models.functions import Lower

from handsel.parties.models.merchants import Merchant
from handsel.parties.models.organizations import Organization


class Contract(models.Model):
    """A relation between one merchant and customer companies; the specification's merchant relationship."""

    key = models.CharField(max_length=255)
    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, related_name="contracts")
    owner = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="owned_contracts")
    assignees = models.ManyToManyField(Organization, through="ContractAssignee", related_name="contracts")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("key"), name="contract_key_unique")]

    def __str__(self) -> str:
        return self.key


class ContractAssignee(models.Model):
    """A company that gets the prices of a contract; the owner alone does not (PRICE rules)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="assigned")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="assigned_contracts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("contract", "organization"), name="contract_assignee_once")]
