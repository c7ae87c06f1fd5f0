"""Handing a certificate's file out: to the two ends of its relationship, as a download, each time on record."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.portal import actions
from tandem.portal.models import Certificate


@never_cache
@require_GET
def certificate(request: ActorRequest, pk: int, certificate: int) -> FileResponse:
    """Never shown inside a page: whatever a file of somebody else's may carry, the browser only keeps it."""
    rows = Certificate.objects.visible_to(request.actor).select_related("ask__relationship")
    found = get_object_or_404(rows, pk=certificate, ask=pk)
    if not default_storage.exists(found.path):
        raise Http404
    actions.record_download(found, by=request.actor)
    answer = FileResponse(
        default_storage.open(found.path),
        as_attachment=True,
        filename=found.file_name,
        content_type=found.media_type,
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
