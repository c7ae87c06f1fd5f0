from django.dispatch import Signal

finding_raised = Signal()
"""Sent with `finding`, `by` and `now` for each finding when its assessment is published to the supplier, in that
transaction."""

assessment_asked = Signal()
"""Sent with `assessment`, `by` and `now` when a supplier has been asked, or one's own assessors begin."""

assessment_submitted = Signal()
"""Sent with `assessment`, `by` and `now` when the supplier has handed its answers in."""

assessment_returned = Signal()
"""Sent with `assessment`, `by` and `now` when its answers went back to the supplier; the reason stands with it."""

assessment_withdrawn = Signal()
"""Sent with `assessment`, `by` and `now` when it is asked no longer."""

assessment_closed = Signal()
"""Sent with `assessment`, `by` and `now` when a result has been published, in the same transaction."""
