"""Everything Handsel takes from outside the project, read and checked in one place.

No other module looks at environment variables. ``handsel doctor`` and ``docs/how-to/deploy.md`` explain the same list.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

# Shown by the operating system inside PostgreSQL's own connection error when nobody said which database to use.
NO_DATABASE_HOST = "/no-database--set-DATABASE_URL-or-run-make-demo"
# Written into the data folder by whoever starts the embedded PostgreSQL, so that a second terminal finds it.
DATABASE_URL_FILE = "database.url"
SECRET_KEY_FILE = "secret.key"  # noqa: S105  a file name
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})

# The browser tests take the first of these that is installed.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

LogFormat = Literal["json", "text"]


class SettingError(Exception):
    """One or more environment variables hold a value Handsel cannot use; the text names each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The installation as its environment describes it."""

    project: Path
    data: Path
    test_data: Path
    database_url: str | None = field(repr=False)
    database_is_ours: bool
    secret_key_given: str | None = field(repr=False)
    debug: bool
    demo: bool
    metrics: bool
    allowed_hosts: tuple[str, ...]
    host: str
    port: int
    public_url: str
    chromium: Path | None
    log_format: LogFormat
    log_level: str
    web_processes: int
    web_threads: int
    worker_jobs: int
    email_url: str | None = field(repr=False)
    email_from: str

    def database(self) -> dict[str, Any]:
        """Return Django's ``DATABASES["default"]``; without a known database its first connection says what to do."""
        if self.database_url is None:
            return database_settings(f"postgresql:///none?host={NO_DATABASE_HOST}")
        return database_settings(self.database_url)

    def secret_key(self) -> str:
        """Return the given secret key, or this installation's own one: made once, kept in the data folder."""
        return self.secret_key_given or _kept_secret(self.data / SECRET_KEY_FILE)

    def email(self) -> dict[str, Any]:
        """Return Django's ``EMAIL_*`` settings; without a mail server messages become files in the data folder."""
        return email_settings(self.email_url, folder=self.data / "mail")

    def variables(self, **changes: str | None) -> dict[str, str]:
        """Return the environment for a child process: ours with the changes applied (None removes one)."""
        merged = {**os.environ, "PORT": str(self.port), "HANDSEL_DATA": str(self.data)}
        for name, value in changes.items():
            if value is None:
                merged.pop(name, None)
            else:
                merged[name] = value
        return merged


class _Reader:
    """Reads variables and collects every problem, so that one start shows them all."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.problems: list[str] = []

    def text(self, name: str) -> str | None:
        return self._variables.get(name, "").strip() or None

    def flag(self, name: str) -> bool:
        value = (self.text(name) or "0").lower()
        if value not in TRUE_WORDS | FALSE_WORDS:
            self.problems.append(f"{name}={value!r} is neither yes nor no. Use 1 or 0.")
        return value in TRUE_WORDS

    def whole_number(self, name: str, *, default: int, least: int, most: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            self.problems.append(
                f"{name}={value!r} is not a whole number from {least} to {most}. Example: {name}={default}"
            )
            return default
        return int(value)

    def one_of(self, name: str, *, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name) or default
        if value not in choices:
            self.problems.append(f"{name}={value!r} is none of: {', '.join(choices)}.")
            return default
        return value

    def log_format(self, *, default: LogFormat) -> LogFormat:
        chosen = self.one_of("HANDSEL_LOG_FORMAT", default=default, choices=("json", "text"))
        return "text" if chosen == "text" else "json"

    def names(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in (self.text(name) or "").split(",") if part.strip())

    def path(self, name: str) -> Path | None:
        value = self.text(name)
        return None if value is None else Path(value).expanduser().absolute()

    def address(self, name: str, check: Callable[[str], object], *, default: str | None = None) -> str | None:
        value = self.text(name)
        if value is None:
            return default
        try:
            check(value)
        except SettingError as error:
            self.problems.append(f"{name}: {error}")
            return default
        return value


def name_settings() -> None:
    """Tell Django where its settings are, unless somebody chose others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.config.settings")


