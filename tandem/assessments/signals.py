from django.dispatch import Signal

finding_raised = Signal()
"""Sent with `finding`, `by` and `now` for each finding when its assessment is published to the supplier, in that
transaction."""

assessment_closed = Signal()
"""Sent with `assessment`, `by` and `now` when a result has been published, in the same transaction."""
