"""The browser's cache must not take a part of a page for the page."""

from django.test import Client


def test_what_htmx_fetches_is_cached_apart_from_the_page(client: Client, db: None) -> None:
    varies = client.get("/accounts/login/")["Vary"]
    assert {"HX-Request", "HX-Target"} <= {name.strip() for name in varies.split(",")}
