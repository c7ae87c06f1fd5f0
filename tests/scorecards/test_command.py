"""`tandem measure` and `tandem score`, as a script calls them."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from tandem.cli import scores
from tandem.core.errors import Refused
from tandem.scorecards.models import Run, Template
from tests.cast import Person

pytestmark = pytest.mark.usefixtures("books")


def told(command: Any, *arguments: str) -> Any:
    result = CliRunner().invoke(command, [*arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_measure_by_relationship_and_quarter(buyer: Person) -> None:
    answer = told(
        scores.measure, "on_time_lines", "spend", "--customer", "nordlicht", "--by", "relationship", "--by", "quarter",
        "--as-of", "2026-11-23",
    )  # fmt: skip
    assert answer["lake_version"] == 3
    rows = [
        (row["kpi"], row["relationship"], row["period"], row["value"], row["n"], row["reason"])
        for row in answer["rows"]
    ]
    assert sorted(rows, key=str) == sorted(
        [
            ("on_time_lines", "huarui-castings-co-ltd", "2026-Q2", 1.0, 20, None),
            ("on_time_lines", "huarui-castings-co-ltd", "2026-Q3", 0.8, 20, None),
            ("on_time_lines", "qingfeng-valves-ltd", "2026-Q3", 1.0, 2, None),
            ("on_time_lines", "stillwater-forge", None, None, 0, "no data"),
            ("spend", "huarui-castings-co-ltd", "2026-Q2", 4000.0, 20, None),
            ("spend", "huarui-castings-co-ltd", "2026-Q3", 4000.0, 20, None),
            ("spend", "qingfeng-valves-ltd", "2026-Q3", 400.0, 2, None),
            ("spend", "stillwater-forge", None, None, 0, "no data"),
        ],
        key=str,
    )


def test_measure_everybody_at_once_within_dates_and_by_site(buyer: Person) -> None:
    answer = told(
        scores.measure, "on_time_lines", "--customer", "nordlicht", "--by", "site",
        "--from", "2026-07-01", "--to", "2026-10-01", "--as-of", "2026-11-23",
    )  # fmt: skip
    assert [(row["relationship"], row["site"], row["n"]) for row in answer["rows"]] == [(None, "HAM", 22)]
    assert answer["rows"][0]["value"] == pytest.approx(18 / 22)


def test_a_customer_whose_suppliers_are_not_known_yet_is_told_no_data(rival: Person) -> None:
    answer = told(scores.measure, "spend", "otif", "--customer", rival.organization.slug, "--by", "year")
    assert [(row["kpi"], row["period"], row["value"], row["n"], row["reason"]) for row in answer["rows"]] == [
        ("spend", None, None, 0, "no data"),
        ("otif", None, None, 0, "no data"),
    ]


def test_what_is_unknown_is_refused_with_what_is_known(buyer: Person) -> None:
    for command, arguments, said in (
        (scores.measure, ["miracles", "--customer", "nordlicht"], "There is no KPI “miracles”"),
        (scores.measure, ["spend", "--customer", "nobody"], "There is no organisation “nobody”"),
        (
            scores.measure,
            ["spend", "--customer", "nordlicht", "--by", "month", "--by", "year"],
            "Name one of",
        ),
        (
            scores.score,
            ["--customer", "nordlicht", "--template", "Gut", "--period", "2026-Q3"],
            "no active template",
        ),
    ):
        with pytest.raises(Refused, match=said):
            CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_score_prints_the_whole_explanation_and_leaves_the_run_for_review(
    template: Template, buyer: Person
) -> None:
    told(
        scores.score,
        "--customer",
        "nordlicht",
        "--template",
        "Castings",
        "--period",
        "2026-Q2",
        "--as-of",
        "2026-11-23",
    )
    answer = told(
        scores.score,
        "--customer",
        "nordlicht",
        "--template",
        "Castings",
        "--period",
        "2026-Q3",
        "--as-of",
        "2026-11-23",
    )
    assert (answer["status"], answer["period"], answer["scored"], answer["suppliers"]) == (
        "review",
        "2026-Q3",
        1,
        3,
    )
    assert Run.objects.get(pk=answer["run"]).started_by == "tandem score"
    huarui = next(card for card in answer["cards"] if card["relationship"].startswith("huarui"))
    assert (huarui["score"], huarui["grade"], huarui["n"]) == (68.0, "C", 20)
    assert [(each["code"], each["gives"]) for each in huarui["criteria"]] == [
        ("delivery", 32.0),
        ("lateness", 16.0),
        ("price", 20.0),
    ]
    assert huarui["red_lines"] == [
        {"code": "line_stop", "name": "A line stop", "kpi": "line_stops", "value": 1.0, "cap": "C"}
    ]
    assert huarui["change"]["since"] == "2026-Q2"
    points = [part["points"] for part in huarui["change"]["contributions"]]
    assert sum(points) == pytest.approx(huarui["change"]["total"])
    assert huarui["next_grade"] == {"grade": "B", "gap": 7.0}


def test_the_standard_template_is_there_when_first_asked_for(buyer: Person) -> None:
    answer = told(scores.score, "--customer", "nordlicht", "--template", "Standard", "--period", "2026-Q3")
    assert (answer["template"], answer["template_version"], answer["scored"]) == ("Standard", 1, 1)
