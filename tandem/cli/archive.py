"""One archive of the workflow database, the lake and the files, and back again.

The database is dumped first. Every Delta file its pinned versions name is already on disk by then and never
changes, so the lake copied afterwards holds at least what the dump needs; younger commits are not pinned and
nobody reads them. So a backup may be made while Tandem is served.
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import IO, cast

import click

from tandem.cli import session
from tandem.config import postgres
from tandem.config.environment import Environment, read_environment
from tandem.demonstration import marker
from tandem.demonstration.progress import Reporter

# The key of cookies and links, and the mark that the companies are invented.
SINGLE_FILES = ("secret-key", marker.FILE_NAME)
MANIFEST = "manifest.json"
DUMP = "database.sql"
# Newer programs set it for every server, also for those that do not know it.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"


@click.command()
@click.argument("archive", type=click.Path(dir_okay=False, path_type=Path))
def backup(archive: Path) -> None:
    """Write database, lake and files into ARCHIVE (a .tar.gz), also while Tandem is served."""
    environment = read_environment()
    _require_local_lake(environment)
    if archive.exists():
        raise click.ClickException(f"{archive} exists already: name a new file.")
    if not archive.absolute().parent.is_dir():
        raise click.ClickException(f"{archive.absolute().parent} is no folder: make it first.")
    session.find_database()
    draft = archive.with_name(f".{archive.name}.part")
    reporter = Reporter()
    try:
        _write(draft, environment, reporter)
        draft.rename(archive)
    finally:
        reporter.finish()
        draft.unlink(missing_ok=True)
    click.echo(f"Wrote {archive} ({archive.stat().st_size // 2**10} kB).", err=True)


@click.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(archive: Path) -> None:
    """Bring ARCHIVE back into an empty data folder and database."""
    environment = read_environment()
    _require_local_lake(environment)
    _require_empty(environment)
    try:
        with archive.open("rb") as file:
            watched = _Watched(file, archive.stat().st_size)
            with _open(archive, watched) as tar:
                session.find_database()
                _require_empty_database()
                with watched.shown():
                    _bring_back(tar, environment)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise click.ClickException(
            f"{archive} cannot be brought back whole ({error}): empty {environment.data} before the next try."
        ) from error
    from tandem.cli.migrate import run_migrations

    run_migrations()
    click.echo(f"Restored {archive} into {environment.data}.", err=True)


def _write(draft: Path, environment: Environment, reporter: Reporter) -> None:
    manifest = {"tandem": version("tandem-srm"), "made": datetime.now(UTC).isoformat()}
    with (
        tempfile.NamedTemporaryFile(dir=draft.absolute().parent, prefix=".dump") as dump,
        tarfile.open(draft, "w:gz", compresslevel=1, dereference=True) as tar,
    ):
        draft.chmod(0o600)  # it holds everybody's figures and the secret key
        reporter.report("Database", 0, 1)
        _run(
            "pg_dump", "--no-owner", "--no-privileges", f"--file={dump.name}", os.environ["TANDEM_OWNER_URL"]
        )
        text = json.dumps(manifest).encode()
        header = tarfile.TarInfo(MANIFEST)
        header.size = len(text)
        tar.addfile(header, BytesIO(text))
        tar.add(dump.name, DUMP)
        reporter.report("Database", 1, 1)
        kept = list(_kept(environment))
        reporter.report("Files", 0, len(kept))
        for done, (path, name) in enumerate(kept, start=1):
            _add(tar, path, name)
            reporter.report("Files", done, len(kept))


def _add(tar: tarfile.TarFile, path: Path, name: str) -> None:
    """Add one file as long as it was when opened. One that has gone since the dump was not needed by it."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), file)


