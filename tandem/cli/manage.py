import click

from tandem.cli import session


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, for example `tandem manage makemigrations`."""
    session.start(with_database=not {"-h", "--help"} & set(arguments))
    from django.core.management import execute_from_command_line

    session.act_for_all()
    execute_from_command_line(["tandem manage", *arguments])
