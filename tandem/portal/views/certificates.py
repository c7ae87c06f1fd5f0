"""Handing a certificate's file out: to the two ends of its relationship, as a download, each time on record."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.core.kept_files import handed_out
from tandem.portal import actions
from tandem.portal.models import Certificate


@never_cache
@require_GET
def certificate(request: ActorRequest, pk: int, certificate: int) -> FileResponse:
    rows = Certificate.objects.visible_to(request.actor).select_related("ask__relationship")
    found = get_object_or_404(rows, pk=certificate, ask=pk)
    answer = handed_out(found.path, file_name=found.file_name, media_type=found.media_type)
    actions.record_download(found, by=request.actor)
    return answer
