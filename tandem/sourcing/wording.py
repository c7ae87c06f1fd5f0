"""What the codes of this room say, as whole sentences in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tandem.sourcing.deciding.allocation import Impossible
from tandem.sourcing.deciding.ranking import Problem

REASONS: dict[str, str | Promise] = {
    "no_data": _("No data"),
    "no_category": _("The selection names no category"),
    "no_offer": _("No offer entered"),
    "no_rate": _("No exchange rate for the offer's currency"),
    "offer_lapsed": _("The offer has lapsed"),
    "nothing_expected": _("Neither a scorecard nor an entry says how many pieces come defective or late"),
    "not_enough_data": _("The scorecard has not enough data for a score"),
    "not_shared": _("The supplier does not share it"),
    "not_screened": _("Not screened yet"),
    "not_evaluated": _("Not evaluated yet"),
    "no_criteria": _("There are no criteria yet. Add what the candidates are to be compared by."),
    "no_candidates": _("Nobody is on the short list yet. Put suppliers on it first."),
    "nobody_left": _("Everybody on the short list is knocked out by a limit."),
    "nothing_known": _("Nothing is known of anybody by one of the criteria."),
    "nobody_judged": _("No judge has handed in weights yet."),
    "too_few_candidates": _("Weights read from the values take two candidates at least."),
    "not_for_these_values": _(
        "Weights cannot be read from these values: entropy takes values above zero. Choose CRITIC, or judge."
    ),
    Impossible.TOO_LITTLE_CAPACITY: _("All of them together cannot make the volume."),
    Impossible.LIMITS: _("The limits on shares contradict each other: no split keeps them all."),
    Problem.NOT_POSITIVE: _("It divides by values, and one is zero or below."),
    Problem.NO_DIFFERENCE: _("By these values it cannot tell the candidates apart."),
    Problem.TOO_FEW: _("It takes two candidates at least."),
}

METHODS: dict[str, str | Promise] = {
    "weighted_sum": _("Weighted sum"),
    "topsis": "TOPSIS",
    "vikor": "VIKOR",
    "promethee": "PROMETHEE II",
    "edas": "EDAS",
    "copras": "COPRAS",
    "aras": "ARAS",
    "codas": "CODAS",
    "marcos": "MARCOS",
}


def reason(code: str) -> str:
    """The sentence for a code; what a person wrote stands as it was written."""
    return str(REASONS.get(code, code))
