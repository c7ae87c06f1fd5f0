"""What an organisation keeps of itself."""

from datetime import date, timedelta

from django.utils import timezone

from tandem.accounts import actions as accounts
from tandem.accounts.models import Contact, Site
from tandem.accounts.roles import Role
from tandem.accounts.scopes import Scope
from tests.cast import NOW, Person, person
from tests.config.records import Arguments


def of_the_organisation(who: Person) -> dict[str, Arguments]:
    own, by = who.organization, who.actor
    site = accounts.save_site(Site(organization=own, code="1100", name="Kiel", country="DE"), by=by)
    day = accounts.set_site_exception(site, date(2026, 12, 24), works=False, reason="", by=by)
    contact = accounts.save_contact(Contact(organization=own, kept_by=own, name="Karin Wolf"), by=by)
    identifier = accounts.add_identifier(own, scheme="lei", value="529900T8BM49AURSDO55", by=by)
    invitation = accounts.invite(
        own, email="wei@nordlicht.example", roles=[Role.BUYER], site="http://testserver/", by=by, now=NOW
    )
    token, _secret = accounts.make_token("ERP", [Scope.READ_AUDIT], days=30, by=by, now=NOW)
    colleague = own.memberships.get(user=person(own, "Vera Holm", Role.LOGISTICS).user)
    today = timezone.localdate()
    delegation = accounts.hand_over(
        colleague, begins_on=today, ends_on=today + timedelta(days=9), by=by, now=timezone.now()
    )
    return {
        "delegation": [delegation.pk],
        "customer": [own.slug],
        "customer_kpi": [own.slug, "paid_on_time"],
        "customer_on_time": [own.slug, "on_time_lines"],
        "customer_quarter": [own.slug, "2026-Q2"],
        "invitation": [invitation.pk],
        "token": [token.pk],
        "site": [site.pk],
        "site_day": [day.pk],
        "contact": [contact.pk],
        "identifier": [identifier.pk],
        "membership": [own.memberships.get(user=who.user).pk],
    }
