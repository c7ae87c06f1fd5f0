"""Each story of the table holds in the numbers, by a computation that shares nothing with the measures."""

from datetime import date
from decimal import Decimal

from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING
from tandem.demonstration.stories import INTERNAL_NUMBER, OLD_NUMBER, STORIES
from tandem.demonstration.world import World
from tests.demonstration.books import Books
from tests.demonstration.conftest import END

FIRST_YEAR = (date(2023, 10, 1), date(2024, 10, 1))
SECOND_YEAR = (date(2024, 10, 1), date(2025, 10, 1))
LAST_YEAR = (date(2025, 10, 1), date(2026, 10, 1))
LAST_HALF = (date(2026, 4, 1), date(2026, 10, 1))
WHOLE = (date(2023, 10, 1), END)


def test_every_story_is_about_somebody_in_the_world(world: World) -> None:
    told = {tie.story for tie in world.ties if tie.story}
    assert told == {story.key for story in STORIES if story.supplier}


def test_lirui_declines(books: Books) -> None:
    assert books.on_time(BRUECKWALD, "lirui", *FIRST_YEAR) > 0.93
    assert books.on_time(BRUECKWALD, "lirui", *LAST_HALF) < 0.72
    bad = """select avg((defective_quantity > 0)::int) from supplier_quality_events
             where supplier = 'lirui' and found_at = 'incoming' and found_date >= ? and found_date < ?"""
    assert books.one(bad, *FIRST_YEAR) < 0.04
    assert books.one(bad, *LAST_HALF) > 0.06


def test_doubrava_recovers_after_a_bad_year(books: Books) -> None:
    assert books.on_time(BRUECKWALD, "doubrava", date(2023, 10, 1), date(2024, 4, 1)) > 0.88
    assert books.on_time(BRUECKWALD, "doubrava", *SECOND_YEAR) < 0.72
    assert books.on_time(BRUECKWALD, "doubrava", *LAST_HALF) > 0.9


def test_thanh_vy_has_delivered_exactly_six_times(books: Books) -> None:
    assert books.one("select count(*), sum(complete::int) from deliveries where supplier = 'thanhvy'") == (
        6,
        6,
    )
    six = "select count(*) from receipts where supplier_key in (select key from ties where supplier = 'thanhvy')"
    assert books.one(six) == 6


def test_bergquell_is_late_only_by_dates_that_the_customer_moved(books: Books) -> None:
    assert books.on_time(BRUECKWALD, "bergquell", *WHOLE) < 0.6
    assert books.on_time(BRUECKWALD, "bergquell", *WHOLE, due="first_confirmed_date") > 0.93
    moved = """select count(*) from (
        select document, line from log_order_lines join ties using (customer, source) where supplier = 'bergquell'
        and key = supplier_key group by all having count(distinct requested_date) > 1)"""
    assert books.one(moved) > 60  # seen as history, export by export


def test_monviso_has_most_of_the_spend_on_bearings_and_raises_prices(books: Books) -> None:
    spend = """select sum(line_value) filter (supplier = 'monviso') / sum(line_value) from deliveries
               where customer = ? and category = 'bearings' and currency = 'EUR' and supplier is not null"""
    assert 0.75 < books.one(spend, BRUECKWALD) < 0.97
    price = """select sum(unit_price * quantity) / sum(baseline_price * quantity) from deliveries
               where supplier = 'monviso' and ordered_date >= ? and ordered_date < ?"""
    assert books.one(price, *FIRST_YEAR) < 1.06
    assert books.one(price, *LAST_YEAR) > 1.13


def test_chengyue_passes_inspection_and_stops_the_line(books: Books) -> None:
    lots, bad, stops = books.one(
        """select count(*) filter (found_at = 'incoming'),
                  count(*) filter (found_at = 'incoming' and defective_quantity > 0),
                  count(*) filter (incident = 'line_stop' and found_date >= ?)
           from supplier_quality_events where supplier = 'chengyue'""",
        LAST_YEAR[0],
    )
    receipts = books.one("select count(*) from deliveries where supplier = 'chengyue'")
    assert 0 < lots < receipts * 0.1
    assert bad == 0
    assert stops >= 3


