"""Honours by year at both ends, their certificates, and the page on which anybody verifies one."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tandem.accounts.requests import ActorRequest
from tandem.core import formats, pdf
from tandem.incentives import verifying
from tandem.incentives.models import Honour


@require_GET
def honours(request: ActorRequest) -> HttpResponse:
    rows = Honour.objects.given_by(request.actor).filter(revoked_on=None)
    context = {"years": by_year(rows.select_related("relationship__supplier", "consequence")), "own": False}
    return render(request, "incentives/honours.html", context)


@require_GET
def own_honours(request: ActorRequest) -> HttpResponse:
    rows = Honour.objects.held_by(request.actor).filter(revoked_on=None)
    context = {"years": by_year(rows.select_related("relationship__customer", "consequence")), "own": True}
    return render(request, "incentives/honours.html", context)


def by_year(rows: Any) -> list[tuple[int, list[Honour]]]:
    ordered = rows.order_by("-year", "-given_on", "-pk")
    return [(year, list(some)) for year, some in groupby(ordered, key=lambda honour: honour.year)]


@require_GET
def certificate(request: ActorRequest, pk: int) -> HttpResponse:
    return printed(_find(request, Honour.objects.given_by(request.actor), pk))


@require_GET
def own_certificate(request: ActorRequest, pk: int) -> HttpResponse:
    return printed(_find(request, Honour.objects.held_by(request.actor), pk))


@login_not_required
@never_cache
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """The form; a code that was typed leads to its own address."""
    code = request.GET.get("code", "").strip()
    if code:
        honour = verifying.found(code)
        if honour is not None:
            return redirect("verifying:certificate", honour.code)
        return render(request, "verifying/verify.html", {"code": code, "unknown": True}, status=404)
    return render(request, "verifying/verify.html", {"code": ""})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verified(request: HttpRequest, code: str) -> HttpResponse:
    honour = verifying.found(code)
    if honour is None:
        return render(request, "verifying/verify.html", {"code": code, "unknown": True}, status=404)
    relationship = honour.relationship
    context = {"honour": honour, "customer": relationship.customer, "supplier": relationship.supplier}
    return render(request, "verifying/certificate.html", context)


def printed(honour: Honour) -> HttpResponse:
    """The certificate in both languages on one page, with its code and where to verify it."""
    relationship, language = honour.relationship, get_language() or "en"
    customer, supplier = relationship.customer, relationship.supplier
    address = settings.TANDEM_URL + reverse("verifying:certificate", args=[honour.code])
    data = {
        "title": honour.title,
        "footer": f"{customer} · {honour.code}",
        "author": str(customer),
        "english": {
            "kind": "Certificate",
            "title": honour.title,
            "supplier": supplier.name,
            "customer": customer.name,
            "day": formats.day(honour.given_on, "en"),
            "year": str(honour.year),
            "verify": f"Verify this certificate at {address} by its code",
        },
        "chinese": {
            "kind": "荣誉证书",
            "title": honour.title_local or honour.title,
            "supplier": supplier.name_local or supplier.name,
            "customer": customer.name_local or customer.name,
            "day": formats.day(honour.given_on, "zh-hans"),
            "year": str(honour.year),
            "verify": f"请在 {address} 凭校验码核验本证书",
        },
        "reason": honour.reason,
        "code": honour.code,
        "language": language,
    }
    content = pdf.render("incentives/certificate", data, now=timezone.now())
    return pdf.handed_out(content, f"certificate-{honour.code}.pdf")


def _find(request: ActorRequest, rows: Any, pk: int) -> Honour:
    found: Honour = get_object_or_404(
        rows.filter(revoked_on=None).select_related("relationship__customer", "relationship__supplier"), pk=pk
    )
    return found
