"""What waits of screening for whoever decides it; shown on the home page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging.needs import Need
from tandem.onboarding.models import ScreeningMatch
from tandem.onboarding.queries.screening import matches


def of_customer(actor: Actor) -> list[Need]:
    if not actor.can(Capability.DECIDE_SCREENING):
        return []
    waiting = matches(actor, ScreeningMatch.Status.OPEN).count()
    if not waiting:
        return []
    text = ngettext(
        "%(count)s supplier may be on a debarment or sanctions list",
        "%(count)s matches of suppliers with debarment or sanctions lists are to be decided",
        waiting,
    ) % {"count": waiting}
    hint = _("Compare register number and address, then decide with a reason.")
    return [Need(text, hint, reverse("onboarding:screening"), "shield-check", "warning")]
