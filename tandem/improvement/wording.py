"""Rules and rungs as sentences."""

from collections.abc import Mapping

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.improvement.models import OpeningRule, Rung
from tandem.scorecards.models import Kpi

Event = OpeningRule.Event


def rule(found: OpeningRule, kpis: Mapping[str, Kpi]) -> str:
    """A whole sentence: when, for whom, what is opened, whose it is."""
    said = {
        "when": _when(found, kpis),
        "severity": str(found.get_severity_display()),
        "kind": str(found.get_kind_display()),
        "category": str(found.category or ""),
        "owner": found.owner.get_full_name() if found.owner else "",
    }
    if found.category and found.owner:
        return (
            _(
                "%(when)s, for suppliers of %(category)s: open a case (%(severity)s, %(kind)s) owned by %(owner)s."
            )
            % said
        )
    if found.category:
        return _("%(when)s, for suppliers of %(category)s: open a case (%(severity)s, %(kind)s).") % said
    if found.owner:
        return _("%(when)s: open a case (%(severity)s, %(kind)s) owned by %(owner)s.") % said
    return _("%(when)s: open a case (%(severity)s, %(kind)s).") % said


def value_of(kpi: Kpi, value: float) -> str:
    """A value of the KPI as pages write it."""
    language = get_language() or "en"
    if kpi.unit == "share":
        return formats.percent(value, language)
    number = formats.number(value, language, decimals=int(kpi.spec.get("decimals", 0)))
    return f"{number} {_('days')}" if kpi.unit == "days" else f"{number} PPM" if kpi.unit == "ppm" else number


def rung(found: Rung) -> str:
    whom = str(found.get_whom_display())
    if found.after_days == 0:
        return _("As soon as something is overdue: %(whom)s.") % {"whom": whom}
    return ngettext(
        "After %(count)d working day: %(whom)s.", "After %(count)d working days: %(whom)s.", found.after_days
    ) % {"count": found.after_days, "whom": whom}


def _when(found: OpeningRule, kpis: Mapping[str, Kpi]) -> str:
    if found.event == Event.GRADE:
        grades = pgettext("between grades", " or ").join(found.grade_list)
        return _("When a published scorecard has grade %(grades)s") % {"grades": grades}
    if found.event == Event.FINDING:
        return _("When a finding of at least “%(least)s” is published") % {"least": found.get_least_display()}
    kpi = kpis.get(found.kpi)
    if found.event in (Event.PENALTY, Event.CLAIM):
        return _of_a_consequence(found, str(kpi or found.kpi))
    limit = value_of(kpi, float(found.limit or 0)) if kpi else str(found.limit)
    told = {"kpi": str(kpi or found.kpi), "limit": limit}
    if kpi is not None and kpi.higher_is_better is False:
        return _("When a published scorecard shows %(kpi)s above %(limit)s") % told
    return _("When a published scorecard shows %(kpi)s below %(limit)s") % told


def _of_a_consequence(found: OpeningRule, kpi: str) -> str:
    penalty = found.event == Event.PENALTY
    if not kpi:
        return _("When a penalty is announced") if penalty else _("When a claim is sent")
    if penalty:
        return _("When a penalty is announced (its effect watched by %(kpi)s where it names no KPI)") % {
            "kpi": kpi
        }
    return _("When a claim is sent (its effect watched by %(kpi)s)") % {"kpi": kpi}
