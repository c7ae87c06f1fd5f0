"""8D cases and improvement projects for scripts, from either end."""

from tandem.improvement.api import cases, steps, projects  # noqa: F401, I001  # in the reference's order
from tandem.improvement.api.routing import router

__all__ = ["router"]
