"""The `tandem` command: one group, each subject's commands in its own module."""

import os
import sys

import click

from tandem.cli import installation
from tandem.core.errors import Refused
from tandem.lake.errors import LakeRefused


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tandem-srm")
def tandem() -> None:
    """Supplier relationship management that a company and its suppliers run together."""


for command in installation.COMMANDS:
    tandem.add_command(command)


def main() -> None:
    """Run one command: one sentence on standard error and a non-zero exit status for whatever goes wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.config.settings")
    try:
        tandem(standalone_mode=False)
    except click.exceptions.Abort:
        _fail("Stopped.", 130)
    except click.UsageError as error:
        hint = f" See `{error.ctx.command_path} --help`." if error.ctx else ""
        _fail(error.format_message() + hint, 2)
    except click.ClickException as error:
        _fail(error.format_message(), error.exit_code)
    except (Refused, LakeRefused) as error:
        _fail(str(error), 1)


def _fail(sentence: str, status: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)
