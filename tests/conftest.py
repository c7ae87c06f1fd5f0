"""The cast, known to every test by name."""

from tests.cast import (
    administrator,
    auditor,
    buyer,
    huarui,
    huarui_sales,
    kestrel,
    manager,
    nordlicht,
    quality_engineer,
    rival,
)

__all__ = [
    "administrator",
    "auditor",
    "buyer",
    "huarui",
    "huarui_sales",
    "kestrel",
    "manager",
    "nordlicht",
    "quality_engineer",
    "rival",
]
