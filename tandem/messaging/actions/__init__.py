from tandem.messaging.actions.delivering import deliver_due_webhooks, payload
from tandem.messaging.actions.digests import compose_digests
from tandem.messaging.actions.inbox import mark_all_read, mark_read, settle
from tandem.messaging.actions.keeping import forget_what_is_over
from tandem.messaging.actions.letters import send_due_letters
from tandem.messaging.actions.mailing import mail
from tandem.messaging.actions.notify import Message, Recipients, members, notify, notify_many, people
from tandem.messaging.actions.preferences import choose_channels, choose_mail_hour
from tandem.messaging.actions.webhooks import (
    add_endpoint,
    change_endpoint,
    deliver_again,
    disable_endpoint,
    enable_endpoint,
    ping,
    remove_endpoint,
    rotate_secret,
)

__all__ = [
    "Message",
    "Recipients",
    "add_endpoint",
    "change_endpoint",
    "choose_channels",
    "choose_mail_hour",
    "compose_digests",
    "deliver_again",
    "deliver_due_webhooks",
    "disable_endpoint",
    "enable_endpoint",
    "forget_what_is_over",
    "mail",
    "mark_all_read",
    "mark_read",
    "members",
    "notify",
    "notify_many",
    "payload",
    "people",
    "ping",
    "remove_endpoint",
    "rotate_secret",
    "send_due_letters",
    "settle",
]
