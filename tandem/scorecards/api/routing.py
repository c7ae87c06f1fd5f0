"""The router that the modules beside it hang their routes on, and the types that several of them ask for."""

from datetime import date
from typing import Annotated

from ninja import Router
from pydantic import Field

router = Router(tags=["scorecards"])
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
