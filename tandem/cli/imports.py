"""`tandem import`: one file of facts."""

from pathlib import Path
from typing import Any

import click

from tandem.cli import session

FACTS = ("order_lines", "receipts", "deliveries", "quality_events", "invoices")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--fact", required=True, type=click.Choice(FACTS), help="What the file's rows are.")
@click.option("--customer", required=True, metavar="SLUG", help="The organisation whose facts they are.")
@click.option(
    "--mapping", "mapping_file", required=True, type=click.Path(path_type=Path), help="How to read it (TOML)."
)
@click.option(
    "--create-suppliers", is_flag=True, help="Make a supplier of every supplier number nobody knows."
)
@click.option("--good-rows-only", is_flag=True, help="Load the good rows though others were rejected.")
@click.option("--dry-run", is_flag=True, help="Say what would be loaded, and load nothing.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def import_facts(**given: Any) -> int:
    """Import FILE (CSV, XLSX or Parquet). Exit status 1 when rows were rejected and nothing was loaded."""
    status: int = session.work("imports").import_facts(**given)
    return status
