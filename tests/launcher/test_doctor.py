import socket
from pathlib import Path

import pytest

from handsel.cli import database_checks
from handsel.cli.findings import Finding, Level
from handsel.cli.installation_checks import check_installation
from handsel.config.environment import load_environment
from tests.launcher.commands import finished, handsel
from tests.world import AT


def test_the_doctor_finds_nothing_wrong_with_a_fresh_checkout(tmp_path: Path) -> None:
    code, output = finished(handsel("doctor", data=tmp_path / "data"))
    assert code == 0, output
    assert "ok    database: none yet; make demo makes it" in output
    assert "fail" not in output


def test_a_taken_port_is_a_failure_with_its_fix(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = finished(handsel("doctor", data=tmp_path / "data", port=port))
    assert code == 1
    assert f"fail  port {port} is taken by" in output
    assert "PORT=8001 make demo" in output


def test_an_unreachable_database_is_a_failure_with_its_fix(tmp_path: Path) -> None:
    url = "postgresql://me:very-secret@127.0.0.1:1/mine"
    code, output = finished(handsel("doctor", data=tmp_path / "data", DATABASE_URL=url))
    assert code == 1
    assert "fail  database: " in output
    assert "-> Correct DATABASE_URL" in output
    assert "very-secret" not in output


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"HANDSEL_DEBUG": "1"}, "debug pages are on at a public address"),
        ({"HANDSEL_DEMO": "1"}, "demo mode is on at a public address"),
        ({}, "secret key: this machine's own"),
        ({"HANDSEL_SECRET_KEY": "short"}, "secret key: shorter than 32 characters"),
        ({"HANDSEL_CHROMIUM": "/no/browser"}, "Chromium: /no/browser is no program"),
    ],
)
def test_a_public_installation_is_warned_about(tmp_path: Path, variables: dict[str, str], words: str) -> None:
    public = {"HANDSEL_PUBLIC_URL": "https://market.example", "HANDSEL_DATA": str(tmp_path), **variables}
    found = list(check_installation(load_environment(public)))
    assert words in [finding.what for finding in found if finding.level is not Level.OK]


def test_a_key_that_others_can_read_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("x")
    (tmp_path / "secret.key").chmod(0o644)
    found = list(check_installation(load_environment({"HANDSEL_DATA": str(tmp_path)})))
    assert (
        Finding(
            Level.FAIL, f"secret key: {tmp_path}/secret.key can be read by others", f"chmod 600 {tmp_path}/secret.key"
        )
        in found
    )


@pytest.mark.django_db
def test_a_migrated_database_without_a_worker_works_with_a_warning() -> None:
    found = {finding.what.split(":")[0]: finding for finding in database_checks.check_database(AT)}
    assert found["database"].level is Level.OK
    assert found["extensions"].level is Level.OK
    assert found["tables"] == Finding(Level.OK, "tables: up to date")
    assert found["worker"].what == "worker: none has run yet"
    assert found["worker"].level is Level.WARN
    assert found["outbox"] == Finding(Level.OK, "outbox: 0 events wait")


@pytest.mark.django_db
def test_no_invariant_is_broken_in_an_empty_database() -> None:
    assert {finding.level for finding in database_checks.check_invariants()} == {Level.OK}
