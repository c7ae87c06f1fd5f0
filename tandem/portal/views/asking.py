"""The customer's pages of what it asks its suppliers."""

from typing import Any

from django.contrib import messages
from django.core.mail import EmailMessage
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.models import Contact
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.inputs import day_sent
from tandem.messaging.actions import mail
from tandem.portal import actions, joining, mails, needs, order_lines, rules
from tandem.portal.forms.asking import DUE_IN, AskForm, ManyForm, SendForm, language_for
from tandem.portal.models import Ask
from tandem.portal.queries import asks as queries
from tandem.portal.views import links_made
from tandem.portal.views.answering import shown
from tandem.relationships import picking, tabs
from tandem.relationships import queries as relationships
from tandem.relationships.models import Relationship, Segment, Stage

PER_PAGE = 25
NARROWED_BY = ("q", "stage", "segment", "grade")
# A survey is opened for many at once, on its own page.
# A survey asks all suppliers, and a data check begins with its run.
KINDS_OF_ONE = [kind for kind in Ask.Kind if kind not in (Ask.Kind.SURVEY, Ask.Kind.DATA_CHECK)]


@require_GET
def needs_list(request: ActorRequest) -> HttpResponse:
    """What waits for this person of what was asked of suppliers, for the inbox."""
    found = needs.of_customer(request.actor, timezone.localdate())
    return render(request, "messaging/needs.html", {"needs": found})


@require_GET
def asks(request: ActorRequest) -> HttpResponse:
    """Everything asked of all suppliers, the newest first; by state and kind."""
    today = timezone.localdate()
    everything = Ask.objects.asked_by(request.actor)
    rows = queries.narrowed(
        queries.with_ends(everything),
        status=request.GET.get("status", ""),
        kind=request.GET.get("kind", ""),
        words=request.GET.get("q", ""),
        today=today,
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_listed(request, page),
        "page": page,
        "counts": queries.states(everything.exclude(kind=Ask.Kind.SURVEY), today),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "portal/asks_rows.html", context)
    return render(request, "portal/asks.html", context)


@require_GET
def requests_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """What is asked of one supplier: a tab of its page."""
    relationship = tabs.find(request, slug)
    rows = queries.with_ends(Ask.objects.asked_by(request.actor).filter(relationship=relationship))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_listed(request, page),
        "page": page,
        "one": True,
        "may_ask": rules.can_ask(request.actor, relationship),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "portal/asks_rows.html", context)
    return tabs.answer(request, relationship, "requests", "portal/requests_tab.html", context)


