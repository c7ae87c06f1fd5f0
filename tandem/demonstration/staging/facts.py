"""The ERPs' exports as CSV files, imported one by one under saved mappings; and the tables of rates."""

import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

import pyarrow as pa
from pyarrow.csv import write_csv

from tandem.accounts.actor import Actor
from tandem.demonstration.companies import Customer
from tandem.demonstration.exports import Export
from tandem.demonstration.stories import INTERNAL_NAME, INTERNAL_NUMBER, OLD_NAME, OLD_NUMBER
from tandem.demonstration.world import World
from tandem.facts import actions, mapping_text
from tandem.facts.mapping import FILLED_BY_US, Mapping, Rule, SupplierRules
from tandem.facts.models import Batch, BatchStatus
from tandem.lake.schemas import fact

NAME_COLUMN = "supplier_name"


def keep_rates(world: World, customer: Customer, *, by: Actor) -> None:
    rates = {(rate.currency, rate.day): rate.rate for rate in world.rates if rate.into == customer.currency}
    if customer.currency == "EUR":  # no order is in yuan, but suppliers' statements are
        yuan = [rate for rate in world.rates if (rate.currency, rate.into) == ("EUR", "CNY")]
        rates |= {("CNY", rate.day): round(1 / rate.rate, 8) for rate in yuan}
    actions.save_rates(rates, by=by)


def import_export(export: Export, names: dict[str, str], *, by: Actor) -> None:
    """Load one file; one that was loaded before is left alone, one that a killed build left behind is loaded again."""
    batches = Batch.objects.visible_to(by).filter(file_name=export.file_name)
    batch = batches.first()
    if batch is None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / export.file_name
            write_csv(_named(export.table, names), path)
            mapping = actions.save_mapping(_mapping(export), by=by)
            batch = actions.open_batch(
                path, fact=export.fact, source=export.source, mapping=mapping.text, by=by
            )
            actions.keep_upload(batch, path)
    if batch.status != BatchStatus.LOADED:
        arrived = datetime.combine(export.day, time(18), UTC)
        actions.load_batch(batch, by=by, clock=lambda: arrived)
        # Taken in on the day it tells of, so that no file ends before it begins.
        Batch.objects.filter(pk=batch.pk).update(created_at=arrived)


def names_of(world: World, customer: Customer) -> dict[str, str]:
    """The name beside each supplier number in the customer's ERPs."""
    known = {number.key: tie.supplier.native_name for tie in world.of(customer) for number in tie.numbers}
    return known | {OLD_NUMBER: OLD_NAME, INTERNAL_NUMBER: INTERNAL_NAME}


def _named(table: pa.Table, names: dict[str, str]) -> pa.Table:
    if "supplier_key" not in table.column_names:
        return table
    return table.append_column(
        NAME_COLUMN, pa.array([names.get(key) for key in table["supplier_key"].to_pylist()])
    )


def _mapping(export: Export) -> str:
    """Every column from the one of the same name; the supplier from its number, with its name beside it."""
    own = (name for name in fact(export.fact).names if name not in (*FILLED_BY_US, "supplier_key"))
    return mapping_text.written(
        Mapping(
            fact=export.fact,
            source=export.source,
            columns={name: Rule(column=name) for name in own},
            supplier=SupplierRules(number=Rule(column="supplier_key"), name=Rule(column=NAME_COLUMN)),
        )
    )
