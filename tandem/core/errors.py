from typing import Any


class Refused(Exception):
    """What was asked may not be done, or cannot be: one sentence for the person who asked.

    `message` says what is wrong and how to mend it, in that person's language. Pages answer 409 with a toast,
    the API with problem+json, the command line with a line on standard error and exit status 1.
    """

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Forbidden(Refused):
    """Refused because of who asks: another role, or another organisation, could."""
