"""Addresses of the API's schema and reference, and the page of screen elements."""

from tests.config.whose import EVERYBODY, own, public

ADDRESSES = {
    "api:openapi": public(),
    "core:elements": own(EVERYBODY),
    "core:elements_tab": own(EVERYBODY),
    "api_reference": own(EVERYBODY),
}
