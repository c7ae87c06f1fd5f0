"""Looks at an installation from the outside in, and says how to mend what it finds."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click
import psycopg

from tandem.cli import session
from tandem.cli.serve import unsafe
from tandem.config.environment import CHECKOUT, Environment, read_environment


@dataclass(frozen=True)
class Finding:
    check: str
    ok: bool
    sentence: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def doctor(as_json: bool) -> int:
    """Check folders, database, roles, migrations, lake and static files. Exit status 1 when something is wrong."""
    environment = read_environment()
    findings = [check(environment) for check in CHECKS_BEFORE]
    if all(finding.ok for finding in findings):
        findings.append(_database_answers(environment))
    if all(finding.ok for finding in findings):
        findings += [check(environment) for check in CHECKS_INSIDE]
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'✓' if finding.ok else '✗'} {finding.check}: {finding.sentence}")
    return 0 if all(finding.ok for finding in findings) else 1


def _python(_environment: Environment) -> Finding:
    right = sys.version_info >= (3, 11)
    return Finding("Python", right, sys.version.split()[0] if right else "Tandem needs Python 3.11 or newer.")


def _data_folder(environment: Environment) -> Finding:
    folder = environment.data
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        return Finding(
            "Data folder",
            False,
            f"{folder} cannot be written ({error.strerror}): set TANDEM_DATA to one that can.",
        )
    free = shutil.disk_usage(folder).free // 2**20
    if free < 500:
        return Finding(
            "Data folder", False, f"{folder} has {free} MB left: free some space, or move TANDEM_DATA."
        )
    return Finding("Data folder", True, f"{folder}, {free} MB free")


def _production(environment: Environment) -> Finding:
    problems = unsafe(environment)
    return Finding(
        "Mode", not problems, " ".join(problems) or ("production" if environment.production else "local")
    )


def _static_files(_environment: Environment) -> Finding:
    built = (CHECKOUT / "build" / "static" / "staticfiles.json").exists()
    return Finding("Static files", built, "built" if built else "Not built: run `make setup`.")


def _database_answers(environment: Environment) -> Finding:
    where = str(environment.postgres) if environment.embedded else "DATABASE_URL"
    try:
        session.find_database()
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            version = connection.info.server_version // 10_000
    except Exception as error:  # noqa: BLE001  # whatever stops the server is what the doctor is asked about
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        log = f" See {environment.postgres / 'log'}." if environment.embedded else ""
        return Finding("Database", False, f"PostgreSQL at {where} does not answer: {first}.{log}")
    if version < 15:
        return Finding("Database", False, f"PostgreSQL {version} at {where}: Tandem needs 15 or newer.")
    return Finding("Database", True, f"PostgreSQL {version} at {where}")


def _roles(_environment: Environment) -> Finding:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT current_user, rolsuper, EXISTS (SELECT 1 FROM pg_tables WHERE tableowner = current_user"
            " AND schemaname = 'public') FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if row is None:
        return Finding("Role", False, "The database does not know the role that signs in.")
    name, superuser, owner = row
    if superuser or owner:
        what = "is a superuser" if superuser else "owns the tables"
        return Finding(
            "Role",
            False,
            f"The application signs in as {name}, which {what}: give DATABASE_URL a role of its own and "
            "TANDEM_OWNER_URL the owner, then run `tandem migrate`.",
        )
    return Finding("Role", True, f"{name} owns no table")


def _migrations(_environment: Environment) -> Finding:
    check = [sys.executable, "-m", "django", "migrate", "--check", "--skip-checks"]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return Finding("Migrations", True, "up to date")
    if done.stderr.strip():
        return Finding(
            "Migrations", False, f"They cannot be compared: {done.stderr.strip().splitlines()[-1]}"
        )
    return Finding("Migrations", False, "The database is behind this version: run `tandem migrate`.")


def _lake(_environment: Environment) -> Finding:
    """In a process of its own: this one must not open a Delta table and then start others."""
    done = subprocess.run(
        [sys.executable, "-m", "tandem.cli.main", "manage", "check_lake"],
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    sentence = said[-1].removeprefix("CommandError: ") if said else "The check gave no answer."
    return Finding("Lake", done.returncode == 0, sentence)


CHECKS_BEFORE: list[Callable[[Environment], Finding]] = [_python, _data_folder, _production, _static_files]
CHECKS_INSIDE: list[Callable[[Environment], Finding]] = [_roles, _migrations, _lake]
