from django.dispatch import Signal

member_added = Signal()
"""Sent with `membership` and `by` when a person has become a member, in the same transaction."""

roles_changed = Signal()
"""Sent with `membership` and `by` when a member's roles have changed, in the same transaction."""

invitation_accepted = Signal()
"""Sent with `invitation`, `membership` and `now` when an invited person has become a member, in the same
transaction."""
