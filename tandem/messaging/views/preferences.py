from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import capabilities
from tandem.messaging import actions
from tandem.messaging.forms import ChannelsForm, MailHourForm
from tandem.messaging.kinds import KINDS, open_to
from tandem.messaging.models import MailHour, Preference


def preferences(request: ActorRequest) -> HttpResponse:
    """How a person hears of each kind that any of their roles lets them know."""
    user = request.user
    roles = [role for membership in request.memberships for role in membership.roles]
    shown = [KINDS[name] for name in open_to(capabilities(roles) | request.actor.capabilities)]
    chosen = {each.kind: each for each in Preference.objects.filter(user=user)}
    hour = MailHour.objects.filter(user=user).first() or MailHour()
    initial: dict[str, object] = {}
    for kind in shown:
        own = chosen.get(kind.name)
        initial[f"inbox.{kind.name}"] = own.in_inbox if own else True
        initial[f"mail.{kind.name}"] = own.mail if own else kind.mail
    form = ChannelsForm(request.POST or None, shown=shown, initial=initial)
    when = MailHourForm(request.POST or None, initial={"hour": hour.hour, "time_zone": hour.time_zone})
    if form.is_valid() and when.is_valid():
        actions.choose_channels(user, form.chosen())
        actions.choose_mail_hour(user, **when.cleaned_data)
        messages.success(request, _("Your settings were saved."))
        return redirect("messaging:preferences")
    status = 422 if form.is_bound else 200
    return render(request, "messaging/preferences.html", {"form": form, "when": when}, status=status)
