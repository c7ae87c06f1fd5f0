from django.dispatch import Signal

relationships_merged = Signal()
"""Sent with `kept`, `gone` (relationships) and `by` when two of a customer's suppliers have become one, in the same
transaction: the rooms above move what they keep, and answer with what that was ([(kind, names), …])."""

organizations_merged = Signal()
"""Sent with `kept`, `gone` (organisations for which people act) and `by`, in the transaction in which they become one
and after their relationships have; answered like the above."""

stage_changed = Signal()
"""Sent with `relationship`, `old`, `new`, `reason`, `by` and `now`, in the transaction of the move."""

duties_changed = Signal()
"""Sent with `membership`, `by` and `now` when an administrator said what a member looks after, in that transaction."""

owner_changed = Signal()
"""Sent with `relationship`, `old` (a user or None; the new one is the relationship's) and `by`, in the transaction of
the change."""

consent_changed = Signal()
"""Sent with `consent`, `by` and `now` when a supplier began or stopped sharing something with a customer, in that
transaction."""

suppliers_added = Signal()
"""Sent with `relationships` and `by` when many suppliers were written at once, past Django's own signals, in that
transaction."""
