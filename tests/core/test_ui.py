"""The template tags, as pages use them."""

import json
import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from tandem.core.elements import drawings, marks


def shown(source: str, address: str = "/", **values: object) -> str:
    request = RequestFactory().get(address)
    return Template("{% load ui %}" + source).render(Context({"request": request, **values})).strip()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("tag", "english", "chinese"),
    [
        ('{% measured 0.973 "share" %}', "97.3%", "97.3%"),
        ('{% measured 3.25 "days" %}', "3.2 days", "3.2 天"),
        ('{% measured 1240 "ppm" %}', "1,240 ppm", "1,240 ppm"),
        ('{% measured 1234567 "money" "CNY" %}', "CN¥1.2M", "¥123万"),
        ('{% measured None "share" %}', "no data", "无数据"),
        ('{% measured None "money" reason=why %}', "no data, exchange rate missing", "无数据（缺少汇率）"),
        ('{% trend -0.021 unit="share" %}', "-2.1 pts", "-2.1 个百分点"),
        ('{% trend 1.5 %}', "+1.5", "+1.5"),
    ],
)  # fmt: skip
def test_measured_values_in_both_languages(tag: str, english: str, chinese: str) -> None:
    why = "no data, rate missing"
    assert words(shown(tag, why=why)) == english
    with override("zh-hans"):
        assert words(shown(tag, why=why)) == chinese


def test_a_falling_defect_rate_is_welcome_and_a_falling_score_is_not() -> None:
    assert "tone-good" in shown('{% trend -140 unit="ppm" better="lower" %}')
    assert "tone-bad" in shown("{% trend -4.2 %}")
    assert shown("{% trend None %}") == ""


def test_what_is_shown_as_zero_is_no_change() -> None:
    assert "tone-neutral" in shown("{% trend 0.04 %}")
    assert words(shown("{% trend -0.04 %}")) == "0.0"


def test_what_a_person_typed_is_never_markup() -> None:
    name = '<script>alert("x")</script>'
    for tag in (
        "{% badge name %}",
        "{% stat name name %}",
        "{% empty name %}",
        "{% avatar name %}",
        "{% detail name name %}",
    ):
        assert "<script" not in shown(tag, name=name)
    assert "</script>alert" not in shown("{% chart option %}", option={"title": name})
    assert shown("{% chart option %}", option={"title": name}).count("<script") == 1


def test_initials_of_either_script() -> None:
    assert marks.initials("Nordlicht Pumpen GmbH") == "NP"
    assert marks.initials("上海东海精密制造有限公司") == "上海"


def test_a_sparkline_breaks_where_a_value_is_missing() -> None:
    drawing = drawings.sparkline([1.0, 2.0, None, 3.0, 2.5], "course")
    assert drawing.count("<polyline") == 2
    assert drawing.count("<circle") == 1
    assert drawings.sparkline([None, None], "course").count("<polyline") == 0


def test_an_interval_speaks_its_figures() -> None:
    assert 'aria-label="93.0%, 95% interval from 88.0% to 96.0%"' in shown(
        "{% interval_bar 0.93 0.88 0.96 %}"
    )
    assert words(shown("{% interval_bar None None None %}")) == "no data"


def test_a_column_sorts_both_ways_and_keeps_the_filters() -> None:
    first = shown('{% column "Grade" "grade" %}', "/list?stage=approved&page=4")
    assert 'href="?stage=approved&amp;sort=grade"' in first
    assert 'aria-sort="none"' in first
    second = shown('{% column "Grade" "grade" %}', "/list?sort=grade")
    assert 'href="?sort=-grade"' in second
    assert 'aria-sort="ascending"' in second


def test_pages_keep_the_filters() -> None:
    page = Paginator(range(1240), 50).get_page(3)
    html = shown("{% pagination page %}", "/list?stage=approved&page=3", page=page)
    assert words(html) == "101–150 of 1,240 1 2 3 4 … 25"
    assert 'href="?stage=approved&amp;page=4"' in html
    with override("zh-hans"):
        assert words(shown("{% pagination page %}", page=page)).startswith("第 101–150 条，共 1,240 条")


def test_a_chart_carries_its_data_as_json() -> None:
    option = {"series": [{"type": "line", "data": [0.9, None]}]}
    html = shown('{% chart option label="On time" value="share" %}', option=option)
    (data,) = re.findall(r"<script[^>]*>(.*)</script>", html)
    assert json.loads(data) == option
    assert 'aria-label="On time"' in html


def test_a_timeline_tells_what_changed() -> None:
    at = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    entry = {
        "at": at,
        "by": "Ada",
        "title": "Owner changed",
        "changes": [("Owner", "", "Bo"), ("Stage", "A", "B")],
    }
    text = words(shown("{% timeline entries %}", entries=[entry]))
    assert text == "Owner changed Ada · 23 Nov 2026, 14:05 Owner Bo Stage A B"
    assert words(shown("{% timeline entries %}", entries=[])) == "Nothing has happened here yet."


def test_the_tab_in_the_address_is_the_one_that_loads() -> None:
    items = [("overview", "Overview", "/o"), ("history", "History", "/h")]
    html = shown("{% tabs items %}", "/supplier?tab=history", items=items)
    assert 'aria-labelledby="tab-history" tabindex="0" hx-get="/h" hx-trigger="load"' in html


class Proof(forms.Form):
    name = forms.CharField(label="Name")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])
    paper = forms.FileField(label="Paper")
    agreed = forms.BooleanField(label="Agreed")
    pieces = forms.IntegerField(label="Pieces")


def test_what_is_missing_is_named() -> None:
    told = words(shown("{% fields form %}", form=Proof({"pieces": "some"})))
    for sentence in (
        "Fill in “Name”.", "Choose “Kind”.", "Choose a file for “Paper”.", "Tick “Agreed”.", "Enter a whole number.",
    ):  # fmt: skip
        assert sentence in told
