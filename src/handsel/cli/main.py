"""The `handsel` command."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from handsel.cli.errors import LaunchError
from handsel.cli.processes import die_with
from handsel.config.environment import Environment, SettingError, load_environment, name_settings

Run = Callable[[Environment, argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. What a user can cause is said in words, never as a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if words[:1] == ["manage"]:
            return _manage(words[1:])
        if words[:1] == ["test-database"]:
            return _test_database(words[1:])
        arguments = _parser().parse_args(words)
        if arguments.supervisor:
            die_with(arguments.supervisor)
        run: Run = arguments.run
        return run(load_environment(), arguments)
    except (LaunchError, SettingError) as error:
        print(f"handsel: {error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handsel", description="A B2B marketplace: four doors to a deal, one order.")
    parser.set_defaults(supervisor=0)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, run: Run, words: str | None) -> argparse.ArgumentParser:
        # Without words a command is not listed: it is for our own processes.
        command = commands.add_parser(name, help=words, description=words) if words else commands.add_parser(name)
        command.set_defaults(run=run)
        command.add_argument("--supervisor", type=int, default=0, help=argparse.SUPPRESS)
        return command

    demo = add("demo", _demo, "start a complete demo marketplace in the foreground: database, web, worker, data")
    demo.add_argument("--reset", action="store_true", help="delete the data of this port first")
    add("serve", _serve, "run the web server")
    add("worker", _worker, "run the background jobs")
    add("migrate", _migrate, "bring the database and the static files up to date")
    imports = add("import", _import, "import a folder of CSV files, or one file of a type")
    imports.add_argument("what", metavar="DIR | TYPE", help="a folder, or the type of the file that follows")
    imports.add_argument("file", metavar="FILE", nargs="?", type=Path)
    imports.add_argument("--dry-run", action="store_true", help="check and count everything, write nothing")
    imports.add_argument("--strict", action="store_true", help="apply nothing if any row is bad")
    add("doctor", _doctor, "explain what is wrong with this installation")
    reset = add("reset", _reset, "delete the embedded database and all data of this port")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    add("manage", _listed, "run a Django management command")
    add("test-database", _listed, "run a command beside a test database: handsel test-database -- COMMAND")
    add("prepare-demo", _prepare_demo, None)
    return parser


def _demo(environment: Environment, arguments: argparse.Namespace) -> int:
    from handsel.cli.demo import run_demo

    return run_demo(environment, reset=arguments.reset)


def _serve(environment: Environment, _arguments: argparse.Namespace) -> int:
    name_settings()
    from handsel.cli.web import serve

    return serve(environment)


def _worker(environment: Environment, _arguments: argparse.Namespace) -> int:
    name_settings()
    from handsel.cli.worker import work

    return work(environment)


def _migrate(_environment: Environment, _arguments: argparse.Namespace) -> int:
    _set_up_django()
    from handsel.cli.preparing import prepare

    return prepare()


def _prepare_demo(environment: Environment, _arguments: argparse.Namespace) -> int:
    _set_up_django()
    from handsel.cli.preparing import prepare_demo

    return prepare_demo(environment)


def _import(_environment: Environment, arguments: argparse.Namespace) -> int:
    if arguments.file is None and not Path(arguments.what).is_dir():
        raise LaunchError(f"{arguments.what} is no folder. For one file: handsel import TYPE FILE")
    _set_up_django()
    from handsel.cli import importing

    if arguments.file is None:
        return importing.import_folder(Path(arguments.what), dry_run=arguments.dry_run, strict=arguments.strict)
    return importing.import_file(arguments.what, arguments.file, dry_run=arguments.dry_run, strict=arguments.strict)


def _doctor(environment: Environment, _arguments: argparse.Namespace) -> int:
    name_settings()
    from handsel.cli.doctor import examine

    return examine(environment)


def _reset(environment: Environment, arguments: argparse.Namespace) -> int:
    from handsel.cli.demo import reset_data

    if not arguments.yes:
        print(f"This deletes {environment.data} with its database. Type yes to go on: ", end="", flush=True)
        if sys.stdin.readline().strip().lower() != "yes":
            print("Nothing was deleted.")
            return 1
    return reset_data(environment)


def _listed(_environment: Environment, _arguments: argparse.Namespace) -> int:
    """Both commands take everything after their name as it is: `main` answers them before anything is parsed."""
    raise AssertionError


def _manage(words: Sequence[str]) -> int:
    name_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["handsel manage", *words])
    return 0


def _test_database(words: Sequence[str]) -> int:
    from handsel.cli.testing import run_beside_database

    return run_beside_database(load_environment(), words)


def _set_up_django() -> None:
    name_settings()
    import django

    django.setup()
