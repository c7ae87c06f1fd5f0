"""How often one network may open a registration page and send it, and how many mails one address gets: enough for a
company behind one address, too few to fill a customer's list or somebody's mailbox."""

from time import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

PAGES_A_MINUTE = 60
SENT_AN_HOUR = 10
MAILS_A_DAY = 3


def may_look(request: HttpRequest) -> bool:
    return _counted(f"registering:look:{_network(request)}", 60, PAGES_A_MINUTE)


def may_send(request: HttpRequest) -> bool:
    return _counted(f"registering:send:{_network(request)}", 3600, SENT_AN_HOUR)


def may_mail(email: str) -> bool:
    """Whoever types somebody else's address does not fill that mailbox."""
    return _counted(f"registering:mail:{email}", 86400, MAILS_A_DAY)


def _network(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


def _counted(name: str, seconds: int, most: int) -> bool:
    """Counts to the present window, in the cache that all web processes share."""
    key = f"{name}:{int(time() // seconds)}"
    cache.add(key, 0, timeout=2 * seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # forgotten between the two statements
        return True
