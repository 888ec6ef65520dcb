from typing import TYPE_CHECKING, Self

from django.db import models

from handsel.core.actors import Actor

if TYPE_CHECKING:
    from handsel.imports.models import ImportRun  # noqa: F401 - names the model of the class below to the type checker


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, actor: Actor) -> Self:
        """The back office sees every import, a merchant its own."""
        if actor.may("backoffice.read"):
            return self
        if actor.may("merchant.read"):
            return self.filter(actor_organization_id=actor.organization_id)
        return self.none()
