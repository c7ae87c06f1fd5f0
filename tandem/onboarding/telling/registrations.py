from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from tandem.messaging import values
from tandem.messaging.actions import members, notify, settle
from tandem.onboarding.models import Registration


def waiting(registration: Registration, *, now: datetime) -> None:
    notify(
        "registration.waiting",
        to=members(registration.customer_id),
        about=registration,
        context={"company": values.in_both(registration.name, registration.name_local)},
        now=now,
    )


def over(registration: Registration, *, now: datetime) -> None:
    settle(("registration.waiting",), registration, now=now)


def access_wanted(organization_id: int, email: str, *, now: datetime) -> None:
    """Somebody registered a company for which people act already: its own administrators decide about them."""
    page = reverse("accounts:add_member")
    notify(
        "access.wanted",
        to=members(organization_id),
        url=f"{page}?{urlencode({'email': email})}",
        context={"email": email},
        now=now,
    )
