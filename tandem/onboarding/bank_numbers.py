"""Numbers of bank accounts and banks, checked as far as they carry their own check.

An IBAN has check digits (ISO 13616) and a BIC a country (ISO 9362), for which python-stdnum is asked. A Chinese
company's account number has no public check digit; its bank is named by the twelve digits of the People's Bank's
clearing system (CNAPS), of which the first three say which bank it is: held against the BIC, so that the two cannot
name different banks. An American routing number has a check digit of its own (ABA).
"""

from django.utils.translation import gettext as _
from stdnum import bic as bic_number
from stdnum import iban as iban_number
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.us import rtn

from tandem.core.errors import Refused

# Countries whose accounts are known by an IBAN: there a plain number is a mistake.
IBAN_COUNTRIES = frozenset(
    [
        "AD",
        "AE",
        "AL",
        "AT",
        "AZ",
        "BA",
        "BE",
        "BG",
        "BH",
        "BR",
        "CH",
        "CR",
        "CY",
        "CZ",
        "DE",
        "DK",
        "DO",
        "EE",
        "ES",
        "FI",
        "FO",
        "FR",
        "GB",
        "GE",
        "GI",
        "GL",
        "GR",
        "GT",
        "HR",
        "HU",
        "IE",
        "IL",
        "IS",
        "IT",
        "JO",
        "KW",
        "KZ",
        "LB",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MR",
        "MT",
        "MU",
        "NL",
        "NO",
        "PK",
        "PL",
        "PS",
        "PT",
        "QA",
        "RO",
        "RS",
        "SA",
        "SE",
        "SI",
        "SK",
        "SM",
        "TN",
        "TR",
        "UA",
        "VA",
        "VG",
        "XK",
    ]
)
# A BIC of one country beside an IBAN of another, where the first's banks serve the second.
SERVED_FROM = {
    ("FR", "MC"), ("MC", "FR"), ("GB", "JE"), ("GB", "GG"), ("GB", "IM"), ("JE", "GB"), ("GG", "GB"), ("IM", "GB"),
}  # fmt: skip
# The first three digits of a CNAPS number and the first four letters of the same bank's BIC.
BANKS_OF_CHINA = {
    "102": "ICBK", "103": "ABOC", "104": "BKCH", "105": "PCBC", "301": "COMM", "302": "CIBK", "303": "EVER",
    "304": "HXBK", "305": "MSBC", "306": "GDBK", "307": "SZDB", "308": "CMBC", "309": "FJIB", "310": "SPDB",
    "403": "PSBC",
}  # fmt: skip
LONGEST = 34


def is_iban_country(country: str) -> bool:
    return country in IBAN_COUNTRIES


def account_number(text: str, country: str) -> tuple[str, bool]:
    """The compact number, and whether it is an IBAN. Raises Refused with what is wrong."""
    compact = "".join(text.split()).replace("-", "").upper()
    if is_iban_country(country) or compact[:2].isalpha():
        return _iban(compact, country), True
    if country == "CN":
        if not compact.isdigit() or not 8 <= len(compact) <= 32:
            raise Refused(_("A Chinese account number has 8 to 32 digits and nothing else."))
        return compact, False
    if not compact.isalnum() or not compact.isascii() or not 4 <= len(compact) <= LONGEST:
        raise Refused(_("An account number has 4 to 34 letters and digits."))
    return compact, False


def bic(text: str, country: str) -> str:
    """The compact BIC; empty for none. Raises Refused."""
    compact = "".join(text.split()).upper()
    if not compact:
        return ""
    try:
        found = str(bic_number.validate(compact))
    except ValidationError as error:
        raise Refused(
            _("“%(bic)s” is no SWIFT/BIC: that has 8 or 11 characters, for example DEUTDEFF or BKCHCNBJ300.")
            % {"bic": text}
        ) from error
    home = found[4:6]
    if home != country and (home, country) not in SERVED_FROM:
        raise Refused(
            _("This SWIFT/BIC is of a bank in %(home)s, and the account is in %(country)s.")
            % {"home": home, "country": country}
        )
    return found


def bank_code(text: str, country: str, bic: str = "") -> str:
    """CNAPS in China, a routing number in the United States; elsewhere what the bank says. Raises Refused."""
    compact = "".join(text.split()).replace("-", "").upper()
    if country == "CN":
        return _cnaps(compact, bic)
    if not compact:
        return ""
    if country == "US":
        try:
            return str(rtn.validate(compact))
        except ValidationError as error:
            raise Refused(
                _("The routing number has nine digits, and its check digit must be right.")
            ) from error
    if not compact.isalnum() or not compact.isascii():
        raise Refused(_("A bank code has letters and digits alone."))
    return compact


def _iban(compact: str, country: str) -> str:
    if not compact[:2].isalpha():
        raise Refused(_("This is no IBAN: accounts in this country are known by theirs."))
    try:
        found = str(iban_number.validate(compact))
    except InvalidChecksum as error:
        raise Refused(_("This IBAN has wrong check digits: one of its characters was mistyped.")) from error
    except ValidationError as error:
        raise Refused(_("This is no IBAN: accounts in this country are known by theirs.")) from error
    if found[:2] != country:
        raise Refused(
            _("This IBAN is of %(home)s, and the bank is said to be in %(country)s.")
            % {"home": found[:2], "country": country}
        )
    return found


def _cnaps(compact: str, bic: str) -> str:
    if not compact:
        raise Refused(
            _("Give the CNAPS number of the branch: without it a payment within China cannot be sent.")
        )
    if not compact.isdigit() or len(compact) != 12:
        raise Refused(_("A CNAPS number has twelve digits."))
    letters = BANKS_OF_CHINA.get(compact[:3])
    known = set(BANKS_OF_CHINA.values())
    if letters and bic[:4] in known and bic[:4] != letters:
        raise Refused(
            _("The CNAPS number names another bank than the SWIFT/BIC does. One of them was mistyped.")
        )
    return compact
