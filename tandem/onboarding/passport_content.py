"""What a passport says: made into rows for a page, held against another version, and counted for completeness.

The content of a version is plain data:
    {"company": {"name", "name_local", "country", "website", "identifiers": [[scheme, country, value], …]},
     "profile": {field: value}, "answers": {code: {"answer", "details"}}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tandem.accounts import identifiers
from tandem.accounts.models import Identifier
from tandem.core import formats
from tandem.onboarding.passport_fields import FIELDS, PERSONS, SECTIONS, Field
from tandem.onboarding.standing_questions import QUESTIONS, Answer, Topic

Content = Mapping[str, Any]
ANSWERS = "answers"
# What is of the whole company and stands in its own record, not in the draft.
NAMES = (
    ("name", gettext_lazy("Legal name")),
    ("name_local", gettext_lazy("Legal name in Chinese script")),
    ("country", gettext_lazy("Country")),
    ("website", gettext_lazy("Website")),
)


@dataclass(frozen=True)
class Row:
    """One line as a reader sees it; `key` tells the same line in two versions."""

    key: str
    label: str
    value: str
    more: str = ""
    """for an answer, what was added to it"""

    @property
    def whole(self) -> str:
        return f"{self.value} · {self.more}" if self.value and self.more else self.value or self.more


@dataclass(frozen=True)
class Part:
    key: str
    title: str
    icon: str
    rows: tuple[Row, ...]

    @property
    def filled(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.whole)


@dataclass(frozen=True)
class Difference:
    part: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Completion:
    """Of one section: how much of what counts is there."""

    key: str
    title: str
    icon: str
    done: int
    total: int

    @property
    def is_whole(self) -> bool:
        return self.done >= self.total


def parts(content: Content) -> list[Part]:
    """Everything a version may say, in the reader's language; empty values too."""
    company, profile = content.get("company", {}), content.get("profile", {})
    found = [Part("names", _("Names and numbers"), "id", tuple(_company_rows(company)))]
    for section in SECTIONS:
        rows = tuple(
            Row(field.key, _label(field), shown(field, profile.get(field.key), profile))
            for field in section.fields
            if field.kind != "currency"
        )
        found.append(Part(section.key, str(section.title), section.icon, rows))
    answers = content.get(ANSWERS, {})
    for topic in Topic:
        rows = tuple(_answer_rows(topic, answers))
        found.append(Part(topic.value, str(topic.label), "checklist", rows))
    return found


def differences(old: Content | None, new: Content) -> list[Difference]:
    """What differs, as a reader sees it. Against nothing there are none: all of it is new."""
    if old is None:
        return []
    before = {(part.key, row.key): row.whole for part in parts(old) for row in part.rows}
    found = []
    for part in parts(new):
        for row in part.rows:
            was = before.pop((part.key, row.key), "")
            if was != row.whole:
                found.append(Difference(part.title, row.label, was, row.whole))
    labels = {(part.key, row.key): (part.title, row.label) for part in parts(old) for row in part.rows}
    found += [Difference(*labels[key], was, "") for key, was in before.items() if was]
    return found


def completion(content: Content) -> list[Completion]:
    profile, answers = content.get("profile", {}), content.get(ANSWERS, {})
    found = []
    for section in SECTIONS:
        counted = [field.key for field in section.fields if field.counts]
        done = sum(1 for key in counted if profile.get(key) not in (None, ""))
        found.append(Completion(section.key, str(section.title), section.icon, done, len(counted)))
    answered = sum(1 for question in QUESTIONS if answers.get(question.code, {}).get("answer"))
    found.append(Completion(ANSWERS, _("Standing answers"), "checklist", answered, len(QUESTIONS)))
    return found


def telephones(content: Content) -> Iterator[tuple[str, str, str]]:
    """Name, position and telephone of each contact that gives one."""
    profile = content.get("profile", {})
    for key in PERSONS:
        if profile.get(f"{key}_phone"):
            name = str(profile.get(f"{key}_name") or profile.get(f"{key}_position") or "")
            yield name, str(profile.get(f"{key}_position") or ""), str(profile[f"{key}_phone"])


def shown(field: Field, value: Any, profile: Content) -> str:
    if value in (None, ""):
        return ""
    language = get_language() or "en"
    match field.kind:
        case "choice":
            return str(dict(field.choices).get(value, value))
        case "count":
            return formats.number(value, language)
        case "percent":
            return formats.percent(Decimal(str(value)) / 100, language, decimals=0)
        case "amount":
            currency = profile.get("capital_currency") or ""
            amount = Decimal(str(value))
            return (
                formats.money(amount, currency, language, decimals=0)
                if currency
                else formats.number(amount, language)
            )
        case "country":
            return identifiers.country_name(str(value))
        case _:
            return str(value)


def _label(field: Field) -> str:
    """A person's details are told apart by whom they are of."""
    key, _mark, part = field.key.rpartition("_")
    if key in PERSONS and part != "name":
        return f"{FIELDS[f'{key}_name'].label} · {field.label}"
    return str(field.label)


def _company_rows(company: Content) -> Iterator[Row]:
    for key, label in NAMES:
        value = str(company.get(key) or "")
        yield Row(key, str(label), identifiers.country_name(value) if key == "country" and value else value)
    for scheme, country, value in company.get("identifiers", ()):
        kind = str(Identifier.Scheme(scheme).label)
        yield Row(f"{scheme}{country}", f"{kind} ({country})" if country else kind, value)


def _answer_rows(topic: Topic, answers: Content) -> Iterator[Row]:
    for question in QUESTIONS:
        if question.topic == topic:
            given = answers.get(question.code, {})
            answer = given.get("answer") or ""
            label = str(Answer(answer).label) if answer else ""
            yield Row(question.code, str(question.text), label, str(given.get("details") or ""))
