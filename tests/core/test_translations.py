"""Every room speaks English and Simplified Chinese, completely."""

import pytest

from tools import bare_text, messages


@pytest.mark.parametrize("room", messages.rooms())
def test_every_string_has_its_chinese(room: str) -> None:
    assert messages.faults(room) == []


def test_rooms_translate_the_same_words_alike() -> None:
    assert messages.conflicts() == []


@pytest.mark.parametrize("room", bare_text.rooms())
def test_no_text_stands_outside_a_translation(room: str) -> None:
    assert bare_text.found(room) == []
