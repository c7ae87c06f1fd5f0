"""Signatures of webhooks by the Standard Webhooks scheme: https://www.standardwebhooks.com (v1, HMAC-SHA256).

An endpoint's secret is derived from the installation's secret key, the endpoint's own key and the generation in use.
So it can be told again to the signer and is kept in no database: a copy of the database signs nothing.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from django.utils.crypto import salted_hmac

PREFIX = "whsec_"


def secret(endpoint: UUID, generation: int) -> str:
    """`whsec_` and 32 bytes in base64, as the endpoint's keeper copies it."""
    derived = salted_hmac(
        "tandem.messaging.webhooks", f"{endpoint}.{generation}", algorithm="sha256"
    ).digest()
    return PREFIX + base64.b64encode(derived).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secrets: Sequence[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """One signature for each secret in use, so that a receiver may change over while both are."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(each, message_id, timestamp, body) for each in secrets),
    }
