"""The supplier's passport: what it says of itself once, published in versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tandem.accounts import identifiers
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import can_manage_organization, require
from tandem.accounts.views.answering import accepted, own_organization
from tandem.onboarding import passport_content
from tandem.onboarding.actions import passports as actions
from tandem.onboarding.forms.passports import AnswersForm, PublishForm, SectionForm
from tandem.onboarding.models import PassportVersion
from tandem.onboarding.passport_fields import BY_KEY, SECTIONS
from tandem.onboarding.queries import documents
from tandem.onboarding.queries import passports as queries
from tandem.onboarding.rules import passports as rules

ORDER = (*(section.key for section in SECTIONS), passport_content.ANSWERS)


@require_GET
def passport(request: ActorRequest) -> HttpResponse:
    """How far the draft has come, what differs from the version that customers have, and the versions."""
    organization = own_organization(request)
    draft = queries.draft_of(request.actor)
    content = queries.content_of(organization, draft.draft)
    latest = queries.latest_version(organization.pk)
    sections = passport_content.completion(content)
    today = timezone.localdate()
    context = {
        "organization": organization,
        "draft": draft,
        "sections": sections,
        "done": sum(one.done for one in sections),
        "total": sum(one.total for one in sections),
        "latest": latest,
        "differences": passport_content.differences(latest.content if latest else None, content),
        "unpublished": latest is None or latest.content != content,
        "versions": PassportVersion.objects.filter(organization=organization).defer("content"),
        "country": identifiers.country_name(organization.country),
        "numbers": organization.identifiers.all(),
        "may_keep": rules.can_keep_passport(request.actor),
        "may_manage": can_manage_organization(request.actor, organization.pk),
        "held": queries.held_of_supplier(request.actor),
        "documents": [(each, each.has_lapsed(today)) for each in documents.own(request.actor)[0]],
    }
    return render(request, "onboarding/own/passport.html", context)


def passport_section(request: ActorRequest, section: str) -> HttpResponse:
    """One section of the draft, or the standing answers. Saving shows nothing to anybody yet."""
    if section not in ORDER:
        raise Http404
    require(rules.can_keep_passport(request.actor))
    draft = queries.draft_of(request.actor).draft
    data = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {"key": section, "following": _following(section)}
    if section == passport_content.ANSWERS:
        answers = AnswersForm(data, answers=draft.get("answers", {}))
        if data is not None and answers.is_valid():
            actions.save_answers(answers.given, by=request.actor, now=timezone.now())
            return _saved(request, section)
        context |= {"form": answers, "title": _("Standing answers")}
        name = "onboarding/own/answers.html"
    else:
        known = BY_KEY[section]
        form = SectionForm(data, section=known, profile=draft.get("profile", {}))
        if data is not None and form.is_valid():
            actions.save_profile(form.plain, by=request.actor, now=timezone.now())
            return _saved(request, section)
        context |= {"form": form, "title": known.title, "note": known.note}
        name = "onboarding/own/section.html"
    return render(request, name, context, status=422 if data is not None else 200)


def publish_passport(request: ActorRequest) -> HttpResponse:
    """What a new version would change, and the button that makes it."""
    require(rules.can_keep_passport(request.actor))
    organization = own_organization(request)
    content = queries.content_of(organization, queries.draft_of(request.actor).draft)
    latest = queries.latest_version(organization.pk)
    form = PublishForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        version = actions.publish_passport(
            by=request.actor, now=timezone.now(), note=form.cleaned_data["note"]
        )
        messages.success(
            request,
            _("Version %(number)s is published. Customers that may see it have been told.")
            % {"number": version.number},
        )

    if request.method == "POST" and accepted(form, act):
        return redirect("onboarding_supplier:passport")
    context = {
        "form": form,
        "latest": latest,
        "number": latest.number + 1 if latest else 1,
        "unpublished": latest is None or latest.content != content,
        "differences": passport_content.differences(latest.content if latest else None, content),
        "parts": passport_content.parts(content),
        "open_points": [one for one in passport_content.completion(content) if not one.is_whole],
        "told": [one.relationship.customer for one in queries.held_of_supplier(request.actor) if one.shared],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "onboarding/own/publish.html", context, status=status)


@require_GET
def passport_version(request: ActorRequest, number: int) -> HttpResponse:
    """One version as its customers read it, and how it differs from the one before."""
    own = PassportVersion.objects.filter(organization=request.actor.organization_id)
    version = get_object_or_404(own, number=number)
    before = own.filter(number__lt=number).order_by("-number").first()
    context = {
        "version": version,
        "before": before,
        "parts": passport_content.parts(version.content),
        "differences": passport_content.differences(before.content if before else None, version.content),
    }
    return render(request, "onboarding/own/version.html", context)


def _following(section: str) -> str:
    place = ORDER.index(section) + 1
    return ORDER[place] if place < len(ORDER) else ""


def _saved(request: ActorRequest, section: str) -> HttpResponse:
    messages.success(request, _("Saved in the draft. Customers see it once you publish."))
    following = _following(section)
    if "next" in request.POST and following:
        return redirect("onboarding_supplier:passport_section", following)
    return redirect("onboarding_supplier:passport")
