"""A backup comes back whole, and only into an empty place."""

import shutil
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from tandem.config import postgres
from tests.cli.installation import Installation, contents, folder_for_all, rows

# One installation for all of them: they run in one process of a parallel run.
pytestmark = pytest.mark.xdist_group("installation")


@pytest.fixture(scope="module")
def archive(installation: Installation, addresses: postgres.Addresses) -> Path:
    for place in ("lake/nordlicht/log/order_lines/part-0.parquet", "files/nordlicht/2026/orders 订单.csv"):
        path = installation.data / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(range(256)) * 4000)
    written = folder_for_all("backup-") / "tandem.tar.gz"
    done = installation.tandem("backup", str(written))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    begun, whole, first, last, end = told(done.stderr)
    assert (begun, whole, end) == ("Database: 0 of 1", "Database: 1 of 1", "Wrote")
    # The lake, the files and the secret key.
    kept = sum(len(contents(installation.data / folder)) for folder in ("lake", "files")) + 1
    assert (first, last) == (f"Files: 0 of {kept}", f"Files: {kept} of {kept}")
    return written


def told(progress: str) -> list[str]:
    """The lines of a command's progress without the seconds, its last one by its first word alone."""
    *steps, last = progress.strip().splitlines()
    return [*(step.split(" s  ")[-1] for step in steps), last.split()[0]]


def test_what_was_kept_comes_back_row_by_row_and_byte_by_byte(
    installation: Installation, addresses: postgres.Addresses, archive: Path
) -> None:
    restored = Installation(folder_for_all("restored-") / "data")
    done = restored.tandem("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    size = -(-archive.stat().st_size // 1024)
    begun, ended, *_migrations, last = told(done.stderr)
    assert (begun, ended) == (f"Archive, in kB: 0 of {size}", f"Archive, in kB: {size} of {size}")
    assert last == "Restored"
    assert rows(restored.start().owner) == rows(addresses.owner)
    for folder in ("lake", "files"):
        assert contents(restored.data / folder) == contents(installation.data / folder)
    assert (restored.data / "secret-key").read_bytes() == (installation.data / "secret-key").read_bytes()
    again = restored.tandem("restore", str(archive))
    assert again.returncode == 1
    assert again.stderr.strip() == (
        f"{restored.data / 'postgres'} is not empty: restore into an empty folder (set TANDEM_DATA)."
    )


def test_an_archive_is_for_its_owner_alone(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_no_archive_is_written_over_another(installation: Installation, archive: Path) -> None:
    done = installation.tandem("backup", str(archive))
    assert (done.returncode, done.stderr.strip()) == (1, f"{archive} exists already: name a new file.")


def test_a_database_with_tables_is_not_restored_over(
    installation: Installation, addresses: postgres.Addresses, archive: Path, tmp_path: Path
) -> None:
    settings = {"DATABASE_URL": addresses.app, "TANDEM_OWNER_URL": addresses.owner}
    done = Installation(tmp_path / "empty", settings).tandem("restore", str(archive))
    assert (done.returncode, done.stderr.strip()) == (
        1, "The database is not empty: restore into an empty one.",
    )  # fmt: skip


def test_what_is_no_archive_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("../../etc/cron.d/evil"), BytesIO())
    place = Installation(tmp_path / "data")
    done = place.tandem("restore", str(other))
    assert (done.returncode, done.stderr.strip()) == (1, f"{other} is no archive of `tandem backup`.")
    assert not place.data.exists()


def test_a_file_that_would_leave_its_folder_stops_the_restore(archive: Path) -> None:
    folder = folder_for_all("evil-")
    evil = folder / "evil.tar.gz"
    with tarfile.open(archive) as good, tarfile.open(evil, "w:gz") as tar:
        tar.addfile(good.getmember("manifest.json"), good.extractfile("manifest.json"))
        member = tarfile.TarInfo("lake/../../outside")
        member.size = 1
        tar.addfile(member, BytesIO(b"x"))
    done = Installation(folder / "data").tandem("restore", str(evil))
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1, "The archive holds a file that belongs nowhere: lake/../../outside.",
    )  # fmt: skip
    assert not (folder / "outside").exists()


def test_an_archive_cut_short_says_so_and_keeps_no_half_database(archive: Path) -> None:
    folder = folder_for_all("cut-")
    cut = folder / "cut.tar.gz"
    shutil.copy(archive, cut)
    with cut.open("r+b") as file:
        file.truncate(archive.stat().st_size // 2)
    place = Installation(folder / "data")
    done = place.tandem("restore", str(cut))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"{cut} cannot be brought back whole (")
    assert rows(place.start().owner) == {}
