"""What Nordlicht's ERP says of its suppliers: small books that the stories are measured from."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tandem.accounts.models import Organization
from tandem.facts.actions.loading import pin
from tandem.facts.queries import lake_root, lake_snapshot
from tandem.lake import store
from tests.lake.stories import rows

ORDERED_BEFORE = timedelta(days=20)
Row = dict[str, Any]


def order(key: str, number: int, due: date, **more: Any) -> Row:
    """One order line of 100 pieces at 2 euros, due on a day; closed, in Hamburg, unless said otherwise."""
    return {
        "source": "erp", "supplier_key": key, "document": f"PO-{key}-{number}", "line": "1",
        "ordered_date": due - ORDERED_BEFORE, "requested_date": due, "quantity": 100, "unit_price": 2,
        "baseline_price": 2, "line_value": 200, "currency": "EUR", "status": "closed", "site": "HAM",
    } | more  # fmt: skip


def receipt(line: Row, day: date) -> Row:
    """Everything ordered, received on a day."""
    return {
        "source": "erp", "supplier_key": line["supplier_key"], "receipt_document": f"GR-{line['document']}",
        "document": line["document"], "line": "1", "receipt_date": day, "quantity": line["quantity"],
        "site": line["site"],
    }  # fmt: skip


def stop(key: str, number: int, day: date) -> Row:
    """A line stop that the supplier answers for."""
    return {
        "source": "erp", "supplier_key": key, "event": f"Q-{key}-{number}", "found_at": "line", "found_date": day,
        "defective_quantity": 1, "responsibility": "accepted", "incident": "line_stop", "site": "HAM",
    }  # fmt: skip


def deliveries(
    key: str, start: date, *, on_time: int, late: int, days_late: int = 5, **more: Any
) -> list[tuple[Row, Row]]:
    """Orders due one a day from `start`, with their receipts; the late ones come first."""
    pairs = []
    for place in range(on_time + late):
        due = start + timedelta(days=place)
        line = order(key, int(f"{start:%y%m}{place:03}"), due, **more)
        pairs.append((line, receipt(line, due + timedelta(days=days_late if place < late else 0))))
    return pairs


def load(customer: Organization, pairs: list[tuple[Row, Row]], events: list[Row] | None = None) -> None:
    """Put the books into the customer's lake, as an import does."""
    batches = [("order_lines", [line for line, _ in pairs]), ("receipts", [got for _, got in pairs])]
    if events:
        batches.append(("quality_events", events))
    _load(customer, batches)


def load_invoices(customer: Organization, invoices: list[Row]) -> None:
    _load(customer, [("invoices", invoices)])


def load_orders(customer: Organization, lines: list[Row]) -> None:
    """Order lines that nothing has been received for yet."""
    _load(customer, [("order_lines", lines)])


def _load(customer: Organization, batches: list[tuple[str, list[Row]]]) -> None:
    root: Path = lake_root(customer)
    for name, given in batches:
        snapshot = lake_snapshot(customer)
        number = sum(snapshot.values()) + 1
        loaded = store.load(root, snapshot, name, number, rows(name, *given))
        pin(customer.pk, loaded.changes)
