"""The doctor's look at the lake: a file that is missing is named with what mends it."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tandem.facts import queries
from tests.cast import Person
from tests.facts.test_loading import ONE, TWO, load


@pytest.fixture(autouse=True)
def lake(settings: Any, tmp_path: Path) -> None:
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = str(tmp_path / "files")


def test_a_missing_file_of_the_lake_is_found(buyer: Person, tmp_path: Path) -> None:
    load(buyer, tmp_path, ONE, TWO)
    said = StringIO()
    call_command("check_lake", stdout=said)
    assert said.getvalue().strip() == "1 versions checked, every file is there"
    for kept in (queries.lake_root(buyer.organization) / "log").rglob("*.parquet"):
        kept.unlink()
    with pytest.raises(CommandError) as refusal:
        call_command("check_lake", stdout=StringIO())
    sentence = str(refusal.value)
    assert sentence.startswith("1 files of the lake are missing or damaged, the first is nordlicht 1: ")
    assert ".parquet is missing: " in sentence
    assert sentence.endswith("restore a backup, or import the customer's files again.")
