import http.client
import os
import signal
import socket
import subprocess
from pathlib import Path

import psutil
import pytest

from handsel.cli.locks import FolderLock
from handsel.cli.processes import command_of, is_alive
from tests.launcher.commands import finished, free_port, handsel, until


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose demo counts as loaded: these tests are about processes, not about goods."""
    folder = tmp_path / "a data folder"
    folder.mkdir()
    (folder / "demo-loaded").touch()
    return folder


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def descendants(process: subprocess.Popen[str]) -> list[int]:
    return [child.pid for child in psutil.Process(process.pid).children(recursive=True)]


def workers(process: subprocess.Popen[str]) -> list[int]:
    return [child.pid for child in psutil.Process(process.pid).children() if "worker" in command_of(child.pid)]


def test_a_demo_starts_survives_kills_and_ends_without_a_trace(data: Path) -> None:
    port = free_port()
    demo = handsel("demo", data=data, port=port)
    assert until(lambda: is_ready(port) or demo.poll(), seconds=60)
    assert demo.poll() is None, finished(demo)
    first = descendants(demo)

    os.kill(demo.pid, signal.SIGKILL)
    demo.wait()
    again = handsel("demo", data=data, port=port)
    assert until(lambda: is_ready(port) or again.poll(), seconds=60)
    assert again.poll() is None, finished(again)
    assert until(lambda: not any(is_alive(pid) for pid in first), seconds=10)

    second = descendants(again)
    [worker] = workers(again)
    os.kill(worker, signal.SIGKILL)
    assert until(lambda: workers(again) not in ([worker], []), seconds=10)

    postmaster = int((data / "postgres" / "postmaster.pid").read_text().split()[0])
    second += [postmaster, *descendants(again)]
    # Ctrl-C reaches the whole process group.
    os.killpg(again.pid, signal.SIGINT)
    code, output = finished(again)
    assert code == 0, output
    assert f"Handsel runs at http://127.0.0.1:{port}" in output
    assert "The worker ended unexpectedly (killed by SIGKILL); starting it again in 2 s." in output
    assert [pid for pid in second if is_alive(pid)] == []
    assert not (data / "database.url").exists()


def test_a_taken_port_is_said_before_anything_starts(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = finished(handsel("demo", data=data, port=port))
    assert code == 1
    assert f"Port {port} is taken by process {os.getpid()}" in output
    assert "PORT=" in output.split("Choose another one: ")[1]
    assert not (data / "postgres").exists()


def test_a_second_demo_on_the_same_data_is_told_who_runs_the_first(data: Path) -> None:
    with FolderLock(data).acquire():
        code, output = finished(handsel("demo", data=data))
    assert code == 1
    assert f"Handsel already runs with the data folder {data} (process {os.getpid()})." in output
    assert f"kill -INT {os.getpid()}" in output
    assert not (data / "postgres").exists()


def test_reset_never_empties_a_database_of_ones_own(data: Path) -> None:
    url = "postgresql://me@127.0.0.1:1/mine"
    code, output = finished(handsel("demo", "--reset", data=data, DATABASE_URL=url))
    assert code == 1
    assert "RESET empties only the embedded database" in output
    assert (data / "demo-loaded").exists()


def test_reset_deletes_the_data_and_asks_before(data: Path) -> None:
    code, output = finished(handsel("reset", data=data))
    assert (code, "Nothing was deleted." in output) == (1, True)
    assert (data / "demo-loaded").exists()
    code, _ = finished(handsel("reset", "--yes", data=data))
    assert code == 0
    assert [path.name for path in data.iterdir()] == ["lock"]


def test_a_wrong_variable_is_said_in_words(data: Path) -> None:
    code, output = finished(handsel("demo", data=data, PORT="abc"))
    assert (code, output.strip()) == (
        1,
        "handsel: PORT='abc' is not a whole number from 1 to 65535. Example: PORT=8000",
    )


def test_an_unreachable_database_of_ones_own_is_said_in_words(data: Path) -> None:
    url = "postgresql://me@127.0.0.1:1/mine"
    code, output = finished(handsel("demo", data=data, DATABASE_URL=url))
    assert code == 1
    assert "The database does not answer" in output
    assert "Traceback" not in output


def test_a_command_beside_a_test_database_gets_its_address_and_gives_its_exit_code(data: Path) -> None:
    script = 'test -S "$(echo "$DATABASE_URL" | sed "s/.*host=//; s/&.*//")/.s.PGSQL.5432" && exit 7'
    code, output = finished(handsel("test-database", "--", "sh", "-c", script, data=data))
    assert code == 7, output
    assert not (data / "test" / "postgres" / "postmaster.pid").exists()
