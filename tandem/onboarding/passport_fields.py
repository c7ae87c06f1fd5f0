"""What a passport asks a company for: one table, from which the forms, the pages and the differences are made."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class LegalForm(models.TextChoices):
    """The kinds that matter to a buyer; the form's national name is part of the legal name anyway."""

    LIMITED = "limited", _("Limited company (Co., Ltd., GmbH, LLC)")
    STOCK = "stock", _("Company limited by shares (AG, SE, Inc.)")
    STATE = "state", _("State-owned enterprise")
    PARTNERSHIP = "partnership", _("Partnership")
    SOLE = "sole", _("Sole proprietor")
    OTHER = "other", _("Other")


@dataclass(frozen=True)
class Field:
    """`kind`: line, text (several lines), year, count, percent, amount, currency, country, choice, email, phone.

    `counts` says whether it counts for completeness.
    """

    key: str
    label: Text
    kind: str = "line"
    counts: bool = False
    help: Text = ""
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class Section:
    key: str
    title: Text
    note: Text
    icon: str
    fields: tuple[Field, ...]


def _person(key: str, whom: Text, *, counts: bool) -> tuple[Field, ...]:
    """A person to talk to: `whom` says for what."""
    return (
        Field(f"{key}_name", whom, counts=counts),
        Field(f"{key}_position", _("Position")),
        Field(f"{key}_email", _("E-mail address"), "email", counts=counts),
        Field(f"{key}_phone", _("Telephone"), "phone"),
    )


COMPANY = Section(
    "company",
    _("Company"),
    _("Who you are. Names, country and numbers are kept under Your organisation."),
    "building",
    (
        Field("legal_form", _("Legal form"), "choice", True, choices=tuple(LegalForm.choices)),
        Field("founded", _("Founded in"), "year", True, _("The year, for example 2004.")),
        Field("employees", _("Employees"), "count", True, _("All of them, at the end of last year.")),
        Field("capital", _("Registered capital"), "amount", True),
        Field("capital_currency", _("Currency of the capital"), "currency"),
        Field("representative", _("Legal representative or managing directors"), counts=True),
        Field("parent", _("Parent company"), help=_("Left empty, you have none.")),
        Field("parent_country", _("Country of the parent company"), "country"),
        Field("languages", _("Languages in which you work"), help=_("For example Chinese, English.")),
    ),
)
BUSINESS = Section(
    "business",
    _("What you do"),
    _("What a buyer looks for who does not know you yet."),
    "assembly",
    (
        Field("products", _("What you make or trade"), "text", True),
        Field(
            "processes",
            _("Processes of your own"),
            "text",
            True,
            _("For example casting, milling, assembly."),
        ),
        Field("outsourced", _("Processes that you buy in"), "text"),
        Field("markets", _("Markets and industries"), "text", True),
        Field("exports", _("Share of exports"), "percent", help=_("Per cent of your sales.")),
        Field("references", _("References"), "text", help=_("Customers that you may name.")),
    ),
)
ADDRESSES = Section(
    "addresses",
    _("Addresses"),
    _("Street, town, postal code and country, as they stand on a letter."),
    "map-pin",
    (
        Field("registered_address", _("Registered address"), "text", True),
        Field("production_address", _("Where you produce"), "text", True, _("One plant a line.")),
        Field(
            "shipping_address",
            _("Where you ship from"),
            "text",
            help=_("Left empty, from where you produce."),
        ),
        Field("invoice_address", _("Where credit notes go"), "text"),
    ),
)
CONTACTS = Section(
    "contacts",
    _("Contacts"),
    _(
        "Whom a customer calls. A customer checks a change of your bank account by calling a number it knew before."
    ),
    "users",
    (
        *_person("sales", _("For sales"), counts=True),
        *_person("quality", _("For quality"), counts=True),
        *_person("finance", _("For finance"), counts=True),
        *_person("emergency", _("For emergencies, day and night"), counts=False),
    ),
)
SECTIONS = (COMPANY, BUSINESS, ADDRESSES, CONTACTS)
BY_KEY = {section.key: section for section in SECTIONS}
FIELDS = {field.key: field for section in SECTIONS for field in section.fields}
PERSONS = ("sales", "quality", "finance", "emergency")
