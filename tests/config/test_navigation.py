"""The menu marks the room a page belongs to."""

import pytest
from django.urls import reverse

from tandem.accounts.roles import Role
from tandem.config.navigation import ROOMS, _is_active
from tandem.relationships.models import Relationship
from tests.cast import Person, person


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/", "/"),
        ("/facts/batches/3/", "/facts/"),
        ("/scorecards/cards/7/", "/scorecards/"),
        ("/relationships/monviso/", "/relationships/"),
        ("/facts/relationships/monviso/deliveries/", "/relationships/"),
        ("/scorecards/relationships/monviso/performance/", "/relationships/"),
        ("/onboarding/relationships/monviso/screening/", "/relationships/"),
        ("/onboarding/screening/3/", "/onboarding/"),
        ("/onboarding/own/sharing/", "/onboarding/own/"),
        ("/onboarding/approved/", "/onboarding/"),
        ("/onboarding/own/documents/", "/onboarding/own/"),
        ("/onboarding/relationships/monviso/qualification/", "/relationships/"),
        ("/onboarding/requirements/3/", "/onboarding/"),
        ("/onboarding/own/qualifications/", "/onboarding/own/"),
        ("/portal/", "/portal/"),
        ("/portal/accounts/3/", "/portal/accounts/"),
        ("/assessments/own/capacity/", "/assessments/own/"),
    ],
)
def test_one_line_of_the_menu_is_marked(path: str, room: str) -> None:
    assert [prefix for _label, _name, _icon, prefix in ROOMS if _is_active(path, prefix)] == [room]


def test_the_menu_offers_the_side_on_which_the_organisation_stands(
    huarui: Relationship, administrator: Person, rival: Person
) -> None:
    def menu(who: Person) -> list[str]:
        page = who.client.get(reverse("accounts:organization"))
        return [item.url for item in page.context["navigation"]]

    chief = person(huarui.supplier, "Guoqiang Hua", Role.ADMINISTRATOR)
    buying = ["/relationships/", "/onboarding/", "/facts/", "/scorecards/runs/", "/analytics/trends/"]
    buying += ["/assessments/", "/improvement/", "/sourcing/", "/incentives/"]
    asking = "/portal/customer/asks/"
    selling = ["/portal/", "/portal/accounts/", "/onboarding/own/"]
    asked = ["/portal/asks/", "/incentives/own/", "/assessments/own/", "/improvement/own/"]
    assert menu(administrator) == ["/", *buying, asking]
    assert menu(chief) == ["/", *selling, *asked]
    assert menu(rival) == ["/", *buying, *selling, asking, *asked]
    sales = person(huarui.supplier, "Hua Meiling", Role.SALES)
    assert menu(sales) == ["/", *selling, *asked]
