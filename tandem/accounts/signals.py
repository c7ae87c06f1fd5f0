from django.dispatch import Signal

member_added = Signal()
"""Sent with `membership` and `by` when a person has become a member, in the same transaction."""

mail_written = Signal()
"""Sent with `message`, a django.core.mail.EmailMessage to one address, and `now`: it goes out if the transaction in
which it was written is committed."""

roles_changed = Signal()
"""Sent with `membership` and `by` when a member's roles have changed, in the same transaction."""

delegation_made = Signal()
"""Sent with `delegation`, `by` and `now` when a member has let a colleague stand in, in the same transaction."""

delegation_ended = Signal()
"""Sent with `delegation`, `by` and `now` when a delegation has ended before its time, in the same transaction."""

invitation_accepted = Signal()
"""Sent with `invitation`, `membership` and `now` when an invited person has become a member, in the same
transaction."""
