from typing import Any

from django.core.exceptions import ValidationError

from tandem.core.errors import Refused


def check(record: Any) -> None:
    """Django's own checks of a record, as one sentence. Raises Refused."""
    try:
        record.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        label = "" if field == "__all__" else f"{record._meta.get_field(field).verbose_name}: "
        raise Refused(f"{label}{messages[0]}") from error
