from django.dispatch import Signal

case_opened = Signal()
"""Sent with `case`, `by` and `now` when a case has been opened, in the same transaction."""

case_closed = Signal()
"""Sent with `case`, `by` and `now` when a case is closed: its steps are accepted, its effect was
shown or stated."""

case_verified = Signal()
"""Sent with `case`, `effect`, `by` and `now` when the facts show that a watched case's KPI improved."""
