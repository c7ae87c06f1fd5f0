"""The command's grammar: what goes to which stream, with which exit status."""

import json
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tandem.cli import imports, organisations, screening
from tandem.config import postgres
from tandem.facts.models import Fact
from tandem.onboarding.models import PublicList
from tests.cli.installation import Installation, folder_for_all

# One installation for all of them: they run in one process of a parallel run.
pytestmark = pytest.mark.xdist_group("installation")


def test_an_organisation_is_added_and_listed(installation: Installation) -> None:
    assert installation.json("organisation", "list") == [
        {
            "slug": "nordlicht",
            "name": "Nordlicht Pumpen GmbH",
            "name_local": "北光泵业",
            "country": "DE",
            "currency": "EUR",
        }
    ]


def test_the_first_person_of_an_organisation_is_let_in(
    installation: Installation, addresses: postgres.Addresses
) -> None:
    command = ["organisation", "member", "nordlicht", "Ines@nordlicht.example", "--name", "Ines Keller"]
    weak = installation.tandem(*command, typed="12345678\n")
    assert weak.returncode == 1
    assert weak.stderr.startswith(
        "The password will not do: This password is too short: it needs 10 characters at least."
    )
    done = installation.tandem(*command, "--json", typed="tide and harbour 9\n")
    assert json.loads(done.stdout) == {
        "email": "ines@nordlicht.example", "organisation": "nordlicht", "roles": ["administrator"],
    }  # fmt: skip
    with psycopg.connect(addresses.app) as connection:
        kept = connection.execute("SELECT email, password LIKE 'pbkdf2%' FROM accounts_user").fetchall()
    assert kept == [("ines@nordlicht.example", True)]


def test_a_refusal_is_one_sentence_on_standard_error(installation: Installation) -> None:
    done = installation.tandem(
        "organisation",
        "add",
        "Another",
        "--slug",
        "nordlicht",
        "--country",
        "DE",
        "--currency",
        "EUR",
        "--json",
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().splitlines() == [
        "short name: Organization with this Short name already exists."
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["organisation", "add", "X"], "Missing option '--slug'."),
        (["import", "X", "--fact", "weather"], "'weather' is not one of 'order_lines'"),
        (["conquer"], "No such command 'conquer'."),
    ],
)
def test_a_wrong_command_is_told_where_help_is(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    done = Installation(tmp_path / "never").tandem(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "--help" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "never").exists()


def test_what_can_be_chosen_is_what_there_is() -> None:
    assert list(imports.FACTS) == Fact.values
    assert list(screening.LISTS) == PublicList.values
    assert list(organisations.LANGUAGES) == [code for code, _ in settings.LANGUAGES]


def test_help_needs_no_database(tmp_path: Path) -> None:
    done = Installation(tmp_path / "never").tandem("--help")
    assert done.returncode == 0
    for command in ("demo", "serve", "migrate", "organisation", "import", "measure", "score", "doctor"):
        assert command in done.stdout
    assert not (tmp_path / "never").exists()


def test_a_database_behind_this_version_is_neither_used_nor_served() -> None:
    behind = Installation(folder_for_all("behind-"))
    behind.start()
    for command in (["organisation", "list"], ["serve"]):
        done = behind.tandem(*command)
        assert (done.returncode, done.stderr.strip()) == (
            1, "The database is not up to date. Run `tandem migrate` first.",
        )  # fmt: skip
    done = behind.tandem("doctor")
    assert done.returncode == 1
    assert "✗ Migrations: The database is behind this version: run `tandem migrate`." in done.stdout


def test_a_database_that_does_not_answer_is_named_so(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": "postgresql://tandem@127.0.0.1:1/tandem"}
    done = Installation(tmp_path, settings).tandem("organisation", "list")
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer (")
    assert done.stderr.count("\n") == 1


def test_migrating_again_changes_nothing(installation: Installation) -> None:
    done = installation.tandem("migrate")
    assert (done.returncode, done.stderr) == (0, "The database is up to date.\n")


def test_the_applications_role_works_with_rows_and_owns_nothing(addresses: postgres.Addresses) -> None:
    with psycopg.connect(addresses.app, autocommit=True) as connection:
        # Nobody acts: the fence shows nothing.
        assert connection.execute("SELECT count(*) FROM accounts_auditentry").fetchone() == (0,)
        connection.execute("SELECT set_config('tandem.everything', 'on', false)")
        assert connection.execute("SELECT count(*) >= 1 FROM accounts_auditentry").fetchone() == (True,)
        for statement in (
            "UPDATE accounts_auditentry SET verb = ''",
            "DELETE FROM accounts_auditentry",
            "TRUNCATE accounts_auditentry",
            "DROP TABLE accounts_auditentry",
            "ALTER TABLE accounts_auditentry DISABLE ROW LEVEL SECURITY",
            "DROP POLICY tandem_read ON accounts_auditentry",
            "SET ROLE tandem_owner",
            "CREATE TABLE mine (id int)",
            "CREATE ROLE friend",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_server_named_by_its_address_is_migrated_by_its_owner(
    addresses: postgres.Addresses, tmp_path: Path
) -> None:
    with psycopg.connect(addresses.superuser, autocommit=True) as connection:
        connection.execute("CREATE ROLE purchasing_owner LOGIN")
        connection.execute("CREATE ROLE purchasing_app LOGIN")
        connection.execute("CREATE DATABASE purchasing OWNER purchasing_owner")
    host = addresses.superuser.partition("host=")[2]
    settings = {
        "DATABASE_URL": f"postgresql://purchasing_app@/purchasing?host={host}",
        "TANDEM_OWNER_URL": f"postgresql://purchasing_owner@/purchasing?host={host}",
    }
    elsewhere = Installation(tmp_path, settings)
    assert elsewhere.tandem("migrate").returncode == 0
    assert not (tmp_path / "postgres").exists()
    with psycopg.connect(settings["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM accounts_organization").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM accounts_auditentry")
    owner = Installation(tmp_path, {"DATABASE_URL": settings["TANDEM_OWNER_URL"]})
    done = owner.tandem("doctor", "--json")
    assert done.returncode == 1
    wrong = [finding for finding in json.loads(done.stdout) if not finding["ok"]]
    assert [finding["check"] for finding in wrong] == ["Role"]
    assert "which owns the tables" in wrong[0]["sentence"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_ordinary_user_has_an_installation_beside_roots(installation: Installation) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    try:
        subprocess.run([sys.executable, "-c", ""], user=nobody, check=True)
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip("this Python lies in a folder that only root may enter")
    folder = folder_for_all("nobody-")
    shutil.chown(folder, nobody)
    done = Installation(folder / "data", {"HOME": str(folder)}).tandem("migrate", user=nobody)
    assert (done.returncode, done.stderr) == (0, "The database is up to date.\n")
    foreign = Installation(installation.data, {"HOME": str(folder)}).tandem("migrate", user=nobody)
    assert foreign.returncode == 1
    assert "belongs to another user" in foreign.stderr
