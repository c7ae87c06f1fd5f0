"""What waits of passports, bank accounts and registrations, for whoever decides; shown on the home pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging.needs import Need
from tandem.onboarding.models import BankChange, PassportProposal, PassportVersion, Registration
from tandem.relationships.models import Consent, Relationship


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
    """The first steps of a company that is new here; and what a customer refused of the passport, as long as no later
    version was put before it."""
    if not actor.can(Capability.KEEP_PASSPORT):
        return []
    # Of what was never published nothing can have been shown or refused.
    if not PassportVersion.objects.filter(organization=actor.organization_id).exists():
        return _to_publish(actor)
    return [*_to_share(actor), *_refused(actor)]


def _to_publish(actor: Actor) -> list[Need]:
    if not Relationship.objects.served_by(actor).exists():
        return []
    hint = _("You say once what every customer asks; the page leads you through it.")
    page = reverse("onboarding_supplier:passport")
    return [Need(_("Fill in your passport and publish it"), hint, page, "id-badge-2", "info")]


def _to_share(actor: Actor) -> list[Need]:
    """Customers who have never been shown anything. Who once gave or ended a consent knows the way."""
    served = Relationship.objects.served_by(actor)
    shown = Consent.objects.filter(relationship__in=served).values("relationship")
    if not (waiting := served.exclude(pk__in=shown).count()):
        return []
    text = ngettext(
        "%(count)s customer sees nothing of your passport yet",
        "%(count)s customers see nothing of your passport yet",
        waiting,
    ) % {"count": waiting}
    hint = _("Say who sees what: passport, documents, statements.")
    return [Need(text, hint, reverse("onboarding_supplier:sharing"), "share", "info")]


def _refused(actor: Actor) -> list[Need]:
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
