from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.core.errors import Refused
from tandem.scorecards.models import Run


def require_input_over(run: Run) -> None:
    """A run that its calendar keeps open for input goes no further before that is closed. Raises Refused."""
    if run.input_until is not None:
        day = formats.day(run.input_until, get_language() or "en")
        raise Refused(_("It is open for input until %(day)s. Close it in the calendar first.") % {"day": day})
