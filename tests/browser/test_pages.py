"""Every room's first pages: nothing keeps anybody from using them, in either theme and on a phone."""

import pytest

from tandem.relationships.models import Relationship
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/relationships/",
    "/relationships/add/",
    "/scorecards/runs/",
    "/scorecards/kpis/",
    "/facts/",
    "/facts/upload/",
    "/facts/columns/",
]


def troubles(visitor: Visitor, path: str) -> list[str]:
    found = []
    for theme in ("light", "dark"):
        visitor.open(path)
        visitor.theme(theme)
        visitor.page.wait_for_timeout(200)
        found += [f"{path} {theme}: {barrier}" for barrier in visitor.barriers()]
    visitor.phone()
    if visitor.overflows():
        found.append(f"{path} is wider than a phone")
    return found + [f"{path}: {complaint}" for complaint in visitor.complaints]


@pytest.mark.parametrize("path", PAGES)
def test_pages_keep_nobody_out(buyer_at: Visitor, huarui: Relationship, path: str) -> None:
    assert troubles(buyer_at, path) == []


def test_the_360_page_keeps_nobody_out(buyer_at: Visitor, huarui: Relationship) -> None:
    for tab in ("overview", "performance", "history"):
        assert troubles(buyer_at, f"{huarui.get_absolute_url()}?tab={tab}") == []
