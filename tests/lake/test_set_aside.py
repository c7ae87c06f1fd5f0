"""Which KPIs leave out the same disputed row."""

from tandem.lake.kpis import shipped
from tandem.lake.set_aside import KEYS, subject_of
from tandem.lake.views import views


def test_whether_a_line_came_in_time_is_one_question_and_what_it_cost_another() -> None:
    subjects = {code: subject_of(spec) for code, spec in shipped().items()}
    timely = {"on_time_lines", "on_time_quantity", "otif", "days_late_mean", "days_late_p90"}
    assert {code for code, subject in subjects.items() if subject == "timeliness"} == timely
    assert {subjects[code] for code in ("defect_ppm", "lot_acceptance", "line_stops")} == {"quality"}
    assert subjects["invoice_accuracy"] == "invoices"
    assert (subjects["fill_rate"], subjects["spend"]) == ("fill_rate", "spend")


def test_every_view_names_its_rows_by_columns_it_has() -> None:
    for name, view in views().items():
        assert set(KEYS[name]) <= set(view.names)
