from tandem.messaging.views.inbox import inbox, mark_all, mark_read, open_notification
from tandem.messaging.views.preferences import preferences
from tandem.messaging.views.webhooks import (
    add_endpoint,
    deliver_again,
    delivery,
    edit_endpoint,
    endpoint,
    ping_endpoint,
    remove_endpoint,
    rotate_secret,
    switch_endpoint,
    webhooks,
)

__all__ = [
    "add_endpoint",
    "deliver_again",
    "delivery",
    "edit_endpoint",
    "endpoint",
    "inbox",
    "mark_all",
    "mark_read",
    "open_notification",
    "ping_endpoint",
    "preferences",
    "remove_endpoint",
    "rotate_secret",
    "switch_endpoint",
    "webhooks",
]
