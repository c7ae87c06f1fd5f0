"""KPIs, measured figures, templates, runs, scorecards with their explanation, and the lines behind a value."""

from tandem.scorecards.api import (  # noqa: F401, I001  # in the reference's order
    kpis,
    templates,
    runs,
    countersigning,
    cards,
    received,
    objections,
    targets,
    months,
    judgements,
)
from tandem.scorecards.api.routing import router

__all__ = ["router"]
