"""The pages behind a link: one request, on a phone, in an app's own browser, without a session, cookie or script.

What a page does rests on the token in its address alone and on nothing that the browser adds by itself, neither a
session nor a cookie. So no other site can make a browser do anything here, and the forms need no CSRF cookie, which
such browsers often do not keep. `docs/links.md` says so at length.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tandem.accounts.actor import Actor
from tandem.core.fence import Acting, acting_as
from tandem.portal import actions, cards, joining, limiting, tokens
from tandem.portal.models import Ask, Link
from tandem.portal.views.answering import form_of, shown, submitted
from tandem.portal.views.previews import is_preview

LINES_PER_PAGE = 20


class Opened:
    """A link whose token was right: its request, and who its holder acts as."""

    def __init__(self, link: Link, token: str) -> None:
        self.link, self.token = link, token
        self.ask: Ask = link.ask
        self.actor: Actor = actions.link_actor(link)

    def page(self, request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Every page behind a link knows the link's state, and where to read it in the other language."""
        context = {
            "token": self.token,
            "link": self.link,
            "ask": self.ask,
            "customer": self.ask.relationship.customer,
            "supplier": self.ask.relationship.supplier,
            "chosen_language": chosen_language(request),
            "language_query": _query(request),
            "offer": joining.offered(self.link),
            **context,
        }
        return render(request, template, context, status=status)


def behind_a_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Finds the link by its token; everything inside is done as whom the link lets in, in its reader's language."""

    @login_not_required
    @csrf_exempt
    @never_cache
    @wraps(view)
    @sensitive_variables("token")
    def found(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not limiting.within_limit(request):
            return _careful(render(request, "links/too_many.html", status=429))
        link = _link(token)
        if link is None:
            return _careful(render(request, "links/unknown.html", status=404))
        acting = Acting(organization=link.supplier_id, presented=link.digest)
        with (
            acting_as(acting),
            translation.override(chosen_language(request) or link.language),
            transaction.atomic(),
        ):
            return _careful(view(request, Opened(_whole(link), token), *args, **kwargs))

    return found


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def open(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The request itself. Looking uses nothing up, submitting does."""
    now = timezone.now()
    if not opened.link.is_open(now):
        return over(request, opened)
    if request.method == "GET" and not is_preview(request):
        actions.note_opened(opened.link, now=now)
    if opened.ask.objection_id is not None:
        return redirect(address("links:check", opened, request))
    context = shown(opened.ask, opened.actor)
    if not context["takes_answers"]:
        return opened.page(request, "links/read.html", **context)
    form = form_of(request, opened.ask)
    if submitted(request, form, by=opened.actor, via=Ask.Via.LINK):
        actions.use_link(opened.link, now=now)
        return redirect(address("links:thanks", opened, request))
    return opened.page(
        request, "links/answer.html", form=form, status=422 if form.is_bound else 200, **context
    )


@behind_a_link
@require_GET
def card_lines_page(request: HttpRequest, opened: Opened, kpi: str) -> HttpResponse:
    """The lines behind one value of the scorecard that the link is for."""
    card = opened.ask.card
    measured = cards.kpi_on(card, kpi) if card is not None else None
    if card is None or measured is None:
        raise Http404
    if not opened.link.is_open(timezone.now()):
        return over(request, opened)
    rows = cards.Lines(opened.actor, card, measured, every=False)
    page = Paginator(rows, LINES_PER_PAGE).get_page(request.GET.get("page"))
    return opened.page(request, "links/lines.html", page=page, columns=rows.columns, kpi=measured, card=card)


@behind_a_link
@require_GET
def thanks(request: HttpRequest, opened: Opened) -> HttpResponse:
    """After submitting: what was answered, and that there is more in Tandem for whoever wants it."""
    if opened.link.used_at is None or not opened.link.is_good(timezone.now()):
        return redirect(address("links:open", opened, request))
    return opened.page(request, "links/thanks.html")


@behind_a_link
@require_POST
def again(request: HttpRequest, opened: Opened) -> HttpResponse:
    """A link that leads nowhere any more: ask the customer for a new one."""
    if not opened.link.is_open(timezone.now()):
        actions.want_another(opened.link, now=timezone.now())
    return opened.page(request, "links/wanted.html")


@behind_a_link
@require_POST
def join(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Sign up: the invitation goes to the address that the link was sent to, and to no other."""
    if opened.link.used_at is None and opened.ask.kind != Ask.Kind.SCORECARD:
        raise Http404
    if not opened.link.is_good(timezone.now()):
        return over(request, opened)
    offer = joining.join(
        opened.link,
        email=request.POST.get("email", ""),
        site=request.build_absolute_uri("/"),
        now=timezone.now(),
    )
    return opened.page(request, "links/joined.html", offer=offer)


def _link(token: str) -> Link | None:
    """A forged token costs no look into the database; a right one is found by its digest."""
    if not tokens.is_signed(token):
        return None
    digest = tokens.digest_of(token)
    with acting_as(Acting(presented=digest)), transaction.atomic():
        return Link.objects.filter(digest=digest).first()


def _whole(link: Link) -> Link:
    """The link with its request and both ends, read as whom it lets in."""
    return Link.objects.select_related(
        "supplier",
        "ask__relationship__customer",
        "ask__relationship__supplier",
        "ask__card__run__customer",
        "ask__card__run__template",
        "ask__survey",
    ).get(pk=link.pk)


def over(request: HttpRequest, opened: Opened) -> HttpResponse:
    now = timezone.now()
    state, good = opened.link.state(now), opened.link.is_good(now)
    return opened.page(request, "links/over.html", status=410, state=state.value, good=good)


def chosen_language(request: HttpRequest) -> str:
    """The language chosen on the page, which stands in its address; empty for the recipient's own."""
    chosen = request.GET.get("language", "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def _query(request: HttpRequest) -> str:
    chosen = chosen_language(request)
    return f"?language={chosen}" if chosen else ""


def address(name: str, opened: Opened, request: HttpRequest) -> str:
    return reverse(name, args=[opened.token]) + _query(request)


def _careful(response: HttpResponse) -> HttpResponse:
    """The address is the key: it goes to no other page, into no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
