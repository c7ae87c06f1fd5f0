"""Reasons and zones in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tandem.assessments.queries.dependence import Dependence, Why
from tandem.assessments.ratios import Reason, Value, Zone
from tandem.assessments.statement_lines import BY_CODE

ZONES: dict[Zone, tuple[Any, str]] = {
    Zone.SAFE: (gettext_lazy("Safe zone"), "good"),
    Zone.GREY: (gettext_lazy("Grey zone"), "warning"),
    Zone.DISTRESS: (gettext_lazy("Distress zone"), "bad"),
}


def why(value: Value) -> str:
    """Why a ratio has no value."""
    match value.reason:
        case Reason.MISSING:
            names = pgettext("between the items of a list", ", ").join(
                str(BY_CODE[code].label) for code in value.missing
            )
            return _("not stated: %(lines)s") % {"lines": names}
        case Reason.NO_YEAR_BEFORE:
            return _("the year before is missing")
        case Reason.OTHER_CURRENCY:
            return _("the year before is in another currency")
        case Reason.OTHER_LENGTH:
            return _("the year before has another number of months")
        case Reason.NOT_A_YEAR:
            return _("the statement is not of twelve months")
        case Reason.ZERO:
            return _("the divisor is zero")
        case Reason.NOT_POSITIVE:
            return _("not meaningful: the divisor is not above zero")
        case None:
            return ""


def why_no_share(told: Dependence) -> str:
    """Why spend and revenue cannot be compared."""
    match told.why:
        case Why.NO_REVENUE:
            return _("The statement states no revenue.")
        case Why.NO_FACTS:
            return _("There are no order lines of that year among your facts.")
        case Why.GAPS:
            return _(
                "Your order lines reach over %(known)s of the year's %(months)s months only, so that spend and revenue"
                " are not of the same time."
            ) % {"known": told.months_with_facts, "months": told.months}
        case Why.NO_RATE:
            return _("Your exchange rates do not reach over the whole year in the statement's currency.")
        case Why.SPEND_RATE:
            return _("An exchange rate is missing for some of your order lines of that year.")
        case None:
            return ""
