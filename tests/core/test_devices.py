"""A browser's own words, made short."""

import pytest

from tandem.core.devices import device

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("words", "short"),
    [
        (f"{WINDOWS} Safari/537.36", "Chrome · Windows"),
        (f"{WINDOWS} Safari/537.36 Edg/150.0", "Edge · Windows"),
        (f"{PHONE} Version/19.0 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
        (f"{PHONE} Mobile/15E148 MicroMessenger/8.0.50", "WeChat · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox · Linux"),
        ("a script of our own", "a script of our own"),
        ("", ""),
    ],
)
def test_a_browser_is_called_what_people_call_it(words: str, short: str) -> None:
    assert device(words) == short
