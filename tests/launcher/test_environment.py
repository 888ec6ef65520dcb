import stat
from pathlib import Path

import pytest

from handsel.config.environment import NO_DATABASE_HOST, SettingError, load_environment


def test_without_any_variable_the_installation_has_a_folder_and_a_port_of_its_own() -> None:
    environment = load_environment({})
    assert environment.port == 8000
    assert environment.data == environment.project / ".handsel" / "8000"
    assert environment.public_url == "http://127.0.0.1:8000"
    assert environment.database_is_ours
    assert environment.log_format == "json"


def test_each_port_has_a_data_folder_of_its_own() -> None:
    assert load_environment({"PORT": "8001"}).data.name == "8001"


def test_every_wrong_variable_is_named_at_once() -> None:
    with pytest.raises(SettingError) as caught:
        load_environment({
            "PORT": "abc",
            "HANDSEL_DEBUG": "perhaps",
            "HANDSEL_LOG_FORMAT": "xml",
            "HANDSEL_WEB_PROCESSES": "0",
            "HANDSEL_PUBLIC_URL": "market.example",
            "HANDSEL_EMAIL_URL": "mail.example",
            "DATABASE_URL": "mysql://localhost/shop",
        })  # fmt: skip
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0].split("=")[0] for line in lines] == [
        "PORT",
        "DATABASE_URL",
        "HANDSEL_DEBUG",
        "HANDSEL_PUBLIC_URL",
        "HANDSEL_LOG_FORMAT",
        "HANDSEL_WEB_PROCESSES",
        "HANDSEL_EMAIL_URL",
    ]
    assert lines[0] == "PORT='abc' is not a whole number from 1 to 65535. Example: PORT=8000"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8000.0", "٨٠٠٠"])
def test_a_port_outside_the_range_is_refused(port: str) -> None:
    with pytest.raises(SettingError, match="PORT="):
        load_environment({"PORT": port})


def test_an_empty_variable_is_not_given() -> None:
    assert load_environment({"PORT": "", "DATABASE_URL": " ", "HANDSEL_DEMO": ""}).port == 8000


def test_a_database_address_becomes_django_settings() -> None:
    url = "postgresql://shop%40x:p%2Fw@db.example:6432/market?sslmode=require&connect_timeout=5"
    settings = load_environment({"DATABASE_URL": url}).database()
    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "market",
        "USER": "shop@x",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6432",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"sslmode": "require", "connect_timeout": "5"},
    }


def test_a_socket_folder_in_the_query_wins_over_the_host() -> None:
    settings = load_environment({"DATABASE_URL": "postgres://me@ignored/market?host=/run/pg&port=5433"}).database()
    assert (settings["HOST"], settings["PORT"], settings["OPTIONS"]) == ("/run/pg", "5433", {})


def test_a_broken_database_address_is_refused_without_showing_the_password() -> None:
    with pytest.raises(SettingError) as caught:
        load_environment({"DATABASE_URL": "postgresql://me:very-secret@db:port/market"})
    assert "DATABASE_URL" in str(caught.value)
    assert "very-secret" not in str(caught.value)


def test_printing_the_environment_shows_no_secrets() -> None:
    secrets = {
        "DATABASE_URL": "postgresql://me:secret-1@db/market",
        "HANDSEL_SECRET_KEY": "secret-2",
        "HANDSEL_EMAIL_URL": "smtp://me:secret-3@mail.example",
    }
    assert "secret-" not in repr(load_environment(secrets))


def test_without_a_database_the_connection_error_says_what_to_do(tmp_path: Path) -> None:
    assert load_environment({"HANDSEL_DATA": str(tmp_path)}).database()["HOST"] == NO_DATABASE_HOST


def test_a_running_embedded_database_is_found_in_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "database.url").write_text("postgresql://handsel@/handsel?host=/run/handsel-x&port=5432")
    environment = load_environment({"HANDSEL_DATA": str(tmp_path)})
    assert environment.database()["HOST"] == "/run/handsel-x"
    assert environment.database_is_ours


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    environment = load_environment({"HANDSEL_DATA": str(tmp_path / "data")})
    key = environment.secret_key()
    assert len(key) >= 50
    assert load_environment({"HANDSEL_DATA": str(tmp_path / "data")}).secret_key() == key
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_a_given_secret_key_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    environment = load_environment({"HANDSEL_DATA": str(tmp_path / "data"), "HANDSEL_SECRET_KEY": "given"})
    assert environment.secret_key() == "given"
    assert not (tmp_path / "data").exists()


def test_a_secret_key_that_cannot_be_kept_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(SettingError, match="Set HANDSEL_SECRET_KEY"):
        load_environment({"HANDSEL_DATA": str(tmp_path / "data")}).secret_key()


def test_mail_goes_to_the_named_server() -> None:
    mail = load_environment({"HANDSEL_EMAIL_URL": "smtp://me:p%40w@mail.example:587?tls=1"}).email()
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"], mail["EMAIL_USE_SSL"]) == ("me", "p@w", False)


def test_without_a_mail_server_messages_are_kept_as_files(tmp_path: Path) -> None:
    mail = load_environment({"HANDSEL_DATA": str(tmp_path)}).email()
    assert mail["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


def test_visitors_may_use_the_public_address() -> None:
    environment = load_environment({"HANDSEL_PUBLIC_URL": "https://market.example/"})
    assert environment.public_url == "https://market.example"
    assert "market.example" in environment.allowed_hosts
