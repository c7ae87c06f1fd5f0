"""What a form or an address sends for a record's key is a number, or none."""

import pytest

from tandem.core.keys import is_number, key_of
from tandem.core.reading.cells import number_in


@pytest.mark.parametrize("text", ["", " 1", "-1", "1.0", "²", "１２", "٣", "9" * 19, "1e3", "\x00", None, 7])
def test_what_is_no_key_names_no_record(text: object) -> None:
    assert key_of(text) == 0
    assert not is_number(text)


def test_a_key_is_its_digits() -> None:
    assert key_of("0042") == 42
    assert is_number("9999", longest=4)
    assert not is_number("10000", longest=4)


@pytest.mark.parametrize("text", ["1e999999999", "-1e99", "1e-999999999", "9" * 60, "²"])
def test_a_number_that_nobody_counts_to_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the text itself
        number_in(text)
