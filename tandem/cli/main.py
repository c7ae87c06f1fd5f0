"""The `tandem` command: one group; each command's module is imported only when it is called.

A command's module is its grammar: help and mistakes need no Django. What it does is in `work`, imported once Django is
set up (`session.work`).
"""

import importlib
import os
import sys
from dataclasses import dataclass

import click


@dataclass(frozen=True)
class Entry:
    module: str
    name: str
    help: str


COMMANDS = {
    "demo": Entry("demo", "demo", "Build the demonstration companies, then serve them."),
    "serve": Entry("serve", "serve", "Serve the web pages and run the background worker."),
    "migrate": Entry("migrate", "migrate", "Bring the database to this version."),
    "doctor": Entry("doctor", "doctor", "Say what is wrong with this installation."),
    "backup": Entry("archive", "backup", "Write database, lake and files into one archive."),
    "restore": Entry("archive", "restore", "Bring an archive back into an empty folder."),
    "organisation": Entry("organisations", "organisation", "Add and list organisations; let people in."),
    "token": Entry("tokens", "token", "Make a service token for the API."),
    "import": Entry("imports", "import_facts", "Import a file of facts."),
    "measure": Entry("scores", "measure", "Measure KPIs over the facts."),
    "score": Entry("scores", "score", "Score a period by a template."),
    "screening": Entry("screening", "screening", "Load debarment and sanctions lists."),
    "manage": Entry("manage", "manage", "Run one of Django's own commands."),
}


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = getattr(importlib.import_module(f"tandem.cli.{entry.module}"), entry.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tandem-srm")
def tandem() -> None:
    """Supplier relationship management that a company and its suppliers run together."""


def main() -> None:
    """Run one command: one sentence on standard error and a non-zero exit status for whatever goes wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.config.settings")
    try:
        status = tandem(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _fail("Stopped.", 130)
    except click.UsageError as error:
        hint = f" See `{error.ctx.command_path} --help`." if error.ctx else ""
        _fail(error.format_message() + hint, 2)
    except click.ClickException as error:
        _fail(error.format_message(), error.exit_code)
    except Exception as error:  # the edge: nobody at a terminal should meet a traceback
        if os.environ.get("TANDEM_DEBUG") == "1":
            raise
        _fail(_sentence(error), 1)
    sys.exit(status if isinstance(status, int) else 0)


def _sentence(error: Exception) -> str:
    from django.db import OperationalError, ProgrammingError
    from psycopg import OperationalError as NoAnswer
    from psycopg.errors import UndefinedColumn, UndefinedTable

    from tandem.core.errors import Refused
    from tandem.lake.errors import LakeRefused

    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    if isinstance(error, Refused | LakeRefused):
        return str(error)
    if isinstance(error, OperationalError | NoAnswer):
        return f"The database does not answer ({first}). `tandem doctor` says how to mend it."
    if isinstance(error, ProgrammingError) and isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
        return "The database is not up to date. Run `tandem migrate` first."
    return (
        f"Tandem met an error it did not expect ({type(error).__name__}: {first}). "
        "`tandem doctor` checks the installation; TANDEM_DEBUG=1 shows the details."
    )


def _fail(sentence: str, status: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
