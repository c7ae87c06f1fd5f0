from django.dispatch import Signal

run_published = Signal()
"""Sent with `run` when a reviewed run has been shown to its suppliers, in the same transaction."""
