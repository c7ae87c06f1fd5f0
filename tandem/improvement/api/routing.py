"""The router that the modules beside it hang their routes on, and the types that several of them ask for."""

from datetime import date
from typing import Annotated

from ninja import Router
from pydantic import Field

from tandem.accounts.rest import Body

router = Router(tags=["improvement"])
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
# Decimals travel as text: no reader makes a float of them.
Figure = Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$")]
Amount = Annotated[str, Field(pattern=r"^[0-9]{1,14}(\.[0-9]{1,2})?$")]
Code = Annotated[str, Field(max_length=60, pattern=r"^([a-z0-9_-]+)?$")]
Name = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]
Title = Annotated[str, Field(min_length=1, max_length=160, pattern=r"^[^\x00]*$")]
Story = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]
Line = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


class GivenReason(Body):
    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


class Remark(Body):
    remark: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


class DoneOn(Body):
    done_on: Day
