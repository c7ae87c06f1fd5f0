"""Identifiers of companies that do not exist, with the check characters that real ones would carry.

The bodies are drawn in ranges that no register hands out where there is such a range (the organisation codes begin with
`XX`, the LEI prefixes with `9999`), so a demonstration company never carries the number of a real one.
"""

from collections.abc import Callable
from random import Random

from stdnum import lei
from stdnum.cn import uscc
from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as gb_vat
from stdnum.in_ import gstin
from stdnum.iso7064 import mod_97_10
from stdnum.jp import cn as jp_corporate_number
from stdnum.kr import brn as kr_business_number
from stdnum.mx import rfc
from stdnum.tw import ubn as tw_business_number
from stdnum.us import ein
from stdnum.vn import mst as vn_tax_code

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714-1997

VAT_DIGITS = {"AT": 8, "CZ": 8, "DE": 9, "FR": 11, "HU": 8, "IT": 11, "PL": 10}


def organisation_code(body: str) -> str:
    """The nine characters of GB 11714-1997: eight of `body` and their check character."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, ORGANISATION_CODE_WEIGHTS, strict=True))
    check = (11 - total % 11) % 11
    return body + ("X" if check == 10 else str(check))


def unified_social_credit_code(region: str, rng: Random) -> str:
    """统一社会信用代码 (GB 32100-2015) of an enterprise registered in the county `region` (six digits)."""
    body = "XX" + "".join(rng.choice(USCC_ALPHABET) for _ in range(6))
    code = f"91{region}{organisation_code(body)}"
    return code + str(uscc.calc_check_digit(code))


def legal_entity_identifier(rng: Random) -> str:
    """An ISO 17442 code: prefix, two zeros, twelve characters, two check digits."""
    body = "999900" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(12))
    return str(lei.validate(body + str(mod_97_10.calc_check_digits(body))))


def duns(rng: Random) -> str:
    """A D-U-N-S number: nine digits, which carry no check digit since 2006."""
    return str(rng.randrange(900_000_000, 1_000_000_000))


def value_added_tax(country: str, rng: Random) -> str:
    """A VAT number with the country's prefix and check digits; countries of `VAT_DIGITS` only."""
    size = VAT_DIGITS[country]
    prefix = country + ("U" if country == "AT" else "")
    return _drawn_until(lambda number: bool(eu_vat.is_valid(number)), lambda: prefix + _digits(size, rng))


def national(country: str, rng: Random) -> str | None:
    """The company number of a country without EU VAT, or None where the demonstration uses none."""
    draw = {
        "GB": (gb_vat, lambda: "GB" + _digits(9, rng)),
        "IN": (gstin, lambda: f"27AAECX{_digits(4, rng)}K1Z{_digits(1, rng)}"),
        "JP": (jp_corporate_number, lambda: _digits(13, rng)),
        "KR": (kr_business_number, lambda: _digits(10, rng)),
        "MX": (
            rfc,
            lambda: (
                f"XXA{rng.randrange(10, 24)}0{rng.randrange(1, 10)}1{rng.randrange(0, 10)}AB{_digits(1, rng)}"
            ),
        ),
        "TW": (tw_business_number, lambda: _digits(8, rng)),
        "US": (ein, lambda: "98" + _digits(7, rng)),
        "VN": (vn_tax_code, lambda: "02" + _digits(8, rng)),
    }.get(country)
    if draw is None:
        return None
    check, make = draw
    return _drawn_until(lambda number: bool(check.is_valid(number)), make)


def _digits(count: int, rng: Random) -> str:
    return str(rng.randrange(1, 10)) + "".join(str(rng.randrange(10)) for _ in range(count - 1))


def _drawn_until(valid: Callable[[str], bool], make: Callable[[], str]) -> str:
    """The first valid number; one in ten to one in a thousand drawn is."""
    while True:
        number = make()
        if valid(number):
            return number
