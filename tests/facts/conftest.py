from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared in English; a page fetched in Chinese by one test leaves its language to the next."""
    with translation.override("en"):
        yield
