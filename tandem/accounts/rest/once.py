"""Idempotency keys: a write that is sent twice is done once, and answered the same."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tandem.accounts.models import KeptAnswer, Token
from tandem.core.problems import OVERSIZED, UNREADABLE, not_readable, problem, too_large

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
LONGEST = 120
FORM = re.compile(f"[!-~]{{1,{LONGEST}}}")
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def once(request: HttpRequest, token: Token, now: datetime, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do `act` unless this key was answered before. Runs inside the transaction that `act` writes in, so that
    the answer is kept exactly when the work is."""
    key = request.headers.get(HEADER)
    if key is None or request.method not in WRITES:
        return act()
    if not FORM.fullmatch(key):
        detail = _("An idempotency key has 1 to %(most)d visible ASCII characters.") % {"most": LONGEST}
        return problem("invalid", detail, errors=[{"field": f"header.{HEADER}", "detail": detail}])
    if not _alone(token, key):
        return problem("under-way", _("A request with this idempotency key is being answered. Try again."))
    KeptAnswer.objects.filter(token=token, key=key, kept_at__lte=now - KeptAnswer.COUNTS_FOR).delete()
    try:
        fingerprint = _fingerprint(request)
    except OVERSIZED:
        return too_large()
    except UNREADABLE:
        return not_readable()
    kept = KeptAnswer.objects.filter(token=token, key=key).first()
    if kept is not None:
        return _again(kept) if kept.fingerprint == fingerprint else _another()
    response = act()
    if response.status_code < 300:
        _keep(token, key, fingerprint, response, now)
    return response


def _alone(token: Token, key: str) -> bool:
    """Whether nobody else is at this key; held until the transaction ends."""
    name = f"tandem idempotency {token.pk} {key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        row = cursor.fetchone()
    return bool(row and row[0])


def _fingerprint(request: HttpRequest) -> str:
    """Of method, address and content. A multipart body is told by its parts, whose boundary changes each time."""
    seen = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            seen.update(repr((name, values)).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                seen.update(repr((name, file.name, file.size)).encode())
                for chunk in file.chunks():
                    seen.update(chunk)
                file.seek(0)
    else:
        seen.update(request.body)
    return seen.hexdigest()


def _keep(token: Token, key: str, fingerprint: str, response: HttpResponse, now: datetime) -> None:
    KeptAnswer.objects.create(
        token=token,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        content_type=response.get("Content-Type", ""),
        location=response.get("Location", ""),
        body=response.content,
        kept_at=now,
    )


def _again(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type=kept.content_type)
    if kept.location:
        response["Location"] = kept.location
    response[REPLAYED] = "true"
    return response


def _another() -> HttpResponse:
    return problem("key-used", _("Send a new key with a new request; a key stands for one request only."))
