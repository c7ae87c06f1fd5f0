from tandem.messaging.channels import Mail
from tandem.messaging.models.notifications import Event, Letter, Notification
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
