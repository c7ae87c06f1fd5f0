"""An administrator keeps the organisation's own pages; a buyer reads them; a rival finds nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tandem.accounts import actions
from tandem.accounts.models import AuditEntry, Contact, Identifier, Organization, Site
from tandem.accounts.roles import Role
from tests.cast import HUARUI_USCC, Person, person

pytestmark = pytest.mark.django_db


def page(who: Person, name: str, *args: object) -> str:
    answer = who.client.get(reverse(f"accounts:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_organisation_is_changed_and_the_change_is_told_in_its_history(
    administrator: Person, buyer: Person
) -> None:
    values = {
        "name": "Nordlicht Pumpen SE", "name_local": "北光泵业", "country": "DE", "currency": "EUR",
        "website": "https://nordlicht.example",
    }  # fmt: skip
    answer = administrator.client.post(reverse("accounts:edit_organization"), values)
    assert answer.status_code == 302
    shown = page(buyer, "organization")
    assert "Nordlicht Pumpen SE" in shown
    assert "北光泵业" in shown
    assert reverse("accounts:edit_organization") not in shown
    history = page(buyer, "organization_history")
    assert "Nordlicht Pumpen GmbH" in history
    assert "Ines Keller" in history
    entry = AuditEntry.objects.filter(verb="changed").get()
    assert entry.changes == {
        "name": ["Nordlicht Pumpen GmbH", "Nordlicht Pumpen SE"],
        "name_local": ["", "北光泵业"],
        "website": ["", "https://nordlicht.example"],
    }


def test_a_buyer_is_refused_what_only_an_administrator_may(buyer: Person) -> None:
    for name in ("edit_organization", "add_identifier", "add_contact", "add_site", "add_member"):
        answer = buyer.client.get(reverse(f"accounts:{name}"))
        assert answer.status_code == 409, name
        assert "Ask an administrator" in answer.content.decode()


def test_a_wrong_credit_code_comes_back_with_the_reason(administrator: Person) -> None:
    address = reverse("accounts:add_identifier")
    wrong = administrator.client.post(
        address, {"scheme": "uscc", "country": "CN", "value": "91310115MA1K3BTP2C"}
    )
    assert wrong.status_code == 422
    assert "has a wrong check digit" in wrong.content.decode()
    right = administrator.client.post(address, {"scheme": "uscc", "country": "CN", "value": HUARUI_USCC})
    assert right.status_code == 302
    kept = Identifier.objects.get()
    assert (kept.scheme, kept.country, kept.value) == ("uscc", "", HUARUI_USCC)
    assert HUARUI_USCC in page(administrator, "organization")
    administrator.client.post(reverse("accounts:remove_identifier", args=[kept.pk]))
    assert not Identifier.objects.exists()


def test_a_number_that_another_organisation_bears_is_refused(administrator: Person, huarui: object) -> None:
    answer = administrator.client.post(
        reverse("accounts:add_identifier"), {"scheme": "uscc", "country": "CN", "value": HUARUI_USCC}
    )
    assert answer.status_code == 422
    assert "already belongs to another organisation" in answer.content.decode()


def test_a_site_departs_from_its_countrys_calendar(administrator: Person, buyer: Person) -> None:
    administrator.client.post(
        reverse("accounts:add_site"),
        {"code": "1100", "name": "Kiel works", "name_local": "基尔工厂", "country": "DE", "city": "Kiel"},
    )
    site = Site.objects.get()
    address = reverse("accounts:site", args=[site.pk])
    administrator.client.post(address, {"day": "2026-12-24", "works": "no", "reason": "Stocktaking"})
    administrator.client.post(address, {"day": "2026-12-26", "works": "yes", "reason": "Rush order"})
    administrator.client.post(address, {"day": "2026-12-24", "works": "yes", "reason": "Needed after all"})
    kept = [(f"{day.day}", day.works, day.reason) for day in site.exceptions.all()]
    assert kept == [("2026-12-24", True, "Needed after all"), ("2026-12-26", True, "Rush order")]
    shown = page(buyer, "site", site.pk)
    assert "Rush order" in shown
    assert "Set a day" not in shown
    first = site.exceptions.first()
    assert first is not None
    administrator.client.post(reverse("accounts:remove_site_day", args=[first.pk]))
    assert site.exceptions.count() == 1
    verbs = list(AuditEntry.objects.exclude(verb="added").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["site_added", "site_day_set", "site_day_set", "site_day_set", "site_day_unset"]


def test_two_sites_cannot_bear_one_code(administrator: Person) -> None:
    values = {"code": "1100", "name": "Kiel works", "country": "DE"}
    assert administrator.client.post(reverse("accounts:add_site"), values).status_code == 302
    again = administrator.client.post(reverse("accounts:add_site"), values)
    assert again.status_code == 422
    assert Site.objects.count() == 1


def test_contacts_are_kept_and_removed(administrator: Person) -> None:
    values = {
        "name": "Karin Wolf",
        "position": "Purchasing",
        "email": "k@nordlicht.example",
        "phone": "+49 431 1",
    }
    administrator.client.post(reverse("accounts:add_contact"), values)
    contact = Contact.objects.get()
    administrator.client.post(
        reverse("accounts:edit_contact", args=[contact.pk]), {**values, "phone": "+49 431 2"}
    )
    assert "+49 431 2" in page(administrator, "organization")
    administrator.client.post(reverse("accounts:remove_contact", args=[contact.pk]))
    assert not Contact.objects.exists()


def test_a_rival_finds_none_of_it(administrator: Person, rival: Person, nordlicht: Organization) -> None:
    site = actions.save_site(
        Site(organization=nordlicht, code="1", name="Kiel", country="DE"), by=administrator.actor
    )
    day = actions.set_site_exception(site, "2026-12-24", works=False, reason="", by=administrator.actor)
    contact = actions.save_contact(
        Contact(organization=nordlicht, kept_by=nordlicht, name="Karin Wolf"), by=administrator.actor
    )
    lei = actions.add_identifier(
        nordlicht, scheme="lei", value="529900T8BM49AURSDO55", by=administrator.actor
    )
    gets = [("site", site.pk), ("edit_site", site.pk), ("edit_contact", contact.pk)]
    posts = [
        ("remove_site_day", day.pk), ("remove_contact", contact.pk), ("remove_identifier", lei.pk),
        ("change_roles", 0), ("remove_member", 0),
    ]  # fmt: skip
    membership = nordlicht.memberships.get()
    for name, pk in gets:
        assert rival.client.get(reverse(f"accounts:{name}", args=[pk])).status_code == 404, name
    for name, pk in posts:
        address = reverse(f"accounts:{name}", args=[pk or membership.pk])
        assert rival.client.post(address, {"role": "buyer"}).status_code == 404, name
    for name in ("organization", "sites", "members", "organization_history"):
        assert "Nordlicht" not in page(rival, name)
        assert "Ines" not in page(rival, name)


def test_the_lists_cost_the_same_at_any_length(administrator: Person, nordlicht: Organization) -> None:
    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(administrator, name)
        return len(seen)

    lists = ("organization", "sites", "members", "organization_history")
    counted = []
    for size in (1, 3, 30):
        for number in range(len(counted) * 100, len(counted) * 100 + size):
            person(nordlicht, f"Member{number} X", Role.BUYER)
            site = Site(organization=nordlicht, code=str(number), name=f"Site {number}", country="DE")
            actions.save_site(site, by=administrator.actor)
            contact = Contact(organization=nordlicht, kept_by=nordlicht, name=f"Contact {number}")
            actions.save_contact(contact, by=administrator.actor)
        counted.append({name: queries(name) for name in lists})
    assert counted[0] == counted[1] == counted[2]
    assert max(counted[0].values()) <= 11
