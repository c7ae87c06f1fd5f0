from collections.abc import Callable

from django.utils.translation import override

from tandem.messaging import values
from tandem.messaging.values import Value


def in_both(text: Callable[[], str]) -> Value:
    """For each reader in their own language."""
    with override("en"):
        english = text()
    with override("zh-hans"):
        return values.in_both(english, text())
