"""How many pages behind links one network may open: enough for a company behind one address, too few to try tokens."""

from time import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def within_limit(request: HttpRequest) -> bool:
    """Counts this page to its minute, in the cache that all web processes share."""
    key = f"portal-links:{get_adapter().get_client_ip(request)}:{int(time() // 60)}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= settings.LINK_PAGES_A_MINUTE
    except ValueError:  # forgotten between the two statements
        return True
