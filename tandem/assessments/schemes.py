"""How a template's answers become a score: one line a scheme. What a scheme needs besides is kept with the assessment
(`Assessment.particulars`), and marks on the questions tell it their part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tandem.assessments import audits, weighing
from tandem.assessments.content import Content
from tandem.assessments.weighing import Given, Outcome, Reason


class SchemeName(models.TextChoices):
    WEIGHTED = "weighted", _("Weighted points")
    VDA63 = "vda63", _("VDA 6.3 process audit")


def _as_it_is(content: Content, particulars: Mapping[str, Any]) -> Content:
    return content


def _as_given(content: Content, particulars: Mapping[str, Any]) -> dict[str, Any]:
    return dict(particulars)


def _nothing_to_say(reason: Reason) -> str:
    return reason.code


@dataclass(frozen=True)
class Scheme:
    """`score` takes the content and how each shown question stands. `points` are those an answer may have (None: any
    from 0 to `most`). Where `means` is False the mean of two assessors is no answer: the lead settles every difference.
    A grade in `fails` is one by which whoever was assessed has not passed. `checked` gives the particulars an
    assessment begins with, or says what is wrong with them; `laid_out` makes its questions of the template's and these;
    `say` words a reason."""

    label: str | Promise
    score: Callable[[Content, Mapping[str, Given]], Outcome]
    most: Decimal = Decimal(100)
    points: Sequence[Decimal] | None = None
    means: bool = True
    fails: frozenset[str] = frozenset()
    checked: Callable[[Content, Mapping[str, Any]], dict[str, Any]] = _as_given
    laid_out: Callable[[Content, Mapping[str, Any]], Content] = _as_it_is
    say: Callable[[Reason], str] = _nothing_to_say


SCHEMES: dict[str, Scheme] = {
    SchemeName.WEIGHTED: Scheme(SchemeName.WEIGHTED.label, weighing.weigh),
    SchemeName.VDA63: Scheme(
        SchemeName.VDA63.label,
        audits.score,
        most=audits.TEN,
        points=tuple(Decimal(points) for points in audits.WORDS),
        means=False,
        fails=frozenset({"C"}),
        checked=audits.checked,
        laid_out=audits.laid_out,
        say=audits.say,
    ),
}


def choices() -> list[tuple[str, str]]:
    """Those there are, for a form."""
    return [(name, str(scheme.label)) for name, scheme in SCHEMES.items()]
