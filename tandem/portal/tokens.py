"""What a link's address carries: a random secret with a signature. Only the digest of the whole is kept.

The signature lets a made-up address be told from a real one without a look into the database; the secret (192 random
bits) is what cannot be guessed; and the digest cannot be turned back into an address, so that whoever reads the
database, or a backup of it, holds no link.
"""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer

SECRET_BYTES = 24


def new_token() -> str:
    return _signer().sign(secrets.token_urlsafe(SECRET_BYTES))


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_signed(token: str) -> bool:
    """Whether Tandem made this token, at any time."""
    try:
        _signer().unsign(token)
    except BadSignature:
        return False
    return True


def _signer() -> Signer:
    return Signer(sep=".", salt="tandem.portal.links")
