from tandem.portal.models.asks import Ask, AskedLine
from tandem.portal.models.certificates import Certificate
from tandem.portal.models.customer_accounts import (
    AccountContact,
    AccountNote,
    BuyingRole,
    CustomerAccount,
    Judgement,
    NextStep,
)
from tandem.portal.models.field import Field
from tandem.portal.models.links import Link
from tandem.portal.models.own_records import OwnRecord, RecordFile
from tandem.portal.models.private_records import PrivateCase, PrivateGrade, PrivatePayment
from tandem.portal.models.surveys import QUESTIONS, Survey, SurveyAnswer

__all__ = [
    "QUESTIONS",
    "AccountContact",
    "AccountNote",
    "Ask",
    "AskedLine",
    "BuyingRole",
    "Certificate",
    "CustomerAccount",
    "Field",
    "Judgement",
    "Link",
    "NextStep",
    "OwnRecord",
    "PrivateCase",
    "PrivateGrade",
    "PrivatePayment",
    "RecordFile",
    "Survey",
    "SurveyAnswer",
]
