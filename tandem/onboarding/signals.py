from django.dispatch import Signal

document_reviewed = Signal()
"""Sent with `review`, `by` and `now` when a customer has accepted or refused a document, in that transaction."""
