from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.kept_files import KeptFile
from tandem.onboarding import actions as onboarding
from tandem.onboarding.models import RenewalAsk
from tandem.onboarding.queries import documents
from tandem.portal import order_lines, rules, telling
from tandem.portal.models import Ask, AskedLine, Certificate, Survey
from tandem.portal.models.certificate_kinds import CertificateKind
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card, Run
from tandem.scorecards.periods import period as named

Kind = Ask.Kind
# A document that holds longer needs no renewal yet.
ASKED_AHEAD = timedelta(days=max(RenewalAsk.STEPS))


@dataclass(frozen=True)
class Wanted:
    """What is asked, of one supplier or of many: `kind`, and what that kind needs besides."""

    kind: str
    due_on: date
    message: str = ""
    period: str = ""
    certificate_kind: str = ""
    # Of the open order lines, those chosen (`order_lines.key_of`); None: all of them.
    chosen: frozenset[str] | None = None
    # The card to read; None: the latest published one.
    card: Card | None = None
    survey: Survey | None = None


@transaction.atomic
def ask_supplier(relationship: Relationship, wanted: Wanted, *, by: Actor, now: datetime) -> Ask:
    """Ask one supplier for something. Raises Refused where there is nothing to ask about."""
    require(rules.can_ask(by, relationship), rules.why_not_ask(by))
    if wanted.due_on < now.date():
        raise Refused(_("The day it is due has passed already. Choose a later one."))
    _not_twice(relationship, wanted, now.date())
    found = _lines(by, relationship, wanted, now.date())
    ask = Ask.objects.create(
        relationship=relationship,
        kind=wanted.kind,
        message=wanted.message.strip(),
        due_on=wanted.due_on,
        asked_at=now,
        asked_by_user_id=by.user_id,
        asked_by_name=by.name[:120],
        period=wanted.period or (wanted.survey.period if wanted.survey else ""),
        card=_card(relationship, wanted) if wanted.kind == Kind.SCORECARD else None,
        survey=wanted.survey,
        certificate_kind=wanted.certificate_kind if wanted.kind == Kind.CERTIFICATE else "",
        lines_in_all=found.in_all,
    )
    for line in found.lines:
        line.ask = ask
    AskedLine.objects.bulk_create(found.lines)
    audit.record(
        ask,
        "asked",
        by=by,
        counterpart=relationship.supplier_id,
        shared=True,
        changes={"due_on": ["", ask.due_on]},
    )
    telling.asked(ask, by=by, now=now)
    return ask


def ask_many(
    relationships: Iterable[Relationship], wanted: Wanted, *, by: Actor, now: datetime
) -> tuple[list[Ask], list[tuple[Relationship, str]]]:
    """Ask each of many suppliers the same. Those there is nothing to ask about come back with the reason."""
    asked, refused = [], []
    for relationship in relationships:
        try:
            asked.append(ask_supplier(relationship, wanted, by=by, now=now))
        except Refused as refusal:
            refused.append((relationship, str(refusal)))
    return asked, refused


@transaction.atomic
def accept(ask: Ask, *, by: Actor, now: datetime) -> None:
    """A certificate becomes an accepted document of the supplier, on which approvals may rest."""
    require(rules.can_decide(by, ask), rules.why_not_ask(by))
    _move(ask, Ask.Status.ACCEPTED, by=by)
    telling.accepted(ask, by=by, now=now)
    certificate = ask.certificates.first() if ask.kind == Kind.CERTIFICATE else None
    if certificate is not None:
        _keep_document(certificate, by=by, now=now)


@transaction.atomic
def return_for_correction(ask: Ask, *, reason: str, due_on: date, by: Actor, now: datetime) -> None:
    """Give an answer back with the reason; the supplier answers anew, by the day given."""
    require(rules.can_decide(by, ask), rules.why_not_ask(by))
    if ask.kind in (Kind.SURVEY, Kind.SCORECARD):
        raise Refused(_("A survey's answer and a scorecard that was read are not returned."))
    if not reason.strip():
        raise Refused(_("Say what is missing or wrong, so that the supplier can mend it."))
    if due_on < now.date():
        raise Refused(_("The day it is due has passed already. Choose a later one."))
    ask.reason, ask.due_on = reason.strip(), due_on
    _move(ask, Ask.Status.RETURNED, by=by, reason=ask.reason)
    telling.returned(ask, by=by, now=now)