def new_ask(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """Ask one supplier: what, by when, and how it reaches them."""
    relationship = tabs.find(request, slug)
    require(rules.can_ask(request.actor, relationship), rules.why_not_ask(request.actor))
    kind = get_kind(kind)
    today = timezone.localdate()
    cards = queries.published_cards(relationship) if kind == Ask.Kind.SCORECARD else None
    open_lines = (
        order_lines.still_open(request.actor, relationship, today=today).lines
        if kind == Ask.Kind.CONFIRM_DATE
        else None
    )
    contacts = queries.contacts_of(relationship, request.actor)
    members = joining.has_members(relationship.supplier_id)
    data = request.POST or None
    form = AskForm(kind, data, today=today, cards=cards, open_lines=open_lines)
    send = SendForm(
        data,
        contacts=contacts,
        members=members,
        initial={"language": language_for(relationship.supplier.country)},
    )
    if request.method == "POST" and send.is_valid() & form.is_valid():
        made: list[Ask] = []

        def act() -> None:
            made.append(actions.ask_supplier(relationship, form.wanted, by=request.actor, now=timezone.now()))

        if accepted(form, act):
            return links_made.sent(request, made[0], **send.cleaned_data)
    context = {
        "relationship": relationship,
        "kind": Ask.Kind(kind),
        "form": form,
        "send": send,
        "nothing": (kind == Ask.Kind.SCORECARD and not cards) or (open_lines is not None and not open_lines),
    }
    return render(request, "portal/new_ask.html", context, status=422 if form.is_bound else 200)


def ask_suppliers(request: ActorRequest, kind: str) -> HttpResponse:
    """Ask many suppliers the same at once."""
    require(rules.can_ask_suppliers(request.actor), rules.why_not_ask(request.actor))
    kind = get_kind(kind)
    own = Relationship.objects.visible_to(request.actor).select_related("supplier", "customer")
    suppliers = relationships.within_reach(own, request.actor, Capability.ASK_SUPPLIERS).prefetch_related(
        "categories"
    )
    want = relationships.wanted(request.GET)
    fitting = relationships.within_reach(
        relationships.matching(request.actor, want), request.actor, Capability.ASK_SUPPLIERS
    )
    fitting = relationships.in_order(fitting, want).select_related("supplier", "customer")
    picked = picking.picked(request, suppliers, fitting, NARROWED_BY)
    if request.htmx and request.method == "GET":
        answer = render(request, "portal/supplier_picks.html", picked)
        # Who sends or loads the page again finds the list narrowed as it is now.
        answer["HX-Replace-Url"] = f"{request.path}?{urlencode(picked['narrowed'])}"
        return answer
    data = request.POST or None
    form = AskForm(kind, data, today=timezone.localdate())
    many = ManyForm(data, suppliers=suppliers, fitting=fitting)
    if request.method == "POST" and many.is_valid() & form.is_valid():
        asked, refused = actions.ask_many(
            many.cleaned_data["suppliers"], form.wanted, by=request.actor, now=timezone.now()
        )
        mailed = mail_links(request, asked) if many.cleaned_data["mail"] else 0
        _tell_result(request, len(asked), mailed)
        for relationship, reason in refused[:5]:
            messages.warning(request, f"{relationship}: {reason}")
        return redirect("portal_customer:asks")
    context = {
        "kind": Ask.Kind(kind),
        "form": form,
        "many": many,
        "segments": Segment.choices,
        "stages": Stage.choices,
        "grades": [(grade, grade) for grade in relationships.grades(request.actor)],
        **picked,
    }
    return render(request, "portal/ask_suppliers.html", context, status=422 if form.is_bound else 200)


@require_GET
def ask(request: ActorRequest, pk: int) -> HttpResponse:
    """One request: what was asked and answered, its links, and what may be done with it."""
    found = _ask(request, pk)
    now = timezone.now()
    links = found.links.all() if rules.can_link(request.actor, found) else []
    context = {
        **shown(found, request.actor),
        "relationship": found.relationship,
        "links": [(link, link.state(now)) for link in links],
        "may_decide": rules.can_decide(request.actor, found),
        "may_return": found.kind not in (Ask.Kind.SURVEY, Ask.Kind.SCORECARD),
        "send": SendForm(
            contacts=queries.contacts_of(found.relationship, request.actor),
            initial={"language": language_for(found.relationship.supplier.country)},
        ),
        "linkable": found.is_waiting or found.kind == Ask.Kind.SCORECARD,
        "again_by": timezone.localdate() + DUE_IN,
    }
    return render(request, "portal/ask.html", context)


@require_POST
def accept_answer(request: ActorRequest, pk: int) -> HttpResponse:
    found = _ask(request, pk)
    actions.accept(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Accepted; the supplier sees it."))
    return redirect(found)


@require_POST
def return_answer(request: ActorRequest, pk: int) -> HttpResponse:
    found = _ask(request, pk)
    due_on = day_sent(request.POST.get("due_on", "")) or found.due_on
    actions.return_for_correction(
        found, reason=request.POST.get("reason", ""), due_on=due_on, by=request.actor, now=timezone.now()
    )
    messages.success(request, _("Returned to the supplier with your reason."))
    return redirect(found)


@require_POST
def withdraw_ask(request: ActorRequest, pk: int) -> HttpResponse:
    found = _ask(request, pk)
    actions.withdraw(found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Withdrawn; links to it lead nowhere now."))
    return redirect(found)


def get_kind(kind: str) -> str:
    """Raises Http404 for what is no kind of request."""
    if kind not in KINDS_OF_ONE:
        raise Http404
    return kind


def mail_links(request: ActorRequest, asked: list[Ask]) -> int:
    """Mail each request's link to the supplier's first contact with an address; how many there were."""
    contacts: dict[int, Contact] = {}
    rows = Contact.objects.visible_to(request.actor).exclude(email="").order_by("-pk")
    for contact in rows.filter(organization__in=[ask.relationship.supplier_id for ask in asked]):
        contacts[contact.organization_id] = contact
    site, now = request.build_absolute_uri("/"), timezone.now()
    written: list[EmailMessage] = []
    for ask in asked:
        known = contacts.get(ask.relationship.supplier_id)
        if known is not None:
            link, token = actions.make_link(
                ask,
                via="mail",
                email=known.email,
                language=language_for(ask.relationship.supplier.country),
                by=request.actor,
                now=now,
            )
            written.append(mails.link_mail(link, token, site))
    mail(written, now=now)
    return len(written)


def _listed(request: ActorRequest, page: Any) -> dict[str, Any]:
    now = timezone.now()
    links = queries.latest_links(page, request.actor)
    return {
        "rows": [
            (one, one.is_overdue(now.date()), (link, link.state(now)) if link else None)
            for one, link in ((one, links.get(one.pk)) for one in page)
        ],
        "kinds": KINDS_OF_ONE,
        "kind_choices": Ask.Kind.choices,
        "status_choices": [(queries.OVERDUE, _("Past due")), *Ask.Status.choices],
        "may_ask": rules.can_ask_suppliers(request.actor),
        "may_survey": rules.can_open_surveys(request.actor),
    }


def _tell_result(request: ActorRequest, asked: int, mailed: int) -> None:
    told = ngettext("%(count)d supplier was asked", "%(count)d suppliers were asked", asked) % {
        "count": asked
    }
    sent = ngettext("%(count)d mail was sent", "%(count)d mails were sent", mailed) % {"count": mailed}
    messages.success(request, _("%(told)s; %(sent)s.") % {"told": told, "sent": sent})


def _ask(request: ActorRequest, pk: int) -> Ask:
    rows = queries.with_ends(Ask.objects.asked_by(request.actor))
    return get_object_or_404(rows, pk=pk)
