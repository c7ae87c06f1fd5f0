"""What waits of passports, bank accounts and registrations, for whoever decides; shown on the home pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging.needs import Need
from tandem.onboarding.models import BankChange, PassportProposal, Registration


def of_customer(actor: Actor) -> list[Need]:
    found = []
    held = actor.can(Capability.CONFIRM_BANK_ACCOUNTS) and BankChange.objects.visible_to(actor).open().count()
    if held:
        text = ngettext(
            "%(count)s bank account of a supplier is to be checked",
            "%(count)s bank accounts of suppliers are to be checked",
            held,
        ) % {"count": held}
        hint = _("Payments are held until somebody has called back and a second person has confirmed.")
        found.append(Need(text, hint, reverse("onboarding:bank_changes"), "building-bank", "warning"))
    if actor.can(Capability.MANAGE_QUALIFICATION):
        if waiting := PassportProposal.objects.visible_to(actor).waiting().count():
            text = ngettext(
                "%(count)s supplier’s passport waits to be accepted",
                "%(count)s suppliers’ passports wait to be accepted",
                waiting,
            ) % {"count": waiting}
            hint = _("Read what changed, then accept the version or say what is missing.")
            listed = f"{reverse('onboarding:passports')}?state=waiting"
            found.append(Need(text, hint, listed, "id-badge-2", "info"))
        if new := Registration.objects.visible_to(actor).waiting().count():
            text = ngettext(
                "%(count)s company has registered", "%(count)s companies have registered", new
            ) % {"count": new}
            hint = _("Accept each as a supplier, or refuse it with a reason.")
            found.append(Need(text, hint, reverse("onboarding:registrations"), "building-store", "info"))
    return found


def of_supplier(actor: Actor) -> list[Need]:
    """What a customer refused of the passport, as long as no later version was put before it."""
    if not actor.can(Capability.KEEP_PASSPORT):
        return []
    latest: dict[int, str] = {}
    rows = PassportProposal.objects.made_by(actor).values_list("relationship", "status")
    for relationship, status in rows:
        latest.setdefault(relationship, status)
    refused = sum(1 for status in latest.values() if status == PassportProposal.Status.REFUSED)
    if not refused:
        return []
    text = ngettext(
        "%(count)s customer refused your passport", "%(count)s customers refused your passport", refused
    ) % {"count": refused}
    hint = _("Read why, mend it, and publish a new version.")
    return [Need(text, hint, reverse("onboarding_supplier:passport"), "ban", "warning")]