def _kept(environment: Environment) -> Iterator[tuple[Path, str]]:
    """Every file of the lake and of the files' folder, and the single files, with its name in the archive."""
    for folder, prefix in ((Path(environment.lake), "lake"), (environment.files, "files")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path, f"{prefix}/{path.relative_to(folder)}"
    for name in SINGLE_FILES:
        if (environment.data / name).exists():
            yield environment.data / name, name


class _Watched:
    """The archive's bytes, of which it is shown how many have been read."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._size = file, size
        self._reporter: Reporter | None = None

    def read(self, size: int) -> bytes:
        self._show(self._file.tell())
        return self._file.read(size)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """On standard error while the block lasts; the end is said only where it is reached."""
        self._reporter = Reporter()
        try:
            self._show(0)
            yield
            self._show(self._size)
        finally:
            self._reporter.finish()
            self._reporter = None

    def _show(self, done: int) -> None:
        if self._reporter is not None:
            self._reporter.report("Archive, in kB", -(-done // 2**10), -(-self._size // 2**10))


def _open(archive: Path, watched: _Watched) -> tarfile.TarFile:
    """The archive as one stream, which is read once from its beginning to its end."""
    with suppress(tarfile.TarError):
        tar = tarfile.open(fileobj=cast("IO[bytes]", watched), mode="r|*")  # noqa: SIM115  # its reader closes it
        first = tar.next()
        if first is not None and first.name == MANIFEST:
            return tar
    raise click.ClickException(f"{archive} is no archive of `tandem backup`.")


def _bring_back(tar: tarfile.TarFile, environment: Environment) -> None:
    for member in tar:
        if member.name == MANIFEST or not member.isfile():
            continue
        content = cast("IO[bytes]", tar.extractfile(member))
        if member.name == DUMP:
            _load(content)
            continue
        target = _target(environment, member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(content, file)
        target.chmod(0o600 if member.name == "secret-key" else 0o644)


def _load(dump: IO[bytes]) -> None:
    """Run a dump as the owner in one transaction."""
    with tempfile.TemporaryFile() as complaints:
        running = subprocess.Popen(
            [
                postgres.program("psql"), "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
                "--output=/dev/null", f"--dbname={os.environ['TANDEM_OWNER_URL']}",
            ],
            stdin=subprocess.PIPE,
            stderr=complaints,
        )  # fmt: skip
        try:
            _feed(dump, cast("IO[bytes]", running.stdin))
        except BrokenPipeError:
            pass  # psql has ended early: it says why on its standard error
        except BaseException:
            running.kill()  # or it would take the end of a cut archive for the end of the dump
            raise
        if running.wait() != 0:
            complaints.seek(0)
            said = _reason(complaints.read().decode())
            raise click.ClickException(f"The database was not restored, nothing of it was kept: {said}")


def _feed(dump: IO[bytes], psql: IO[bytes]) -> None:
    for line in dump:
        if line == UNKNOWN_BEFORE_17:
            break
        psql.write(line)
    shutil.copyfileobj(dump, psql)
    psql.close()


def _target(environment: Environment, name: str) -> Path:
    """Where a file of the archive belongs. Refuses one that would leave its folder."""
    if name in SINGLE_FILES:
        return environment.data / name
    prefix, _slash, rest = name.partition("/")
    folder = {"lake": Path(environment.lake), "files": environment.files}.get(prefix)
    if folder is None or not (folder / rest).resolve().is_relative_to(folder.resolve()):
        raise click.ClickException(f"The archive holds a file that belongs nowhere: {name}.")
    return folder / rest


def _require_local_lake(environment: Environment) -> None:
    if "://" in environment.lake:
        raise click.ClickException(
            f"The lake is at {environment.lake}: use that storage's own snapshots beside `pg_dump`."
        )


def _require_empty(environment: Environment) -> None:
    for folder in (environment.postgres, Path(environment.lake), environment.files):
        if folder.exists() and any(folder.iterdir()):
            raise click.ClickException(
                f"{folder} is not empty: restore into an empty folder (set TANDEM_DATA)."
            )


def _require_empty_database() -> None:
    import psycopg

    with psycopg.connect(os.environ["TANDEM_OWNER_URL"]) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row is None or row[0]:
        raise click.ClickException("The database is not empty: restore into an empty one.")


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [postgres.program(program), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise click.ClickException(f"{program} failed: {_reason(done.stderr)}")


def _reason(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if line]
    errors = [line for line in lines if "ERROR:" in line or "error:" in line]
    return (errors or lines or ["it gave no reason"])[0]