def test_zehntbauer_is_steady(books: Books) -> None:
    for year in (FIRST_YEAR, SECOND_YEAR, LAST_YEAR):
        assert books.on_time(BRUECKWALD, "zehntbauer", *year) > 0.97
    ranked = books.database.execute(
        """select supplier from deliveries where customer = ? and requested_date between ? and ?
           group by supplier having count(*) > 100 order by avg((complete and last <= requested_date)::int) desc""",
        [BRUECKWALD, *LAST_YEAR],
    ).fetchall()
    assert ("zehntbauer",) in ranked[:3]


def test_xuchi_is_cheap_and_defect_prone(books: Books) -> None:
    price = """select sum(unit_price * quantity) / sum(baseline_price * quantity) from deliveries
               where supplier = 'xuchi'"""
    assert books.one(price) < 0.88
    bad = """select avg((defective_quantity > 0)::int) from supplier_quality_events
             where supplier = 'xuchi' and found_at = 'incoming'"""
    assert 0.16 < books.one(bad) < 0.27


def test_palmettos_invoices_do_not_match(books: Books) -> None:
    wrong = """select avg((amount <> expected_amount)::int) filter (supplier = 'palmetto'),
                      avg((amount <> expected_amount)::int) filter (supplier <> 'palmetto')
               from supplier_invoices where customer = ?"""
    palmetto, others = books.one(wrong, CEDAR_RIDGE)
    assert 0.22 < palmetto < 0.34
    assert others < 0.05


def test_cedar_ridge_pays_late_and_the_others_do_not(books: Books) -> None:
    days = (
        "select avg(paid_date - due_date), avg((paid_date <= due_date)::int) from invoices where customer = ?"
    )
    late, share = books.one(days, CEDAR_RIDGE)
    assert 15 < late < 25
    assert share < 0.3
    for customer in (BRUECKWALD, LANTING):
        assert books.one(days, customer)[1] > 0.93


def test_ruiheng_serves_one_customer_well_and_the_other_badly(books: Books) -> None:
    assert books.on_time(BRUECKWALD, "ruiheng", *WHOLE) > 0.93
    assert books.on_time(LANTING, "ruiheng", *WHOLE) < 0.75


def test_some_rows_come_under_an_old_name_and_some_from_ones_own_warehouse(books: Books) -> None:
    unmatched = dict(
        books.database.execute(
            "select supplier_key, min(ordered_date) from deliveries where supplier is null group by all"
        ).fetchall()
    )
    assert set(unmatched) == {OLD_NUMBER, INTERNAL_NUMBER}
    assert unmatched[OLD_NUMBER] > date(2026, 4, 1)


def test_takamine_is_paid_in_yen_and_the_peso_lacks_its_early_rates(books: Books, world: World) -> None:
    currencies = "select list(distinct currency) from deliveries where supplier = ?"
    assert books.one(currencies, "takamine") == ["JPY"]
    assert books.one(currencies, "sierra") == ["MXN"]
    first = {pair: min(r.day for r in world.rates if (r.currency, r.into) == pair) for pair in _pairs(world)}
    assert first["MXN", "USD"] == date(2026, 1, 1)
    assert all(day < date(2023, 10, 1) for pair, day in first.items() if pair != ("MXN", "USD"))
    needed = books.database.execute("select distinct customer, currency from order_lines").fetchall()
    own = {customer.slug: customer.currency for customer in world.customers}
    assert {(currency, own[customer]) for customer, currency in needed if currency != own[customer]} == set(
        first
    )
    assert all(rate.rate > Decimal(0) for rate in world.rates)


def _pairs(world: World) -> set[tuple[str, str]]:
    return {(rate.currency, rate.into) for rate in world.rates}
