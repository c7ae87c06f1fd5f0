"""The demonstration of a data folder: built once, resumed when it was killed, never mixed with real companies."""

from datetime import date

from tandem.accounts.models import Organization
from tandem.config.environment import read_environment
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence
from tandem.demonstration import marker
from tandem.demonstration.marker import Marker
from tandem.demonstration.stage import Progress, build
from tandem.demonstration.world import SEED
from tandem.demonstration.world import build as imagine


@beyond_the_fence()
def build_in_data_folder(progress: Progress, *, today: date) -> None:
    """Make the data folder hold the whole demonstration. Raises Refused where other companies live in it."""
    data = read_environment().data
    begun = marker.read(data)
    if begun is None:
        if Organization.objects.exists():
            raise Refused(
                f"{data} holds companies of yours. The demonstration wants a folder of its own: "
                "set TANDEM_DATA to another one."
            )
        begun = Marker(ends_on=today, seed=SEED)
        marker.write(data, begun)
    if begun.ready:
        return
    build(imagine(begun.ends_on, seed=begun.seed), progress)
    marker.write(data, begun.finished())
