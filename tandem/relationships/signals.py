from django.dispatch import Signal

relationships_merged = Signal()
"""Sent with `kept`, `gone` (relationships) and `by` when two of a customer's suppliers have become one, in the same
transaction: the rooms above move what they keep."""
