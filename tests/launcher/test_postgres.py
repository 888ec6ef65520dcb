import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from handsel.cli.binaries import RunAs, find_programs
from handsel.cli.errors import LaunchError
from handsel.cli.locks import FolderInUseError, FolderLock
from handsel.cli.postgres import Cluster, Tuning
from handsel.cli.processes import is_alive
from tests.launcher.commands import until

SMALL = Tuning(durable=False, connections=20, shared_buffers="16MB")
MakeCluster = Callable[..., Cluster]


@pytest.fixture
def make_cluster(tmp_path: Path) -> Iterator[MakeCluster]:
    """Makes clusters in temporary folders, and removes them whatever happens."""
    made: list[Cluster] = []

    def make(name: str = "data", run_as: RunAs | None = None) -> Cluster:
        cluster = Cluster(tmp_path / name, SMALL, run_as=run_as)
        made.append(cluster)
        return cluster

    yield make
    for cluster in made:
        cluster.remove()


def value(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def write_something(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")


def test_a_cluster_starts_with_an_empty_unicode_database_and_stops(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    url = cluster.start()
    assert value(url, "SELECT current_database()") == "handsel"
    assert value(url, "SHOW server_encoding") == "UTF8"
    assert value(url, "SHOW listen_addresses") == ""
    assert value(url, "SELECT lower('ÄÖÜŁ')") == "äöüł"
    assert (cluster.folder / "database.url").read_text() == url
    pid = cluster.pid()
    cluster.stop()
    assert pid is not None
    assert until(lambda: not is_alive(pid), seconds=5)
    assert not (cluster.folder / "database.url").exists()


def test_data_outlive_a_stop(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    write_something(cluster.start())
    cluster.stop()
    assert value(make_cluster().start(), "SELECT answer FROM kept") == 42


def test_a_killed_server_starts_again_while_its_orphans_still_run(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    url = cluster.start()
    write_something(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        pid = cluster.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert value(make_cluster().start(), "SELECT answer FROM kept") == 42


def test_a_server_that_a_killed_run_left_behind_is_replaced(make_cluster: MakeCluster) -> None:
    orphan = make_cluster()
    write_something(orphan.start())
    before = orphan.pid()
    successor = make_cluster()
    assert value(successor.start(), "SELECT answer FROM kept") == 42
    assert successor.pid() != before


def test_the_socket_folder_of_a_killed_run_is_cleared_away(make_cluster: MakeCluster) -> None:
    old_socket = Path(make_cluster().start().split("host=")[1].split("&")[0])
    make_cluster().start()
    assert not old_socket.exists()


def test_a_stale_pid_file_that_names_a_stranger_does_not_block_the_start(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    cluster.stop()
    stranger = os.getpid()
    (cluster.data / "postmaster.pid").write_text(f"{stranger}\n{cluster.data}\n1700000000\n5432\n\n\n\nready\n")
    assert cluster.pid() is None
    cluster.start()
    assert cluster.pid() not in {None, stranger}


def test_a_half_made_cluster_is_made_anew(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    (cluster.folder / "postgres.new").mkdir(parents=True)
    (cluster.folder / "postgres.new" / "PG_VERSION").write_text("18")
    assert value(cluster.start(), "SELECT 1") == 1


def test_two_clusters_run_side_by_side(make_cluster: MakeCluster) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(Cluster.start, [make_cluster("8000"), make_cluster("8001")])
    write_something(first)
    assert value(second, "SELECT to_regclass('kept')") is None


def test_a_data_folder_may_have_a_path_longer_than_a_socket_allows(make_cluster: MakeCluster) -> None:
    cluster = make_cluster("/".join(["a folder with a long name" * 2] * 3))
    assert len(os.fsencode(cluster.folder)) > 150
    assert value(cluster.start(), "SELECT 1") == 1


def test_data_of_another_major_version_are_refused_in_words(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(LaunchError, match="was made by PostgreSQL 15"):
        cluster.start()


def test_a_server_that_cannot_start_shows_its_log(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    cluster.stop()
    with (cluster.data / "postgresql.conf").open("a") as configuration:
        configuration.write("no_such_setting = 1\n")
    with pytest.raises(LaunchError, match="no_such_setting"):
        cluster.start()


def test_where_root_may_not_use_namespaces_the_server_runs_as_another_user(make_cluster: MakeCluster) -> None:
    if os.geteuid() != 0:
        assert make_cluster().programs.run_as is RunAs.OURSELVES
        return
    inside = make_cluster(run_as=RunAs.NAMESPACE)
    write_something(inside.start())
    inside.stop()
    outside = make_cluster(run_as=RunAs.OTHER_USER)
    assert value(outside.start(), "SELECT answer FROM kept") == 42
    assert outside.data.parent.parent == Path("/var/lib")
    assert outside.data.stat().st_uid not in {0, outside.folder.stat().st_uid}
    outside.remove()
    assert not outside.data.parent.exists()


def test_as_root_no_permission_of_the_data_folder_changes(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.folder.mkdir(mode=0o700)
    cluster.start()
    assert cluster.folder.stat().st_mode & 0o777 == 0o700
    if find_programs(cluster.folder).run_as is not RunAs.OTHER_USER:
        assert cluster.data.stat().st_uid == os.geteuid()


def test_the_caretaker_stops_the_server_of_a_killed_owner(make_cluster: MakeCluster, tmp_path: Path) -> None:
    cluster = make_cluster()
    url = cluster.start()
    pid = cluster.pid()
    assert pid is not None
    with FolderLock(tmp_path / "data").acquire() as lock:
        cluster.leave_in_care(lock.fileno())
    caretaker = cluster._caretaker
    assert caretaker is not None
    assert caretaker.stdin is not None
    caretaker.stdin.close()  # what the operating system does when the owner is killed
    assert until(lambda: not is_alive(pid), seconds=10)
    caretaker.wait(10)
    assert not (cluster.folder / "database.url").exists()
    assert not Path(url.split("host=")[1].split("&")[0]).exists()


def test_a_data_folder_has_one_owner(tmp_path: Path) -> None:
    with FolderLock(tmp_path).acquire(), pytest.raises(FolderInUseError) as caught:
        FolderLock(tmp_path).acquire()
    assert caught.value.pid == os.getpid()
    FolderLock(tmp_path).acquire().release()


def test_a_zombie_is_not_alive() -> None:
    child = subprocess.Popen(["true"])
    assert until(lambda: not is_alive(child.pid), seconds=5)
    child.wait()
