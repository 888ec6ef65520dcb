"""Addresses inside the marketplace: change one parameter of the present one, remember a choice, go nowhere foreign."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

LONGEST_RETURN = 2000
# What means the same in every store and language; a page of a list, an offer or a currency may not.
SHARED = ("q", "sort", "quantity")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The present address, as path and parsed query."""

    path: str
    query: QueryDict

    @property
    def full(self) -> str:
        return f"{self.path}?{self.query.urlencode()}" if self.query else self.path

    def change(self, **parameters: str | None) -> str:
        """The present address with parameters replaced; None removes one."""
        query = self.query.copy()
        for name, value in parameters.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = value
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def only(self, *names: str) -> str:
        """The present address with these parameters alone."""
        kept = {name: str(self.query[name]) for name in names if name in self.query}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def remember(self, **choices: str) -> str:
        """The address that keeps a choice in a cookie and comes back here."""
        return f"{reverse('storefront:remember')}?{urlencode({**choices, 'next': self.full[:LONGEST_RETURN]})}"


def safe_return(address: str | None, *, otherwise: str) -> str:
    """`address` if it is a path of this site, else `otherwise`: nobody is sent to a foreign site from here."""
    if address and address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return otherwise
