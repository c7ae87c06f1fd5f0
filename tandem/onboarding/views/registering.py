"""The open door from outside: for anybody, without an account, in both languages, without a script.

What stands here rests on no session: a visitor is nobody, and what is kept is kept for the customer whose door it is.
The forms need no CSRF cookie, as nothing a browser adds by itself gives anybody a right here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from tandem.accounts.secrets import digest
from tandem.core.fence import Acting, acting_as
from tandem.onboarding import registration_limits as limits
from tandem.onboarding.actions import registrations as actions
from tandem.onboarding.forms.registrations import RegistrationForm
from tandem.onboarding.models import RegistrationPage
from tandem.onboarding.queries import registrations as queries
from tandem.relationships.models import Category

LOOKS = ["GET", "HEAD", "POST"]


def for_anybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Counted by network, in the language chosen on the page, never kept by a browser or found by a search engine."""

    @login_not_required
    @csrf_exempt
    @never_cache
    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = _language(request)
        with translation.override(language):
            if not limits.may_look(request):
                response = render(request, "registering/too_many.html", status=429)
            else:
                response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return counted


@for_anybody
@require_http_methods(LOOKS)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form. Its answer is the same whether the company or the address is known or not."""
    page = _page(slug)
    with acting_as(Acting(organization=page.customer_id)), transaction.atomic():
        categories = Category.objects.filter(customer=page.customer_id).order_by("name", "pk")
        form = RegistrationForm(request.POST if request.method == "POST" else None, categories=categories)
        if request.method == "POST" and form.is_valid():
            if not limits.may_send(request):
                return render(request, "registering/too_many.html", {"page": page}, status=429)
            _keep(request, page, form)
            address = reverse("registering:sent", args=[slug])
            return redirect(f"{address}?language={translation.get_language()}")
        status = 422 if request.method == "POST" else 200
        return _show(request, "registering/form.html", page, status=status, form=form)


@for_anybody
@require_http_methods(LOOKS)
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    return _show(request, "registering/sent.html", _page(slug))


@for_anybody
@require_http_methods(LOOKS)
@sensitive_variables("token")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link of the mail. Reading it, or a mail program's preview of it, confirms nothing; the button does."""
    registration = queries.by_digest(digest(token))
    if registration is None:
        return render(request, "registering/unknown.html", status=404)
    now = timezone.now()
    language = request.GET.get("language", "")
    chosen = language if language in dict(settings.LANGUAGES) else registration.language
    acting = Acting(organization=registration.customer_id, presented=registration.digest)
    with acting_as(acting), translation.override(chosen), transaction.atomic():
        context = {"registration": registration, "customer": registration.customer}
        if registration.status != "sent":
            return render(request, "registering/confirmed.html", context)
        if not registration.is_open(now):
            return render(request, "registering/over.html", context, status=410)
        if request.method == "POST":
            actions.confirm_registration(registration, now=now)
            return render(request, "registering/confirmed.html", context)
        return render(request, "registering/confirm.html", context)


def _page(slug: str) -> RegistrationPage:
    page = queries.open_page(slug)
    if page is None:
        raise Http404
    return page


def _keep(request: HttpRequest, page: RegistrationPage, form: RegistrationForm) -> None:
    """Nothing is kept of what a program filled in, nor mailed to an address that has had its mails today; what the
    visitor reads is the same."""
    given = form.cleaned_data
    if given.get("company_fax") or not limits.may_mail(given["email"].lower()):
        return
    actions.register(
        page.customer,
        given,
        given.get("categories") or [],
        language=translation.get_language() or "en",
        site=request.build_absolute_uri("/"),
        now=timezone.now(),
    )


def _show(
    request: HttpRequest, template: str, page: RegistrationPage, *, status: int = 200, **context: Any
) -> HttpResponse:
    return render(request, template, {"page": page, "customer": page.customer, **context}, status=status)


def _language(request: HttpRequest) -> str:
    """The one chosen on the page; else the browser's."""
    chosen = request.GET.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    return translation.get_language_from_request(request)
