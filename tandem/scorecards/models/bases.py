from django.db import models
from django.db.models import Value

from tandem.core.fence import Fence, own
from tandem.scorecards.models.runs import Run


class RunBasis(models.Model):
    """What a run rests on that has no version of its own, as it stood when the run was started.

    Apart from the run, because it is long and read only when the run is computed or its lines are.
    """

    FENCE = Fence(own("run__customer"))

    run = models.OneToOneField(Run, models.CASCADE, related_name="basis")
    # The ids of the relationships it scores, in order.
    members = models.JSONField(default=list)
    # {relationship id: [[category code, site code], …]} of whom only some lines are measured (`queries.shares`).
    shares = models.JSONField(default=dict)
    # `lake.calendars.as_data`; None where no KPI of the run counts working days.
    calendars = models.JSONField(null=True)
    # {relationship id: {KPI: the agreed target as `targets.to_json` writes it}} of whom any target holds.
    targets = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))

    def __str__(self) -> str:
        return f"{self.run}: {len(self.members)}"
