"""What every room's `api.py` stands on."""

from tandem.accounts.rest.routes import (
    Bearer,
    Body,
    NotAllowed,
    NotKnown,
    PageOf,
    Paging,
    Text,
    Word,
    answer,
    asks,
    listed,
    paged,
)
from tandem.accounts.rest.serving import ApiRequest, served

__all__ = [
    "ApiRequest",
    "Bearer",
    "Body",
    "NotAllowed",
    "NotKnown",
    "PageOf",
    "Paging",
    "Text",
    "Word",
    "answer",
    "asks",
    "listed",
    "paged",
    "served",
]
