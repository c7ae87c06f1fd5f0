"""What PostgreSQL says of a NUL character, in a text and in a JSON value."""

import pytest
from django.db import DataError, connection, transaction

from tandem.core.refusals import holds_nul


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "value", "expected"),
    [("%s::text", "a\x00b", True), ("%s::jsonb", '"a\\u0000b"', True), ("%s::integer", "9" * 30, False)],
)
def test_a_nul_character_is_told_from_other_faults(kept: str, value: str, expected: bool) -> None:
    with pytest.raises(DataError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {kept}", [value])
    assert holds_nul(told.value) is expected
