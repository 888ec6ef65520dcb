"""Who acts: a person, for one organization, perhaps on behalf of somebody. Ids only (architecture 1)."""

from dataclasses import dataclass, field

from handsel.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks, as the server knows him. `rights` come from the roles table of `parties`.

    `kinds` are the kinds of the acting organization (customer, merchant, reseller, operator). An anonymous visitor
    has no ids and no rights; the system itself (imports by command line, jobs) has every operator right.
    `channel` is the door he came through (seller, backoffice, api, import ...), kept in histories.
    """

    user_id: int | None = None
    membership_id: int | None = None
    organization_id: int | None = None
    kinds: frozenset[str] = field(default_factory=frozenset)
    rights: frozenset[str] = field(default_factory=frozenset)
    on_behalf_of_user_id: int | None = None
    on_behalf_of_organization_id: int | None = None
    channel: str = ""
    is_system: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_operator(self) -> bool:
        return self.is_system or "operator" in self.kinds

    @property
    def customer_id(self) -> int | None:
        """The acting organization when it is a customer: whose contract prices apply."""
        return self.organization_id if "customer" in self.kinds else None

    def may(self, right: str) -> bool:
        return self.is_system or right in self.rights

    def require(self, right: str) -> None:
        """Raise NotAllowed unless the actor holds `right`."""
        if not self.may(right):
            raise NotAllowed(right=right)


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True)
