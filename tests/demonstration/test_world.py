from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from stdnum import lei
from stdnum.cn import uscc
from stdnum.eu import vat

from tandem.demonstration.exports import export_days
from tandem.demonstration.identifiers import organisation_code
from tandem.demonstration.world import World, build
from tandem.lake.schemas import STORED, fact
from tests.demonstration.books import Books
from tests.demonstration.conftest import END


def test_three_customers_buy_from_sixty_suppliers_some_of_which_serve_two(world: World) -> None:
    served = Counter(tie.supplier.key for tie in world.ties)
    assert len(world.customers) == 3
    assert len(world.suppliers) == 60
    assert set(served) == {supplier.key for supplier in world.suppliers}
    assert sorted(key for key, count in served.items() if count > 1) == [
        "boli", "hanbit", "mingyi", "muheng", "ruiheng", "xuxin", "zehntbauer",
    ]  # fmt: skip
    assert all(len({site.country for site in customer.sites}) >= 2 for customer in world.customers)


def test_every_identifier_is_valid_and_nobody_shares_one(world: World) -> None:
    held = [i for customer in world.customers for i in customer.identifiers]
    held += [i for supplier in world.suppliers for i in supplier.identifiers]
    assert len({(i.scheme, i.country, i.number) for i in held}) == len(held)
    by_scheme = {
        scheme: [i.number for i in held if i.scheme == scheme] for scheme in ("uscc", "vat", "lei", "duns")
    }
    assert all(uscc.is_valid(number) for number in by_scheme["uscc"])
    assert all(organisation_code(number[8:16]) == number[8:17] for number in by_scheme["uscc"])
    assert all(vat.is_valid(number) for number in by_scheme["vat"])
    assert all(lei.is_valid(number) for number in by_scheme["lei"])
    assert all(len(number) == 9 and number.isdigit() for number in by_scheme["duns"])
    assert {scheme: bool(numbers) for scheme, numbers in by_scheme.items()} == dict.fromkeys(by_scheme, True)


def test_each_customer_has_the_four_roles_and_one_person_works_for_two(world: World) -> None:
    for customer in world.customers:
        roles = {
            role
            for p in world.people
            for m in p.memberships
            if m.organisation == customer.slug
            for role in m.roles
        }
        assert {"administrator", "purchasing_manager", "buyer", "quality_engineer"} <= roles
    assert [p.name for p in world.people if len(p.memberships) > 1] == ["林伟 Wei Lin"]
    assert {tie.owner for tie in world.ties} <= {person.email for person in world.people}


def test_a_number_means_one_supplier_in_its_source(world: World) -> None:
    meanings = [
        (tie.customer.slug, number.source, number.key) for tie in world.ties for number in tie.numbers
    ]
    assert len(set(meanings)) == len(meanings)
    monviso = next(tie for tie in world.ties if tie.story == "monopolist")
    assert [(n.source, n.key) for n in monviso.numbers] == [
        ("sap-eu", "1000/0000101393"),
        ("sap-eu", "1100/0000101393"),
        ("kingdee-cn", "GYS-1393"),
    ]


def test_exports_are_in_the_columns_of_the_lake_and_hold_no_day_to_come(books: Books) -> None:
    for found in books.exports.values():
        assert [export.day for export in found] == sorted(export.day for export in found)
        for export in found:
            assert export.table.schema.equals(fact(export.fact).schema)
            assert max(export.table[fact(export.fact).date].to_pylist()) <= export.day <= END
            for column in fact(export.fact).columns:
                if column.required:
                    assert export.table[column.name].null_count == 0
                if column.values:
                    assert set(export.table[column.name].unique().to_pylist()) <= {*column.values, None}


def test_the_world_has_the_size_that_was_asked_for(books: Books) -> None:
    assert 60_000 <= books.one("select count(*) from order_lines") <= 90_000
    assert books.one("select count(*) from log_order_lines") > 1.03 * books.one(
        "select count(*) from order_lines"
    )
    assert books.one("select min(requested_date) >= date '2023-10-01' from order_lines")
    assert (
        books.one(
            "select count(*) from receipts anti join order_lines using (customer, source, document, line)"
        )
        == 0
    )


@pytest.mark.parametrize("ends_on", [END, date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1)])
def test_exports_come_in_one_then_quarterly_then_monthly(ends_on: date) -> None:
    days = export_days("order_lines", ends_on)
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    assert days[-1] == ends_on
    assert 5 <= len(days) <= 7
    assert all(gap <= 92 for gap in gaps)
    assert all(gap <= 31 for gap in gaps[-2:])
    assert set(export_days("invoices", ends_on)) <= set(export_days("receipts", ends_on)) <= set(days)
    assert len(export_days("invoices", ends_on)) == 2


def test_the_same_seed_makes_the_same_world() -> None:
    first, second = (build(END, share=0.05) for _ in range(2))
    assert first.suppliers == second.suppliers
    assert first.rates == second.rates
    for one, other in zip(first.customers, second.customers, strict=True):
        for a, b in zip(first.exports(one), second.exports(other), strict=True):
            assert a == b
    assert {export.fact for export in first.exports(first.customers[0])} == set(STORED)
