"""Control totals of the rows taken: by month, site and currency, to be held against the ERP's own."""

import duckdb
import pyarrow as pa
from typing_extensions import TypedDict

from tandem.lake.schemas import Fact

MOST = 5000


class Total(TypedDict):
    """`quantity` and `value` are decimals written as text, so that no digit is lost on the way through JSON."""

    month: str
    site: str
    currency: str
    rows: int
    quantity: str | None
    value: str | None


def control_totals(rows: pa.Table, fact: Fact) -> list[Total]:
    """One total a month of the fact's own date (empty where a row has none), site and currency."""
    site = "site" if "site" in fact.names else "''"
    currency = "currency" if "currency" in fact.names else "''"
    quantity = f"cast(sum({fact.quantity}) as varchar)" if fact.quantity else "null"
    value = f"cast(sum({fact.value}) as varchar)" if fact.value else "null"
    with duckdb.connect() as connection:
        connection.register("taken", rows)
        found = connection.execute(
            f"select coalesce(strftime({fact.date}, '%Y-%m'), ''), coalesce({site}, ''), coalesce({currency}, ''), "
            f"count(*), {quantity}, {value} from taken group by 1, 2, 3 order by 1, 2, 3 limit {MOST}"
        ).fetchall()
    names = ("month", "site", "currency", "rows", "quantity", "value")
    return [Total(**dict(zip(names, row, strict=True))) for row in found]  # type: ignore[typeddict-item]  # as selected
