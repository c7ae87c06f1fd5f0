from django.dispatch import Signal

statement_sending = Signal()
"""Sent with `statement` before the customer signs it. Who has a reason to hold payments raises Refused with it."""
