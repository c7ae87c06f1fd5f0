"""Addresses of the customer's home page."""

from tests.config.whose import EVERYBODY, C, own

ADDRESSES = {
    "analytics:figures": own(C.READ_SUPPLIERS),
    "analytics:home": own(EVERYBODY),
    "analytics:needs": own(C.READ_SUPPLIERS),
}
