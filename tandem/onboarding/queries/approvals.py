"""May this supplier deliver this category to this site on this date, and why not."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import day_of
from tandem.accounts.models import Site
from tandem.core import formats
from tandem.onboarding.models import Approval, ApprovalChange
from tandem.relationships.models import Category, Relationship, Stage

Status = Approval.Status
BARRED = (Stage.SUSPENDED, Stage.PHASED_OUT, Stage.BLACKLISTED)


@dataclass(frozen=True)
class Answer:
    """`reasons` say why not, in sentences; `remarks` what to know besides, be it allowed or not."""

    allowed: bool
    reasons: list[str]
    approval: Approval | None
    remarks: list[str] = field(default_factory=list)


def may_deliver(relationship: Relationship, category: Category, site: Site | None, on: date) -> Answer:
    """By the line of the list for this very site, else by the one for every site; without a site, by the latter
    alone. Of a day that has passed, as it was then."""
    rows = Approval.objects.filter(relationship=relationship, category=category).select_related("site")
    lines = list(rows.filter(Q(site=site) | Q(site__isnull=True)).order_by("starts_on", "pk"))
    # A line of the site goes before one of every site.
    lines.sort(key=lambda line: line.site_id is None)
    reasons = _barred(relationship)
    approval = next((line for line in lines if _holds(line, on)), None)
    if approval is None:
        return Answer(False, [*reasons, _none(lines, category, site, on)], _nearest(lines, on))
    status, change = _status(approval, on)
    if status == Status.SUSPENDED:
        reasons.append(_suspended(change))
    remarks = [*_conditions(approval, status, on), *_lapsing(approval, on)]
    return Answer(not reasons, reasons, approval, remarks)


def _holds(line: Approval, on: date) -> bool:
    return line.starts_on <= on and (line.ends_on is None or on < line.ends_on)


def _nearest(lines: list[Approval], on: date) -> Approval | None:
    """The one that begins next, else the one that ended last."""
    later = [line for line in lines if line.starts_on > on and line.ends_on != line.starts_on]
    return (
        min(later, key=lambda line: line.starts_on)
        if later
        else max(lines, key=lambda line: line.starts_on, default=None)
    )


def _none(lines: list[Approval], category: Category, site: Site | None, on: date) -> str:
    nearest = _nearest(lines, on)
    where = str(site) if site else _("every site")
    if nearest is None:
        return _("There is no approval for %(category)s at %(site)s.") % {"category": category, "site": where}
    if nearest.starts_on > on:
        return _("The approval begins on %(day)s only.") % {"day": _day(nearest.starts_on)}
    ended = nearest.ends_on or on  # it has begun, and does not hold
    return _("The approval ended on %(day)s.") % {"day": _day(ended)}


def _barred(relationship: Relationship) -> list[str]:
    if relationship.stage not in BARRED:
        return []
    return [
        _("%(supplier)s stands at the stage “%(stage)s”.")
        % {"supplier": relationship, "stage": relationship.stage_label}
    ]


def _status(approval: Approval, on: date) -> tuple[str, ApprovalChange | None]:
    """As it was on that day; the change is looked up where it says something."""
    now = day_of(approval.changed_at) <= on
    if now and approval.status != Status.SUSPENDED:
        return approval.status, None
    changes = [
        change for change in approval.changes.select_related("document") if now or day_of(change.at) <= on
    ]
    if not changes:  # begun before it was written down
        return Status.APPROVED, None
    return changes[-1].status, changes[-1]


def _suspended(change: ApprovalChange | None) -> str:
    if change is None or not change.told:
        return _("The approval is suspended.")
    return _("The approval is suspended since %(day)s: %(reason)s") % {
        "day": _day(day_of(change.at)),
        "reason": change.told,
    }


def _conditions(approval: Approval, status: str, on: date) -> list[str]:
    if status == Status.APPROVED:
        return []
    told = []
    for condition in approval.conditions.filter(met_at=None):
        values = {"condition": condition.text.rstrip(".。"), "day": _day(condition.due_on)}
        if condition.is_overdue(on):
            told.append(_("A condition was due on %(day)s and is not met: %(condition)s.") % values)
        else:
            told.append(_("A condition is to be met by %(day)s: %(condition)s.") % values)
    return told


def _lapsing(approval: Approval, on: date) -> list[str]:
    """What it rests on and will have lapsed by that day, unless it is renewed."""
    if approval.status == Status.SUSPENDED:
        return []
    return [
        _("%(document)s, on which the approval rests, is valid until %(day)s.")
        % {"document": rest.document, "day": _day(rest.document.valid_until)}
        for rest in approval.rests.filter(document__valid_until__lt=on).select_related("document")
        if rest.document.valid_until is not None
    ]


def _day(day: date) -> str:
    return formats.day(day, get_language() or "en")
