"""What its people were told."""

from tandem.messaging import actions as messaging
from tandem.messaging.models import Delivery, Notification
from tests.cast import NOW, Person
from tests.config.records import Arguments


def of_the_inbox(who: Person) -> dict[str, Arguments]:
    endpoint, _secret = messaging.add_endpoint(
        "ERP", url="http://127.0.0.1:9/", chosen=["import.failed"], by=who.actor, now=NOW
    )
    context = {"file": "orders.csv", "problem": "the disk is full"}
    messaging.notify("import.failed", to=messaging.members(who.organization.pk), context=context, now=NOW)
    notification = Notification.objects.get(recipient=who.user, kind="import.failed")
    delivery = Delivery.objects.get(endpoint=endpoint)
    return {"endpoint": [endpoint.pk], "notification": [notification.pk], "delivery": [delivery.pk]}
