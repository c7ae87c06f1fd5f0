"""A token's secret: 256 random bits behind a prefix that scanners know. Only its digest is ever stored."""

import hashlib
import re
import secrets

PREFIX = "tdm_"
SHOWN = len(PREFIX) + 6
FORM = re.compile(r"tdm_[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Plain SHA-256: there is nothing to guess in 256 random bits, so a slow hash would protect nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def looks_right(secret: str) -> bool:
    return FORM.fullmatch(secret) is not None
