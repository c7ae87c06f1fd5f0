"""Names by which work is deferred from places that may not import it."""

APPLY_TASK = "tandem.incentives.apply_policies"
RECONSIDER_TASK = "tandem.incentives.reconsider"
