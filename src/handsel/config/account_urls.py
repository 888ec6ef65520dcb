"""The account pages that exist: sign in, sign out, forgotten password, second factor at sign-in."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.http import HttpResponse
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods


def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form and what it sends: the library's views would also take a PUT for a POST."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)


urlpatterns = [
    path("login/", page(account.login), name="account_login"),
    path("logout/", page(account.logout), name="account_logout"),
    path("inactive/", page(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", page(account.reauthenticate), name="account_reauthenticate"),
    path("2fa/authenticate/", page(mfa.authenticate), name="mfa_authenticate"),
    path("confirm-email/", page(account.email_verification_sent), name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", page(account.confirm_email), name="account_confirm_email"),
    path("password/reset/", page(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", page(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        page(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