def load_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read and check all variables (default: this process's own).

    Raises SettingError naming every variable with a wrong value.
    """
    read = _Reader(os.environ if variables is None else variables)
    port = read.whole_number("PORT", default=8000, least=1, most=65535)
    project = _project_folder()
    # One checkout may run several demos: a folder per port, unless somebody chose the folder.
    chosen = read.path("HANDSEL_DATA")
    data = chosen or project / ".handsel" / str(port)
    given_url = read.address("DATABASE_URL", database_settings)
    demo, debug = read.flag("HANDSEL_DEMO"), read.flag("HANDSEL_DEBUG")
    public_url = read.address("HANDSEL_PUBLIC_URL", _web_address) or f"http://127.0.0.1:{port}"
    environment = Environment(
        project=project,
        data=data,
        test_data=(chosen or project / ".handsel") / "test",
        database_url=given_url or _embedded_url(data),
        database_is_ours=given_url is None,
        secret_key_given=read.text("HANDSEL_SECRET_KEY"),
        debug=debug,
        demo=demo,
        metrics=read.flag("HANDSEL_METRICS"),
        allowed_hosts=read.names("HANDSEL_ALLOWED_HOSTS") or _own_hosts(public_url),
        host=read.text("HANDSEL_HOST") or "127.0.0.1",
        port=port,
        public_url=public_url.rstrip("/"),
        chromium=read.path("HANDSEL_CHROMIUM") or _installed_browser(),
        log_format=read.log_format(default="text" if demo or debug else "json"),
        log_level=read.one_of("HANDSEL_LOG_LEVEL", default="WARNING" if demo else "INFO", choices=LOG_LEVELS),
        web_processes=read.whole_number("HANDSEL_WEB_PROCESSES", default=2, least=1, most=64),
        web_threads=read.whole_number("HANDSEL_WEB_THREADS", default=8, least=1, most=64),
        worker_jobs=read.whole_number("HANDSEL_WORKER_JOBS", default=2, least=1, most=32),
        email_url=read.address("HANDSEL_EMAIL_URL", email_settings),
        email_from=read.text("HANDSEL_EMAIL_FROM") or "Handsel <no-reply@handsel.example>",
    )
    if read.problems:
        raise SettingError("\n".join(read.problems))
    return environment


def database_settings(url: str) -> dict[str, Any]:
    """Turn ``postgresql://user:password@host:port/name?host=/socket/folder&sslmode=...`` into Django's settings.

    Query parameters win over the parts before them, as in PostgreSQL's own tools; unknown ones go to the driver.
    Raises SettingError without ever repeating the password.
    """
    parts, port = _split(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        message = "Handsel needs PostgreSQL. Example: postgresql://handsel:password@db.example:5432/handsel"
        raise SettingError(message)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    name = options.pop("dbname", "") or unquote(parts.path.removeprefix("/"))
    if not name:
        message = "the address names no database. Example: postgresql://handsel:password@db.example:5432/handsel"
        raise SettingError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": options.pop("user", "") or unquote(parts.username or ""),
        "PASSWORD": options.pop("password", "") or unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or port,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def email_settings(url: str | None, folder: Path = Path("mail")) -> dict[str, Any]:
    """Turn ``smtp://user:password@host:587?tls=1`` (or ``smtps://``, ``console://``) into Django's settings."""
    if url is None:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
    parts, port = _split(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        message = (
            "this is no mail server. Examples: smtp://user:password@mail.example:587?tls=1, smtps://..., console://"
        )
        raise SettingError(message)
    secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": int(port or (465 if secure else 25)),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and dict(parse_qsl(parts.query)).get("tls", "0") in TRUE_WORDS,
        "EMAIL_TIMEOUT": 20,
    }


def _split(url: str) -> tuple[SplitResult, str]:
    try:
        parts = urlsplit(url)
        return parts, str(parts.port or "")
    except ValueError:
        # The original text may hold the password: it stays out of the chain as well.
        message = "the address cannot be read; percent-encode special characters in user name and password"
        raise SettingError(message) from None


def _web_address(url: str) -> None:
    parts, _ = _split(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        message = f"{url!r} is no web address. Example: https://market.example"
        raise SettingError(message)


def _own_hosts(public_url: str) -> tuple[str, ...]:
    public = urlsplit(public_url).hostname or ""
    return tuple(dict.fromkeys(("127.0.0.1", "localhost", "[::1]", public)))


def _project_folder() -> Path:
    """Return the checkout this file lives in, or the current folder when Handsel is installed as a package."""
    checkout = Path(__file__).resolve().parents[3]
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


def _installed_browser() -> Path | None:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return None if found is None else Path(found)


def _embedded_url(data: Path) -> str | None:
    try:
        return (data / DATABASE_URL_FILE).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def _kept_secret(path: Path) -> str:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written aside and linked: of two processes starting together one wins and both read the same key.
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        if not path.exists():
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(50))
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        message = (
            f"the secret key cannot be kept in {path} ({error.strerror}). "
            "Set HANDSEL_SECRET_KEY, or HANDSEL_DATA to a folder Handsel may write to."
        )
        raise SettingError(message) from error
