"""The doctor says what is wrong with an installation, and how to mend it."""

import json
from pathlib import Path

import psycopg
import pytest

from tandem.config import postgres
from tests.cli.installation import Installation

# One installation for all of them: they run in one process of a parallel run.
pytestmark = pytest.mark.xdist_group("installation")


def findings(installation: Installation) -> tuple[int, dict[str, tuple[bool, str]]]:
    done = installation.tandem("doctor", "--json")
    return done.returncode, {
        finding["check"]: (finding["ok"], finding["sentence"]) for finding in json.loads(done.stdout)
    }


def test_a_sound_installation_is_told_so(installation: Installation) -> None:
    status, found = findings(installation)
    assert [sentence for ok, sentence in found.values() if not ok] == []
    assert status == 0
    assert list(found) == [
        "Python", "Data folder", "Mode", "Static files", "Database", "Role", "Migrations", "Lake",
    ]  # fmt: skip
    assert found["Role"] == (True, "tandem_app owns no table")


def test_a_server_that_does_not_answer_is_found(tmp_path: Path) -> None:
    status, found = findings(Installation(tmp_path, {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}))
    assert status == 1
    ok, sentence = found["Database"]
    assert not ok
    assert sentence.startswith("PostgreSQL at DATABASE_URL does not answer: ")
    assert "Migrations" not in found


def test_a_folder_that_cannot_be_written_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, found = findings(Installation(tmp_path / "file" / "data"))
    assert status == 1
    assert found["Data folder"][0] is False
    assert "set TANDEM_DATA to one that can" in found["Data folder"][1]


def test_a_damaged_lake_is_told_in_a_sentence_without_an_exceptions_name(
    installation: Installation, addresses: postgres.Addresses
) -> None:
    with psycopg.connect(addresses.owner, autocommit=True) as connection:
        connection.execute("SELECT set_config('tandem.everything', 'on', false)")
        connection.execute(
            "INSERT INTO facts_lakeversion (customer_id, number, tables, made_at, pinned) "
            """SELECT id, 900, '{"log/invoices": 0}', now(), false FROM accounts_organization """
            "WHERE slug = 'nordlicht'"
        )
        try:
            status, found = findings(installation)
        finally:
            connection.execute("DELETE FROM facts_lakeversion WHERE number = 900")
    ok, sentence = found["Lake"]
    assert (status, ok) == (1, False)
    folder = installation.data / "lake/nordlicht/log/invoices"
    assert sentence == (
        "1 files of the lake are missing or damaged, the first is nordlicht 900: log/invoices: version 0 cannot "
        f'be read (Local path "{folder}" does not exist or you don\'t have access!): '
        "restore a backup, or import the customer's files again."
    )
