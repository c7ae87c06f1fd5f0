from tandem.messaging.models.notifications import Event, Letter, Mail, Notification
from tandem.messaging.models.preferences import MailHour, Preference
from tandem.messaging.models.webhooks import Attempt, Delivery, Endpoint

__all__ = [
    "Attempt",
    "Delivery",
    "Endpoint",
    "Event",
    "Letter",
    "Mail",
    "MailHour",
    "Notification",
    "Preference",
]
