"""The router that the modules beside it hang their routes on, and the types that several of them ask for."""

from decimal import Decimal
from typing import Annotated, Literal

from ninja import Router
from pydantic import Field

from tandem.accounts.rest import Body

router = Router(tags=["incentives"])
# Decimals travel as text: no reader makes a float of an amount.
Amount = Annotated[str, Field(pattern=r"^[0-9]{1,14}(\.[0-9]{1,2})?$")]
Number = Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$")]
Short = Annotated[str, Field(max_length=160, pattern=r"^[^\x00]*$")]
Long = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]
Said = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
Row = Annotated[int, Field(ge=1, le=2**62)]
KindName = Literal["reward", "penalty"]
TaxName = Literal["none", "inclusive", "exclusive"]
EffectName = Literal[
    "rebate", "deduction", "payment_terms", "share", "award", "certificate", "commendation", "reprimand", "preferred",
    "stage", "segment", "probation", "suspension",
]  # fmt: skip


class Because(Body):
    reason: Said


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
