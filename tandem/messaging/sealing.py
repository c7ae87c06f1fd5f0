"""What a mail says while it waits: sealed, because it may hold a link that lets somebody in.

The key is derived from the installation's secret key, so a copy of the database opens nothing. What has been sent or
given up is forgotten (`actions/letters.py`).
"""

import base64
import json
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Content:
    subject: str
    body: str


class UnreadableError(ValueError):
    """Sealed under another secret key."""


def seal(content: Content) -> bytes:
    return _fernet().encrypt(json.dumps(asdict(content)).encode())


def unseal(sealed: bytes) -> Content:
    """Raises UnreadableError."""
    try:
        return Content(**json.loads(_fernet().decrypt(bytes(sealed))))
    except InvalidToken as error:
        raise UnreadableError("It was written under another TANDEM_SECRET_KEY.") from error


def _fernet() -> Fernet:
    derived = salted_hmac("tandem.messaging.letters", "content", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(derived))
