from django.dispatch import Signal

run_published = Signal()
"""Sent with `run` when a reviewed run has been shown to its suppliers, in the same transaction."""

run_opened = Signal()
"""Sent with `run`, `until` which day and `now` once the run that a calendar opened has been computed and is in review,
open for what people have to give; in the same transaction."""

check_opened = Signal()
"""Sent with `run`, `by` whom and `now` when a run's suppliers are asked to check their lines before publication."""

check_answered = Signal()
"""Sent with the `objection`, `by` whom and `now` once a supplier has answered its data check: all is right, or
lines are wrong."""

card_recomputed = Signal()
"""Sent with `card`, the `earlier` version of it and the `objection` it was computed again for, in the same transaction.
The earlier one's `shown` says whether its supplier had been shown it."""

appeal_decided = Signal()
"""Sent with the `appeal` and `now` once each of its lines has been decided, in the same transaction; a new version of
the card has been computed by then if anything was accepted."""

happenings_asked = Signal()
"""Sent with `actor`, `relationship`, `since` and `until`: each room answers with the `Happening`s it knows of, as far
as the actor may see them (see `happenings.py`)."""

pack_asked = Signal()
"""Sent with `actor`, `relationship`, `since`, `until` and `today` when a review pack is made: each room answers with
the `Section`s it has for it, as far as the actor may see them (see `review_packs.py`)."""