@transaction.atomic
def withdraw(ask: Ask, *, reason: str, by: Actor, now: datetime) -> None:
    """Ask no longer. Links to it stop leading there."""
    require(rules.can_decide(by, ask), rules.why_not_ask(by))
    ask.reason = reason.strip()
    _move(ask, Ask.Status.WITHDRAWN, by=by, reason=ask.reason)
    telling.withdrawn(ask, by=by, now=now)


@transaction.atomic
def record_download(certificate: Certificate, *, by: Actor) -> None:
    """Every download of a certificate stands in the audit trail, for both ends to read."""
    ask = certificate.ask
    audit.record(
        ask,
        "certificate_downloaded",
        by=by,
        counterpart=_other_end(ask, by),
        shared=True,
        changes={"certificate": ["", str(certificate)]},
    )


def _keep_document(certificate: Certificate, *, by: Actor, now: datetime) -> None:
    ask = certificate.ask
    onboarding.take_over(
        ask.relationship,
        onboarding.About(
            kind=certificate.kind,
            number=certificate.number,
            issuer=certificate.issuer,
            valid_from=certificate.valid_from,
            valid_until=certificate.valid_until,
            language="",
        ),
        KeptFile(
            path=certificate.path,
            file_name=certificate.file_name,
            media_type=certificate.media_type,
            size=certificate.size,
            sha256=certificate.sha256,
        ),
        handed_in_at=certificate.handed_in_at,
        handed_in_by=ask.answered_by_name,
        by=by,
        now=now,
    )


def _not_twice(relationship: Relationship, wanted: Wanted, today: date) -> None:
    """A certificate that was accepted and holds for long is not asked for again."""
    if wanted.kind != Kind.CERTIFICATE or wanted.certificate_kind in ("", CertificateKind.OTHER):
        return
    held = documents.valid(relationship, wanted.certificate_kind, today + ASKED_AHEAD)
    if held is not None and held.valid_from <= today:
        raise Refused(
            _("You have accepted %(document)s already, and it holds for more than %(days)d days.")
            % {"document": held, "days": ASKED_AHEAD.days}
        )


def _move(ask: Ask, to: str, *, by: Actor, reason: str = "") -> None:
    audit.move(ask, to, by=by, reason=reason, counterpart=_other_end(ask, by), shared=True)


def _other_end(ask: Ask, by: Actor) -> int:
    relationship = ask.relationship
    ours = relationship.customer_id == by.organization_id
    return relationship.supplier_id if ours else relationship.customer_id


def _lines(by: Actor, relationship: Relationship, wanted: Wanted, today: date) -> order_lines.Found:
    if wanted.kind == Kind.CHECK_DATA:
        period = named(wanted.period)
        if period is None:
            raise Refused(_("“%(period)s” is no period.") % {"period": wanted.period})
        found = order_lines.of_period(by, relationship, period, today=today)
        if not found.lines:
            raise Refused(_("No order line of this supplier was due in that period."))
        return found
    if wanted.kind == Kind.CONFIRM_DATE:
        found = order_lines.still_open(by, relationship, today=today)
        if wanted.chosen is not None:
            kept = [line for line in found.lines if order_lines.key_of(line) in wanted.chosen]
            found = order_lines.Found(kept, len(kept))
        if not found.lines:
            raise Refused(_("This supplier has no open order line to confirm."))
        return found
    return order_lines.Found([], 0)


def _card(relationship: Relationship, wanted: Wanted) -> Card:
    """A published one: the card asked for, else the latest."""
    cards = Card.objects.whole().filter(relationship=relationship, run__status=Run.Status.PUBLISHED)
    if wanted.card is not None:
        cards = cards.filter(pk=wanted.card.pk)
    found = cards.order_by("-run__starts", "-run__published_at").first()
    if found is None:
        raise Refused(_("No scorecard of this supplier has been published yet."))
    return found
