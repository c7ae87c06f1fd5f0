"""The menu marks the room a page belongs to."""

import pytest

from tandem.config.navigation import ROOMS, _is_active


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/", "/"),
        ("/facts/batches/3/", "/facts/"),
        ("/scorecards/cards/7/", "/scorecards/"),
        ("/relationships/monviso/", "/relationships/"),
        ("/facts/relationships/monviso/deliveries/", "/relationships/"),
        ("/scorecards/relationships/monviso/performance/", "/relationships/"),
        ("/portal/", "/portal/"),
        ("/portal/accounts/3/", "/portal/accounts/"),
    ],
)
def test_one_line_of_the_menu_is_marked(path: str, room: str) -> None:
    assert [prefix for _label, _name, _icon, prefix in ROOMS if _is_active(path, prefix)] == [room]
