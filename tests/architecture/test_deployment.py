"""An installation behind https leaves Django's own deploy check little to say, and that is explained (T19)."""

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.source import ROOT

SETTINGS = (
    "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE "
    "SECURE_HSTS_SECONDS SECURE_PROXY_SSL_HEADER SECURE_CONTENT_TYPE_NOSNIFF X_FRAME_OPTIONS DEBUG"
)


def manage(*arguments: str, public_url: str) -> subprocess.CompletedProcess[str]:
    """A Django command as on a server with this public address."""
    variables = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"},  # the browser's
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "handsel.config.settings",
        "HANDSEL_PUBLIC_URL": public_url,
        "HANDSEL_ALLOWED_HOSTS": "shop.example",
        "HANDSEL_SECRET_KEY": "a-long-secret-of-this-installation-0123456789-ABCDEFGHIJ-abcdefghij-!",
        "HANDSEL_DEBUG": "0",
    }
    return subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        env=variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_of(public_url: str) -> dict[str, Any]:
    code = (
        "import json; from django.conf import settings; "
        f"print(json.dumps({{name: getattr(settings, name) for name in {SETTINGS.split()!r}}}))"
    )
    result = manage("shell", "--no-imports", "-c", code, public_url=public_url)
    assert result.returncode == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return found


# What Django would like and an installation decides for itself.
EXPLAINED = {
    "security.W005": "other services may live on subdomains of the same address",
    "security.W008": "the proxy that ends https sends http there; the process sees plain http either way",
    "security.W021": "being on browsers' lists is the operator's promise for years, not ours",
}


def test_the_deploy_check_says_nothing_new_behind_https() -> None:
    result = manage("check", "--deploy", "--fail-level", "ERROR", public_url="https://shop.example")
    assert result.returncode == 0, result.stderr
    assert set(re.findall(r"\((\w+\.[WEC]\d+)\)", result.stderr)) == set(EXPLAINED)


@pytest.mark.parametrize("public_url", ["https://shop.example", "http://127.0.0.1:8000"])
def test_cookies_are_secured_as_far_as_the_address_allows(public_url: str) -> None:
    is_https = public_url.startswith("https://")
    assert settings_of(public_url) == {
        "SESSION_COOKIE_SECURE": is_https,
        "CSRF_COOKIE_SECURE": is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_HSTS_SECONDS": 31_536_000 if is_https else 0,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"] if is_https else None,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "X_FRAME_OPTIONS": "DENY",
        "DEBUG": False,
    }


def test_no_model_waits_for_a_migration() -> None:
    result = manage("makemigrations", "--check", "--dry-run", public_url="https://shop.example")
    assert result.returncode == 0, result.stdout
