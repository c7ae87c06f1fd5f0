from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from tandem.accounts import actions
from tandem.accounts.requests import ActorRequest
from tandem.accounts.views.answering import next_page


@require_POST
def switch_organization(request: ActorRequest) -> HttpResponse:
    membership = get_object_or_404(
        request.user.memberships, organization__slug=request.POST.get("organization")
    )
    actions.act_for(request.user, membership.organization)
    return redirect(next_page(request))


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice with the person, or in a cookie for a visitor."""
    language = request.POST.get("language", "")
    response = redirect(next_page(request))
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        if request.user.is_authenticated:
            actions.choose_language(request.user, language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax")
    return response
