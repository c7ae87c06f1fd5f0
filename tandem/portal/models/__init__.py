from tandem.portal.models.customer_accounts import (
    AccountContact,
    AccountNote,
    BuyingRole,
    CustomerAccount,
    Judgement,
    NextStep,
)
from tandem.portal.models.field import Field
from tandem.portal.models.private_records import PrivateCase, PrivateGrade, PrivatePayment

__all__ = [
    "AccountContact",
    "AccountNote",
    "BuyingRole",
    "CustomerAccount",
    "Field",
    "Judgement",
    "NextStep",
    "PrivateCase",
    "PrivateGrade",
    "PrivatePayment",
]
