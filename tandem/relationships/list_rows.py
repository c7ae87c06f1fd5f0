"""One row of a supplier list understood: its cells become values, or problems that say what to mend."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts import identifiers
from tandem.core.errors import Refused
from tandem.relationships.columns import IDENTIFIER_FIELDS
from tandem.relationships.models import Segment, Stage

BETWEEN = re.compile(r"[;,|；，、]+")
YES = {"yes", "y", "true", "1", "x", "是", "优选", "preferred", "√"}
NO = {"", "no", "n", "false", "0", "否", "-"}


@dataclass(frozen=True)
class Problem:
    column: str
    value: str
    message: str


@dataclass
class Understood:
    """`values` hold only what the row says: name, name_local, country, currency, key, identifiers [[scheme,
    number]], stage, segment, preferred, categories, contact {name, email, phone}."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def kept_problems(self) -> list[dict[str, str]]:
        return [asdict(problem) for problem in self.problems]


def understand(cells: Mapping[str, str], columns: Mapping[str, str], *, country: str) -> Understood:
    """Read a row. `cells` are by our fields, `columns` say what the file calls them, `country` stands in."""
    reader = _Reader({code: " ".join(text.split()) for code, text in cells.items()}, columns)
    reader.names()
    reader.where(country)
    reader.number()
    reader.identifiers()
    reader.word("stage", _stages())
    reader.word("segment", _segments())
    reader.rest()
    return reader.row


class _Reader:
    def __init__(self, cells: Mapping[str, str], columns: Mapping[str, str]) -> None:
        self.cells = cells
        self.columns = columns
        self.row = Understood()

    def get(self, code: str) -> str:
        return self.cells.get(code, "")

    def keep(self, code: str, value: Any) -> None:
        if value:
            self.row.values[code] = value

    def problem(self, code: str, message: str) -> None:
        self.row.problems.append(Problem(self.columns.get(code, ""), self.get(code), message))

    def checked(self, code: str, check: Callable[[str], str]) -> str:
        """The cell as `check` makes it; what it refuses becomes a problem."""
        try:
            return check(self.get(code)) if self.get(code) else ""
        except Refused as refusal:
            self.problem(code, str(refusal))
            return ""

    def names(self) -> None:
        """A company that has only a Chinese name bears it as its legal name too."""
        name, local = self.get("name"), self.get("name_local")
        if not name and not local:
            self.problem("name" if "name" in self.columns else "name_local", _("The row names no company."))
        if max(len(name), len(local)) > 200:
            self.problem("name", _("The name is longer than 200 characters."))
        self.keep("name", name or local)
        self.keep("name_local", local)

    def where(self, country: str) -> None:
        """The row's country, that of its credit code, or the list's; the currency follows it unless given."""
        named = self.checked("country", identifiers.country_code)
        if not self.get("country"):
            named = "CN" if self.get("uscc") else country
        if not named and not self.get("country"):
            self.problem(
                "country", _("The row names no country, and no country was chosen for the whole list.")
            )
        self.keep("country", named)
        currency = self.checked("currency", identifiers.currency_code)
        self.keep("currency", currency or identifiers.currency_of(named))
        if named and "currency" not in self.row.values and not self.get("currency"):
            self.problem("currency", _("The row names no currency, and its country has none of its own."))

    def number(self) -> None:
        number, company = self.get("number"), self.get("company_code")
        key = f"{company}/{number}" if company and number else number
        if len(key) > 250:
            self.problem("number", _("The number is longer than 250 characters."))
        self.keep("key", key)

    def identifiers(self) -> None:
        country = self.row.values.get("country", "")
        found = []
        for scheme in IDENTIFIER_FIELDS:
            value = self.checked(scheme, partial(identifiers.check, scheme, country=country))
            if value:
                found.append([scheme, value])
        self.keep("identifiers", found)

    def word(self, code: str, known: Mapping[str, str]) -> None:
        text = self.get(code)
        if text and text.casefold() not in known:
            message = _("“%(text)s” is none of the words known here: %(words)s.")
            words = ", ".join(dict.fromkeys(known.values()))
            self.problem(code, message % {"text": text, "words": words})
        elif text:
            self.keep(code, known[text.casefold()])

    def rest(self) -> None:
        preferred = self.get("preferred").casefold()
        if preferred not in YES | NO:
            self.problem("preferred", _("Say yes or no."))
        self.keep("preferred", preferred in YES)
        codes = [code.strip()[:80] for code in BETWEEN.split(self.get("categories"))]
        self.keep("categories", [code for code in codes if code])
        self.contact()

    def contact(self) -> None:
        email = self.get("contact_email")
        try:
            if email:
                validate_email(email)
        except ValidationError:
            self.problem("contact_email", _("This is no e-mail address."))
        contact = {
            "name": (self.get("contact_name") or email)[:120],
            "email": email,
            "phone": self.get("contact_phone")[:40],
        }
        if contact["name"]:
            self.keep("contact", contact)


@cache
def _stages() -> dict[str, str]:
    return _words(Stage)


@cache
def _segments() -> dict[str, str]:
    return _words(Segment)


def _words(choices: type[Stage] | type[Segment]) -> dict[str, str]:
    """Codes and names in both languages → code."""
    words = {value.casefold(): value for value in choices.values}
    for language in ("en", "zh-hans"):
        with override(language):
            words |= {str(choice.label).casefold(): choice.value for choice in choices}
    return words
