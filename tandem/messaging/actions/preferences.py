from collections.abc import Mapping

from django.db import transaction

from tandem.accounts.models import User
from tandem.messaging.kinds import KINDS
from tandem.messaging.models import Mail, MailHour, Preference


@transaction.atomic
def choose_channels(user: User, chosen: Mapping[str, tuple[bool, Mail]]) -> None:
    """Keep how a person hears of each kind: (in the inbox, by mail). What equals the kind's default needs no row."""
    for name, (in_inbox, mail) in chosen.items():
        if (in_inbox, mail) == (True, KINDS[name].mail):
            Preference.objects.filter(user=user, kind=name).delete()
        else:
            Preference.objects.update_or_create(
                user=user, kind=name, defaults={"in_inbox": in_inbox, "mail": mail}
            )


def choose_mail_hour(user: User, *, hour: int, time_zone: str) -> None:
    MailHour.objects.update_or_create(user=user, defaults={"hour": hour, "time_zone": time_zone})
