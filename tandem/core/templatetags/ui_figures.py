"""Numbers, dates and the small drawings made of them. Loaded through `ui`."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.core.elements import drawings, marks
from tandem.core.formats import Number

register = template.Library()
register.simple_tag(marks.no_data)
register.simple_tag(drawings.distribution)


def language() -> str:
    """The reader's language, as `formats` takes it."""
    return get_language() or "en"


@register.simple_tag
def number(value: Number | None, decimals: int | None = None) -> str:
    """`{% number line.quantity %}` → 1,234.5; `decimals` fixes the places."""
    return formats.number(value, language(), decimals)


@register.simple_tag
def points(value: Number | None) -> str:
    """`{% points answer.points %}` → 81.3, and 8 for eight."""
    return formats.points(value, language())


@register.simple_tag
def compact(value: Number | None) -> str:
    """`{% compact rows %}` → 1.2M or 123万."""
    return formats.compact(value, language())


@register.simple_tag
def percent(value: Number | None, decimals: int = 1) -> str:
    """`{% percent 0.973 %}` → 97.3%."""
    return formats.percent(value, language(), decimals)


@register.simple_tag
def per_cent(value: Number | None) -> str:
    """`{% per_cent 12.5 %}` → 12.5%: of what is kept in per cent already."""
    return formats.per_cent(value, language())


@register.simple_tag
def money(amount: Number | None, currency: str, decimals: int | None = None) -> str:
    """`{% money invoice.amount invoice.currency %}` → €12,345.60."""
    return formats.money(amount, currency, language(), decimals)


@register.simple_tag
def compact_money(amount: Number | None, currency: str) -> str:
    """`{% compact_money spend "CNY" %}` → CN¥1.2M or ¥123万."""
    return formats.compact_money(amount, currency, language())


@register.simple_tag
def day(value: date | None) -> str:
    """`{% day order.requested %}` → 23 Nov 2026 or 2026年11月23日. A time is taken to the reader's zone first."""
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    return formats.day(value, language())


@register.simple_tag
def moment(value: datetime | None) -> str:
    """`{% moment entry.at %}` → 23 Nov 2026, 14:05."""
    return formats.moment(localtime(value) if value and is_aware(value) else value, language())


@register.simple_tag
def period(name: str | None) -> str:
    """`{% period "2015-Q3" %}` → Q3 2015 or 2015年第三季度; months, years and weeks too."""
    return formats.period(name, language())


def measured_text(value: Number, unit: str, currency: str = "", *, signed: bool = False) -> str:
    """A measured value in its unit; a change of a share is in percentage points."""
    sign = "+" if signed and value > 0 else ""
    tongue = language()
    if unit == "share":
        if signed:
            points = formats.number(formats.exact(value) * 100, tongue, 1)
            return sign + _("%(points)s pts") % {"points": points}
        return formats.percent(value, tongue)
    if unit == "days":
        return sign + _("%(days)s days") % {"days": formats.number(value, tongue, 1)}
    if unit == "ppm":
        return f"{sign}{formats.number(value, tongue, 0)} ppm"
    if unit == "money":
        return sign + formats.compact_money(value, currency, tongue)
    if unit == "count":
        return sign + formats.number(value, tongue, 0)
    return sign + formats.number(value, tongue, 1 if unit == "points" else 2)


@register.simple_tag
def measured(value: Number | None, unit: str, currency: str = "", reason: str = "") -> str:
    """`{% measured row.value kpi.unit %}`: units are share, days, ppm, money, count, points; None says why."""
    return marks.no_data(reason) if value is None else measured_text(value, unit, currency)


@register.simple_tag
def written(value: Number | None, unit: str, currency: str = "") -> str:
    """`{% written target.value kpi.unit currency %}`: what a person wrote, with every digit of it."""
    return formats.written(value, unit, currency, language())


@register.simple_tag
def trend(
    change: Number | None, unit: str = "points", better: str = "higher", currency: str = ""
) -> SafeString:
    """`{% trend change unit="share" better="higher" %}`: an arrow, green where the change is welcome."""
    if change is None:
        return SafeString("")
    text = measured_text(change, unit, currency, signed=True)
    # What is shown as 0.0 is no change, whatever stands further behind the point.
    seen = float(change) if set(text) & set("123456789") else 0.0
    return marks.trend(text if seen else text.lstrip("+-"), seen, higher_is_better=better == "higher")


@register.simple_tag
def sparkline(values: Sequence[Number | None], label: str = "") -> SafeString:
    """`{% sparkline months %}`: a line through the values, broken where one is None."""
    points = [None if value is None else float(value) for value in values]
    return drawings.sparkline(points, label or _("course over time"))


@register.simple_tag
def interval_bar(
    value: Number | None,
    low: Number | None,
    high: Number | None,
    unit: str = "share",
    minimum: float = 0.0,
    maximum: float = 1.0,
    target: Number | None = None,
) -> SafeString:
    """`{% interval_bar 0.93 0.88 0.96 target=0.95 %}`: a value on its 95 % interval."""
    if value is None or low is None or high is None:
        return marks.no_data()
    label = _("%(value)s, 95%% interval from %(low)s to %(high)s") % {
        "value": measured_text(value, unit),
        "low": measured_text(low, unit),
        "high": measured_text(high, unit),
    }
    goal = None if target is None else float(target)
    return drawings.interval_bar(
        float(value), float(low), float(high), label, minimum=minimum, maximum=maximum, target=goal
    )


@register.simple_tag
def score_bar(score: Number | None, grade: str = "", maximum: float = 100.0) -> SafeString:
    """`{% score_bar card.score grade=card.grade %}`: how much of the maximum a score reaches."""
    if score is None:
        return marks.no_data("not enough data")
    label = _("%(score)s of %(maximum)s points") % {
        "score": formats.number(score, language(), 1),
        "maximum": formats.number(maximum, language(), 0),
    }
    return drawings.score_bar(float(score), label, maximum=maximum, grade=grade or "")


@register.simple_tag
def progress(done: int, total: int, label: str = "") -> SafeString:
    """`{% progress batch.rows_done batch.rows_total label=_("Rows read") %}`: how far work has come."""
    return format_html(
        '<progress class="work" value="{}" max="{}" aria-label="{}"></progress>',
        done,
        total or 1,
        label or _("Progress"),
    )
