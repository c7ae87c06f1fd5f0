"""Ada's files go into the lake whole or not at all, are corrected by later ones, and can be taken back."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from tandem.accounts.audit import AuditEntry
from tandem.core.errors import Refused
from tandem.facts import actions, queries
from tandem.facts.actions import Choices
from tandem.facts.mapping import parsed
from tandem.facts.models import Batch, BatchStatus, LakeVersion, SupplierKey
from tandem.lake.engine import engine
from tandem.lake.layout import current_schema, pinned
from tandem.relationships.models import Relationship, SupplierNumber
from tests.facts.files import HEADER, ORDERS


@pytest.fixture(autouse=True)
def lake(settings, tmp_path) -> None:
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = str(tmp_path / "files")


def load(
    who, tmp_path: Path, *lines: str, mapping: str = ORDERS, fact: str = "order_lines", **choices
) -> Batch:
    path = tmp_path / f"{Batch.objects.count()}.csv"
    path.write_text("\n".join([HEADER, *lines, ""]))
    chosen = Choices(**choices)
    batch = actions.open_batch(path, fact=fact, source="sap", mapping=mapping, by=who.actor)
    said = actions.foretell(path, parsed(mapping), by=who.actor, choices=chosen)
    actions.load_batch(batch, by=who.actor, clock=timezone.now, choices=chosen)
    # What a dry run says is what the load then does, each time.
    assert (said.loaded, said.unchanged, said.unmatched) == (batch.loaded, batch.unchanged, batch.unmatched)
    return batch


def counts(batch: Batch) -> tuple[str, int, int, int, int, int]:
    batch.refresh_from_db()
    return batch.status, batch.read, batch.loaded, batch.unchanged, batch.rejected, batch.unmatched


def current(customer, table: str = "deliveries", columns: str = "document, line, quantity") -> list[tuple]:
    found = pinned(queries.lake_root(customer), queries.lake_snapshot(customer), f"current/{table}")
    with engine() as db:
        rows = found.rows(current_schema(table))
        return db.sql(f"from {rows}").project(columns).order("all").fetchall()


ONE = "1,10,V1,5,2024-03-01,2.5,EUR,"
TWO = "1,20,V2,7,2024-03-01,2,EUR,"


def test_a_file_is_loaded_the_same_again_changes_nothing_and_a_corrected_one_corrects(buyer, tmp_path):
    first = load(buyer, tmp_path, ONE, TWO)
    assert counts(first) == ("loaded", 2, 2, 0, 0, 2)
    assert first.totals == [
        {"month": "", "site": "", "currency": "EUR", "rows": 2, "quantity": "12.0000", "value": "26.5000"}
    ]
    before = current(buyer.organization)
    assert before == [("1", "10", Decimal(5)), ("1", "20", Decimal(7))]

    again = load(buyer, tmp_path, ONE, TWO)
    assert counts(again) == ("loaded", 2, 0, 2, 0, 2)
    assert current(buyer.organization) == before

    corrected = load(buyer, tmp_path, ONE.replace(",5,", ",6,"), TWO)
    assert counts(corrected) == ("loaded", 2, 1, 1, 0, 2)
    assert current(buyer.organization) == [("1", "10", Decimal(6)), ("1", "20", Decimal(7))]

    actions.withdraw_batch(corrected, by=buyer.actor, reason="wrong client")
    assert current(buyer.organization) == before
    assert [version.number for version in LakeVersion.objects.filter(customer=buyer.organization)] == [
        4,
        3,
        2,
        1,
    ]


def test_rejected_rows_hold_the_file_back_unless_the_good_ones_are_asked_for(buyer, tmp_path):
    bad = ONE.replace(",5,", ",five,")
    batch = load(buyer, tmp_path, bad, TWO)
    assert counts(batch) == ("refused", 2, 0, 0, 1, 0)
    assert Path(batch.rejects_path).read_text("utf-8-sig").count("five") == 1
    assert queries.lake_snapshot(buyer.organization) == {}
    actions.load_batch(batch, by=buyer.actor, clock=timezone.now, choices=Choices(good_rows_only=True))
    assert counts(batch) == ("loaded", 2, 1, 0, 1, 1)
    assert current(buyer.organization) == [("1", "20", Decimal(7))]


def test_numbers_are_found_then_identifiers_and_nothing_is_made_silently(buyer, huarui, tmp_path):
    mapping = ORDERS + 'identifier = "Status"\nname = "Currency"\n'
    mapping = mapping.replace('status = { column = "Status", words = { "X" = "cancelled" } }\n', "")
    uscc = huarui.supplier.identifiers.get().value
    batch = load(buyer, tmp_path, ONE + uscc.lower(), TWO, mapping=mapping)
    assert counts(batch) == ("loaded", 2, 2, 0, 0, 1)
    number = SupplierNumber.objects.in_force().get()
    assert (number.source, number.key, number.relationship) == ("sap", "V1", huarui)
    assert Relationship.objects.count() == 1
    waiting = SupplierKey.objects.unmatched().get()
    assert (waiting.key, waiting.name, waiting.rows) == ("V2", "EUR", 1)

    actions.match_supplier_key(waiting, huarui, by=buyer.actor)
    assert list(queries.unmatched_keys(buyer.actor)) == []
    assert [alias.name for alias in huarui.aliases.all()] == ["EUR"]


def test_numbers_of_a_withdrawn_batch_wait_no_longer(buyer, tmp_path):
    load(buyer, tmp_path, ONE)
    second = load(buyer, tmp_path, ONE, TWO)
    assert sorted(key.key for key in SupplierKey.objects.unmatched()) == ["V1", "V2"]
    actions.withdraw_batch(second, by=buyer.actor, reason="wrong file")
    assert [key.key for key in SupplierKey.objects.unmatched()] == ["V1"]


def test_suppliers_are_made_where_that_is_asked_for(buyer, tmp_path):
    batch = load(buyer, tmp_path, ONE, TWO, create_suppliers=True)
    assert counts(batch) == ("loaded", 2, 2, 0, 0, 0)
    assert sorted(one.supplier.name for one in Relationship.objects.all()) == ["V1", "V2"]
    load(buyer, tmp_path, ONE, TWO, create_suppliers=True)
    assert Relationship.objects.count() == 2


def test_an_interrupted_batch_is_found_and_can_be_loaded_again(buyer, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(f"{HEADER}\n{ONE}\n")
    batch = actions.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=buyer.actor)
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.LOADING)
    load(buyer, tmp_path, TWO)
    batch.refresh_from_db()
    assert (batch.status, batch.failure[:11]) == ("failed", "The process")
    actions.load_batch(batch, by=buyer.actor, clock=timezone.now)
    assert counts(batch) == ("loaded", 1, 1, 0, 0, 1)
    assert current(buyer.organization) == [("1", "10", Decimal(5)), ("1", "20", Decimal(7))]


def test_a_failed_try_is_forgotten_once_the_file_is_loaded(buyer, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(f"{HEADER}\n{ONE}\n")
    first = actions.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=buyer.actor)
    Batch.objects.filter(pk=first.pk).update(status=BatchStatus.LOADING)
    second = actions.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=buyer.actor)
    actions.load_batch(second, by=buyer.actor, clock=timezone.now)
    first.refresh_from_db()
    assert (first.status, second.status) == ("discarded", "loaded")


def test_a_full_disk_leaves_everything_as_it_was(buyer, tmp_path, monkeypatch):
    load(buyer, tmp_path, ONE)
    snapshot = queries.lake_snapshot(buyer.organization)

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tandem.facts.actions.loading.pin", full)
    with pytest.raises(OSError, match="No space left"):
        load(buyer, tmp_path, TWO)
    monkeypatch.undo()
    assert queries.lake_snapshot(buyer.organization) == snapshot
    failed = Batch.objects.get(status=BatchStatus.FAILED)
    assert "No space left" in failed.failure
    assert current(buyer.organization) == [("1", "10", Decimal(5))]
    actions.load_batch(failed, by=buyer.actor, clock=timezone.now)
    assert current(buyer.organization) == [("1", "10", Decimal(5)), ("1", "20", Decimal(7))]


def test_who_may_not_import_is_refused(auditor, buyer, rival, tmp_path):
    with pytest.raises(Refused):
        load(auditor, tmp_path, ONE)
    batch = load(buyer, tmp_path, ONE)
    with pytest.raises(Refused):
        actions.withdraw_batch(batch, by=rival.actor, reason="spite")
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw_batch(batch, by=buyer.actor, reason=" ")


def test_every_step_is_in_the_audit_trail(buyer, tmp_path):
    batch = load(buyer, tmp_path, ONE)
    actions.withdraw_batch(batch, by=buyer.actor, reason="test data")
    entries = AuditEntry.objects.about(batch).order_by("pk")
    assert [(one.verb, one.changes.get("status"), one.reason) for one in entries] == [
        ("opened", None, ""),
        ("moved_status", ["uploaded", "loading"], ""),
        ("moved_status", ["loading", "loaded"], ""),
        ("moved_status", ["loaded", "withdrawn"], "test data"),
    ]


def test_a_mapping_is_kept_in_versions(buyer):
    first = actions.save_mapping(ORDERS, by=buyer.actor)
    assert actions.save_mapping(ORDERS, by=buyer.actor) == first
    second = actions.save_mapping(ORDERS + "\n", by=buyer.actor)
    assert (first.version, second.version) == (1, 2)
    assert queries.newest_mapping(buyer.actor, "sap", "order_lines") == second
    assert list(queries.mappings(buyer.actor)) == [second]
