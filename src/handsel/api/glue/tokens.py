"""`/access-tokens` and `/refresh-tokens`: signing in to the API (contract, Rules 6)."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from handsel.api.glue.answers import answer
from handsel.api.glue.authentication import signed_in_by_token
from handsel.api.glue.bodies import attributes_of, texts_of
from handsel.api.glue.documents import Resource, single_document
from handsel.api.glue.endpoints import route
from handsel.api.glue.errors import FAILED_LOGIN, FAILED_REFRESH, ID_MISSING, TOO_MANY_ATTEMPTS, Refused
from handsel.api.glue.visits import address_of
from handsel.api.services.signing_in import TokenPair, issue_tokens, renew_tokens, revoke_token
from handsel.core.errors import NotFound
from handsel.parties.queries import memberships_of

ACCESS_TOKENS, REFRESH_TOKENS = "access-tokens", "refresh-tokens"


def create_access_token(request: HttpRequest) -> HttpResponse:
    """A pair of tokens for an e-mail address and a password.

    Whoever protected his account with a second factor signs in by browser: a password alone gives him no token.
    """
    username, password = texts_of(attributes_of(request, ACCESS_TOKENS), ["username", "password"])
    try:
        user = get_adapter(request).authenticate(request, email=username, password=password)
    except ValidationError:
        raise Refused(TOO_MANY_ATTEMPTS) from None
    if user is None or not user.is_active or is_mfa_enabled(user):
        raise Refused(FAILED_LOGIN)
    return _answer(request, ACCESS_TOKENS, issue_tokens(user_id=user.pk, at=request.at))  # type: ignore[attr-defined]


def create_refresh_token(request: HttpRequest) -> HttpResponse:
    """A new pair of tokens for a refresh token, which ends with it."""
    [token] = texts_of(attributes_of(request, REFRESH_TOKENS), ["refreshToken"])
    try:
        pair = renew_tokens(refresh_token=token, at=request.at)  # type: ignore[attr-defined]
    except NotFound:
        raise Refused(FAILED_REFRESH) from None
    return _answer(request, REFRESH_TOKENS, pair)


def delete_refresh_token(request: HttpRequest, token: str) -> HttpResponse:
    """204 for whoever is signed in by token, whatever the refresh token: nobody learns which ones exist."""
    revoke_token(actor=signed_in_by_token(request), refresh_token=token, at=request.at)  # type: ignore[attr-defined]
    return answer(None, HTTPStatus.NO_CONTENT)


def refuse_without_token(request: HttpRequest) -> HttpResponse:
    raise Refused(ID_MISSING)


def _answer(request: HttpRequest, resource_type: str, pair: TokenPair) -> HttpResponse:
    choices = memberships_of(user_id=pair.user_id)
    attributes = {
        "tokenType": "Bearer",
        "expiresIn": pair.expires_in,
        "accessToken": pair.access,
        "refreshToken": pair.refresh,
        "idCompanyUser": choices[0].uid if len(choices) == 1 else None,
    }
    resource = Resource(resource_type, None, attributes, resource_type)
    return answer(single_document(resource, address_of(request), {}), HTTPStatus.CREATED)


access_tokens = route(POST=create_access_token)
refresh_tokens = route(POST=create_refresh_token)
refresh_token = route(DELETE=delete_refresh_token)
refresh_token_missing = route(POST=create_refresh_token, DELETE=refuse_without_token)
