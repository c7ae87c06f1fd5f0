"""The supplier says which customer sees what of it, and reads who saw what since when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.onboarding.queries import passports as queries
from tandem.onboarding.rules import passports as rules
from tandem.relationships import actions
from tandem.relationships.models import Consent, Relationship

Subject = Consent.Subject


@require_GET
def sharing(request: ActorRequest) -> HttpResponse:
    consents = Consent.objects.visible_to(request.actor).filter(
        relationship__supplier=request.actor.organization_id
    )
    by_relationship: dict[int, list[Consent]] = {}
    for consent in consents.select_related("relationship"):
        by_relationship.setdefault(consent.relationship_id, []).append(consent)
    rows = []
    for held in queries.held_of_supplier(request.actor):
        given = by_relationship.get(held.relationship.pk, [])
        in_force = {each.subject: each for each in given if each.ended_at is None}
        rows.append(
            {
                "held": held,
                "customer": held.relationship.customer,
                "subjects": [(subject, subject.label, in_force.get(subject)) for subject in Subject],
                "shared": len(in_force),
                "past": [each for each in given if each.ended_at is not None],
            }
        )
    context = {"rows": rows, "may_keep": rules.can_keep_passport(request.actor)}
    return render(request, "onboarding/own/sharing.html", context)


@require_POST
def share(request: ActorRequest, slug: str) -> HttpResponse:
    """Begin (`give`) or stop sharing a subject with one customer."""
    rows = Relationship.objects.served_by(request.actor).select_related("customer", "supplier")
    relationship = get_object_or_404(rows, customer__slug=slug)
    require(rules.can_keep_passport(request.actor))
    subject = request.POST.get("subject", "")
    if subject not in Subject.values:
        raise Refused(_("Say what is to be shared."))
    words = {"what": Subject(subject).label, "customer": relationship.customer}
    if "give" in request.POST:
        actions.give_consent(relationship, subject, by=request.actor, now=timezone.now())
        messages.success(request, _("%(customer)s sees it from now on: %(what)s.") % words)
    else:
        actions.end_consent(relationship, subject, by=request.actor, now=timezone.now())
        messages.success(request, _("%(customer)s sees it no longer: %(what)s.") % words)
    return redirect("onboarding_supplier:sharing")
