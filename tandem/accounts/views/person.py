from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts import actions
from tandem.accounts.forms import PersonForm
from tandem.accounts.requests import ActorRequest
from tandem.accounts.views.answering import accepted


def me(request: ActorRequest) -> HttpResponse:
    """What a person decides for themselves: name, language, theme, password."""
    user = request.user
    form = PersonForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if accepted(form, lambda: actions.change_person(user, **form.cleaned_data)):
        with override(user.language):
            messages.success(request, _("Your settings were saved."))
        return redirect("accounts:me")
    return render(request, "accounts/me.html", {"form": form}, status=422 if form.is_bound else 200)


def not_offered(request: ActorRequest, page: str) -> HttpResponse:
    raise Http404(page)
