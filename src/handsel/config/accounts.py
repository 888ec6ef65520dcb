"""How sign-in behaves on this marketplace."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Nobody signs up by himself: companies register, members are invited (issue: accounts)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
