"""The request as the portals know it: everything that the middleware put on it, with types."""

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from handsel.core.actors import Actor
from handsel.portals.components.visits import Visit

ACTING_ORGANIZATION_KEY = "acting_organization"


class PortalRequest(HttpRequest):
    """What views take: who asks (`actor`), when (`at`), under which id, in which store and language (`visit`)."""

    actor: Actor
    at: datetime
    request_id: str
    htmx: HtmxDetails
    visit: Visit
