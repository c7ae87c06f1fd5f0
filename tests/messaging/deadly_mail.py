"""A mail server that takes each message into a folder, for a process that dies with the first of them on its way.

`tests.messaging.deadly_mail` are the settings of such a process: the real ones, with this way of sending.
"""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from tandem.config.settings import *  # noqa: F403  # the real settings, with another mail server

EMAIL_BACKEND = "tests.messaging.deadly_mail.Server"
FOLDER = Path(os.environ["TANDEM_DATA"]) / "taken"


class Server(BaseEmailBackend):
    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            FOLDER.mkdir(exist_ok=True)
            taken = len(list(FOLDER.iterdir()))
            (FOLDER / f"{taken}.eml").write_bytes(message.message().as_bytes())
            if not taken:
                os.kill(os.getpid(), signal.SIGKILL)  # sent, and not yet marked as sent
        return len(messages)
