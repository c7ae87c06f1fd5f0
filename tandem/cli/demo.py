"""`tandem demo`: the demonstration companies, built where they are absent, then served."""

import os
import subprocess
import sys

import click

from tandem.cli import serve, session
from tandem.cli.demo_reset import throw_away
from tandem.config.environment import read_environment
from tandem.demonstration import marker
from tandem.demonstration.customers import PASSWORD, people


@click.command()
@click.option("--reset", is_flag=True, help="Throw the demonstration away and begin anew.")
@click.option("--yes", is_flag=True, help="With --reset: companies added since go too, without a question.")
@click.option("--build-only", is_flag=True, help="Build it, and do not serve it.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=int, help="Port to listen on.")
def demo(reset: bool, yes: bool, build_only: bool, host: str, port: int) -> int:
    """Build the demonstration companies, then serve them."""
    environment = read_environment()
    if environment.production:
        raise click.ClickException(
            "The demonstration has known passwords: it is not served in production mode."
        )
    if reset:
        throw_away(environment, yes=yes)
    session.find_database()
    _in_own_process("tandem.cli.main", "migrate")
    begun = marker.read(environment.data)
    if begun is None or not begun.ready:
        _in_own_process("tandem.demonstration")
    click.echo(sign_in_table())
    return 0 if build_only else serve.run(host=host, port=port)


def sign_in_table() -> str:
    """Who can sign in, as whom, and what to look at first."""
    rows = [("e-mail", "organisation", "role", "look first at")]
    rows += [
        (person.email, place.organisation, ", ".join(place.roles).replace("_", " "), person.look_at)
        for person in people()
        for place in person.memberships
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]
    return "\n".join(["", f"Sign in with any of these and the password “{PASSWORD}”:", "", *lines, ""])


def _in_own_process(module: str, *arguments: str) -> None:
    """Run a module to its end; what it has to say about a failure it says itself, unless it was killed."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tandem.config.settings"}
    done = subprocess.run([sys.executable, "-m", module, *arguments], env=environment, check=False)
    if done.returncode < 0:
        raise click.ClickException(
            f"The building was ended by signal {-done.returncode}. Run `tandem demo` again: it goes on from there."
        )
    if done.returncode:
        raise click.exceptions.Exit(done.returncode)
