"""KPIs, measured figures, templates, runs, scorecards with their explanation, and the lines behind a value."""

from tandem.scorecards.api import kpis, templates, runs, countersigning, cards, received, objections, targets, months  # noqa: F401, I001  # reference's order
from tandem.scorecards.api.routing import router

__all__ = ["router"]
