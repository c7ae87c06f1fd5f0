"""A data check behind a link: the supplier's lines on a phone, marked and sent without a password.

What makes a link safe is said in `links.py`; marking uses nothing up, sending does.
"""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.accounts.views.answering import accepted
from tandem.portal import actions, objection_lines
from tandem.portal.views.links import Opened, address, behind_a_link, over
from tandem.scorecards import actions as scorecards
from tandem.scorecards import objection_pages
from tandem.scorecards.forms.objections import GroundsForm, SubmitForm
from tandem.scorecards.models import Objection
from tandem.scorecards.queries import objections as queries

LINES_PER_PAGE = 20


@behind_a_link
@require_http_methods(["GET", "HEAD"])
def check(request: HttpRequest, opened: Opened) -> HttpResponse:
    if not opened.link.is_open(timezone.now()):
        return over(request, opened)
    return page(request, opened)


def page(request: HttpRequest, opened: Opened, form: SubmitForm | None = None) -> HttpResponse:
    """What was measured, and what has been marked of it; where it is answered already, that it is."""
    found = _check(opened)
    context = objection_pages.shown(found)
    # The card is not published: nothing of it but what was measured.
    context.pop("card")
    context["form"] = form or SubmitForm()
    return opened.page(request, "links/check.html", status=422 if form else 200, **context)


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def check_lines(request: HttpRequest, opened: Opened, kpi: str) -> HttpResponse:
    """The lines behind one value, to be marked."""
    found = _check(opened)
    if not opened.link.is_open(timezone.now()):
        return over(request, opened)
    card = queries.card_of(found)
    measured = queries.kpis_of(card).get(kpi)
    if measured is None or measured.is_judged:
        raise Http404
    form = GroundsForm(request.POST or None, request.FILES or None)
    keys = objection_lines.read(request.POST.getlist("line"))
    if request.method == "POST" and not keys:
        form.is_valid()
        form.add_error(None, _("Mark the lines that should not count."))
    elif request.method == "POST" and accepted(
        form,
        lambda: scorecards.dispute(found, measured, keys, form.grounds, by=opened.actor, now=timezone.now()),
    ):
        return redirect(address("links:check", opened, request))
    marked = found.lines.exclude(number="").filter(kpi=measured.code)
    rows = objection_lines.MarkableLines(opened.actor, card, measured, marked)
    context = {
        "kpi": measured,
        "page": Paginator(rows, LINES_PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "chosen": set(request.POST.getlist("line")),
    }
    return opened.page(request, "links/check_lines.html", status=422 if form.errors else 200, **context)


@behind_a_link
@require_POST
def check_take_back(request: HttpRequest, opened: Opened, line: int) -> HttpResponse:
    found = _check(opened)
    if not opened.link.is_open(timezone.now()):
        return over(request, opened)
    disputed = get_object_or_404(found.lines.select_related("objection__relationship"), pk=line)
    scorecards.take_back(disputed, by=opened.actor, now=timezone.now())
    return redirect(address("links:check", opened, request))


@behind_a_link
@require_POST
def check_send(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What was marked, or that everything is right: this uses the link up."""
    found, now = _check(opened), timezone.now()
    if not opened.link.is_open(now):
        return over(request, opened)
    form = SubmitForm(request.POST)

    def send() -> None:
        if found.lines.exists():
            scorecards.submit(found, remark=form.cleaned_data["remark"], by=opened.actor, now=now)
        else:
            scorecards.confirm(found, by=opened.actor, now=now)

    if not accepted(form, send):
        return page(request, opened, form)
    actions.use_link(opened.link, now=now)
    return redirect(address("links:thanks", opened, request))


def _check(opened: Opened) -> Objection:
    if opened.ask.objection_id is None:
        raise Http404
    found: Objection = Objection.objects.select_related(
        "relationship__supplier", "relationship__customer"
    ).get(pk=opened.ask.objection_id)
    return found
