"""Huarui's standards, instruments and measurements: files with faults named, calibrations overdue, figures told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tandem.assessments import entry_files, measurement_files
from tandem.assessments.actions.kept import save_entry
from tandem.assessments.actions.measurements import keep_measurements
from tandem.assessments.desk import Desk
from tandem.assessments.measurement_files import Fault, Series
from tandem.assessments.models import Instrument, Measurements, Mechanism, Standard
from tandem.assessments.queries import quality_system
from tandem.core.errors import Forbidden, Refused
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, supplier_of

TODAY = date(2026, 11, 23)
HEADER = "part,characteristic,unit,lower limit,upper limit,subgroup,value\n"


def own_desk(huarui: Relationship) -> Desk:
    return Desk(huarui.supplier, huarui.supplier_id)


def file(folder: Path, text: str) -> Path:
    path = folder / "values.csv"
    path.write_text(text, encoding="utf-8")
    return path


def rows(part: str, values: list[float], *, lower: str = "9", upper: str = "11", size: int = 2) -> str:
    return "".join(
        f"{part},bore,mm,{lower},{upper},{place // size},{value}\n" for place, value in enumerate(values)
    )


TWELVE = [9.9, 10.1, 10.0, 10.2, 9.8, 10.0, 10.1, 9.9, 10.0, 10.1, 9.9, 10.0]


def test_a_file_is_read_by_characteristic_and_subgroup(tmp_path: Path) -> None:
    text = (
        HEADER + rows("P-1", TWELVE[:4]) + 'P-2,flatness,µm,,"0,05",,"0,021"\nP-2,flatness,µm,,0.05,,0.025\n'
    )
    found, faults = measurement_files.understand(file(tmp_path, text))
    assert faults == []
    first, second = found
    assert (first.part, first.lower, first.upper, first.subgroups) == (
        "P-1",
        9,
        11,
        [[9.9, 10.1], [10.0, 10.2]],
    )
    # A comma is a decimal comma, one limit is enough, and values without a subgroup stand alone.
    assert (second.lower, second.upper, second.subgroups) == (None, 0.05, [[0.021], [0.025]])


def test_each_fault_is_named_by_its_row_and_column(tmp_path: Path) -> None:
    text = (
        "零件,特性,下限,上限,子组,测量值\nP-1,孔径,9,11,1,10.1\n,孔径,9,11,1,10\nP-1,孔径,9,11,1,ten\nP-1,孔径,9,12,1,10\n"
        "P-2,孔径,11,9,1,10\nP-3,孔径,,,1,10\nP-1,孔径,9,11,1,\nP-1,孔径,9,11,1,nan\n"
    )
    found, faults = measurement_files.understand(file(tmp_path, text))
    assert faults == [
        Fault(3, "零件", "missing"),
        Fault(4, "测量值", "“ten” is not a number"),
        Fault(5, "上限", "another limit than in the rows above for the same characteristic"),
        Fault(6, "上限", "not above the lower limit"),
        Fault(7, "下限", "neither a lower nor an upper limit"),
        Fault(8, "测量值", "missing"),
        Fault(9, "测量值", "“nan” is not a number"),
    ]
    assert [(series.part, series.count) for series in found] == [("P-1", 1)]


def test_a_file_that_is_no_such_table_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no column for: value"):
        measurement_files.understand(file(tmp_path, "part,characteristic,lower limit\nP-1,bore,9\n"))
    with pytest.raises(Refused, match="neither a column for the lower limit"):
        measurement_files.understand(file(tmp_path, "part,characteristic,value\nP-1,bore,9\n"))


def test_the_supplier_uploads_measurements_and_the_customer_reads_them_once_shared(
    huarui: Relationship, huarui_sales: Person, buyer: Person, rival: Person
) -> None:
    client, path = huarui_sales.client, reverse("assessments_supplier:upload_measurements")

    def upload(text: str, **more: str) -> Any:
        given = SimpleUploadedFile("values.csv", text.encode())
        return client.post(path, {"file": given, "measured_on": "2026-11-20", **more})

    answer = upload(HEADER + rows("P-1", TWELVE) + "P-1,bore,mm,9,11,9,ten\n")
    assert answer.status_code == 422
    assert answer.context["faults"][0].row == 14
    assert Measurements.objects.count() == 0
    assert (
        upload(HEADER + rows("P-1", TWELVE) + "P-1,bore,mm,9,11,9,ten\n", without_faults="yes").status_code
        == 302
    )
    kept = Measurements.objects.get()
    assert (kept.part, len(kept.values), kept.kept_by) == ("P-1", 12, huarui.supplier)
    # The same day again replaces it.
    upload(HEADER + rows("P-1", TWELVE[:10]))
    assert [len(each.values) for each in Measurements.objects.all()] == [10]

    page = reverse("assessments:measurements", args=[huarui.slug, kept.pk])
    assert [who.client.get(page).status_code for who in (buyer, rival)] == [404, 404]
    relationships.give_consent(huarui, "quality_system", by=huarui_sales.actor, now=NOW)
    assert [who.client.get(page).status_code for who in (buyer, rival)] == [200, 404]
    other = supplier_of(buyer, "Bergquell GmbH")
    assert (
        buyer.client.get(reverse("assessments:measurements", args=[other.slug, kept.pk])).status_code == 404
    )
    remove = reverse("assessments:remove_measurements", args=[huarui.slug, kept.pk])
    assert buyer.client.post(remove).status_code == 404
    assert client.post(reverse("assessments_supplier:remove_measurements", args=[kept.pk])).status_code == 302
    assert Measurements.objects.count() == 0


def test_measurements_of_a_day_to_come_or_by_somebody_else_are_refused(
    huarui: Relationship, huarui_sales: Person, buyer: Person
) -> None:
    series = [Series("P-1", "bore", "mm", 9, 11, {"1": TWELVE})]
    desk, by = own_desk(huarui), huarui_sales.actor
    with pytest.raises(Refused, match="has not come yet"):
        keep_measurements(series, "values.csv", date(2026, 12, 1), desk, by=by, now=NOW)
    with pytest.raises(Refused, match="nothing was kept"):
        keep_measurements([], "values.csv", TODAY, desk, by=by, now=NOW)
    with pytest.raises(Forbidden):
        keep_measurements(series, "values.csv", TODAY, desk, by=buyer.actor, now=NOW)


def test_an_overdue_calibration_comes_first_and_is_said(
    huarui: Relationship, huarui_sales: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    desk, by = own_desk(huarui), huarui_sales.actor
    for number, due in (("C-1", date(2027, 5, 1)), ("C-2", date(2026, 11, 22)), ("C-3", date(2026, 12, 10))):
        save_entry(Instrument(number=number, what="Caliper", due_on=due), desk, by=by, now=NOW)
    twice = Instrument(number="C-1", what="Caliper")
    with pytest.raises(Refused, match="an instrument with this number already"):
        save_entry(twice, desk, by=by, now=NOW)
    backwards = Instrument(number="C-9", what="Gauge", calibrated_on=TODAY, due_on=date(2026, 1, 1))
    with pytest.raises(Refused, match="due before the last one"):
        save_entry(backwards, desk, by=by, now=NOW)
    page = huarui_sales.client.get(reverse("assessments_supplier:quality_system"))
    assert [(each.number, overdue, soon) for each, overdue, soon in page.context["instruments"]] == [
        ("C-2", True, False),
        ("C-3", False, True),
        ("C-1", False, False),
    ]
    assert "逾期" in page.content.decode()


def test_instruments_come_from_a_file(tmp_path: Path) -> None:
    text = (
        "编号,名称,量程,分辨力,校准日期,下次校准,校准机构,证书编号\n"
        "C-1,卡尺,0–150 mm,0.01 mm,2026-01-10,2027年1月9日,计量院,J-1\nC-1,again,,,,,,\n,卡尺,,,,,,\n"
        "C-2,gauge,,,10.01.2026,09.01.2026,,\nC-3,gauge,,,soon,,,\n"
    )
    found = entry_files.understand(file(tmp_path, text), entry_files.INSTRUMENTS, {})
    assert [row.problem for row in found] == [
        "",
        "Row 2 says this already.",
        "number: missing.",
        "The next calibration is due before the last one was done.",
        "last calibrated: “soon” is no date. Write it as 2026-03-31.",
    ]
    assert found[0].values["due_on"] == date(2027, 1, 9)


def test_the_evaluation_is_told_figures_of_the_quality_system(
    huarui: Relationship, huarui_sales: Person, buyer: Person
) -> None:
    nothing = quality_system.figures(buyer.actor, huarui, TODAY)
    assert {figure.value for figure in nothing} == {None}
    desk, by = own_desk(huarui), huarui_sales.actor

    def put(entry: Any) -> None:
        save_entry(entry, desk, by=by, now=NOW)

    put(Standard(standard="iso_9001", valid_until=date(2027, 1, 1)))
    put(Standard(standard="iso_14001", valid_until=date(2026, 11, 22)))
    put(Instrument(number="C-1", what="Caliper", due_on=date(2027, 5, 1)))
    put(Instrument(number="C-2", what="Caliper", due_on=date(2026, 11, 22)))
    for which in Mechanism.Which:
        put(Mechanism(which=which, state="partly" if which == "msa" else "yes"))
    series = [Series("P-1", "bore", "mm", 9, 11, {str(n): TWELVE[n : n + 2] for n in range(0, 12, 2)})]
    keep_measurements(series, "values.csv", TODAY, desk, by=by, now=NOW)
    relationships.give_consent(huarui, "quality_system", by=by, now=NOW)
    told = {figure.key: figure for figure in quality_system.figures(buyer.actor, huarui, TODAY)}
    assert (told["standards"].value, told["standards"].note) == (1, "ISO 9001 quality management")
    assert (told["calibrated"].value, told["calibrated"].n) == (0.5, 2)
    assert told["mechanisms"].value == pytest.approx(12.5 / 13)
    # Ranges 0.2, 0.2, 0.2, 0.2, 0.1, 0.1: mean 1/6; σ = 1/6 / 1.128; the mean of the values is 10.
    assert told["cpk"].value == pytest.approx(1 / (3 * (1 / 6) / 1.128))
    assert told["cpk"].interval is not None
    assert told["cpk"].n == 12
    assert {figure.source for figure in told.values()} == {"supplier"}
    with pytest.raises(Refused, match="Say which standard"):
        put(Standard(standard="other"))
