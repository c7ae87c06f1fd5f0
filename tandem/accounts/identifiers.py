"""Numbers that name a company, checked by python-stdnum; countries and currencies by their ISO lists."""

from collections.abc import Callable
from functools import cache

import pycountry
from babel import Locale
from babel.numbers import get_territory_currencies
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from stdnum import get_cc_module, lei
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

from tandem.accounts.models.organizations import IdentifierScheme
from tandem.core.errors import Refused

# Which number a country's own registers know a company by, where it is not its VAT number.
_TAX_MODULES = {
    "US": "ein",
    "BR": "cnpj",
    "IN": "gstin",
    "CA": "bn",
    "AU": "abn",
    "JP": "cn",
    "KR": "brn",
    "CN": "uscc",
}


def check(scheme: str, value: str, country: str) -> str:
    """The number in its compact form. Raises Refused with the reason it cannot be right."""
    label = IdentifierScheme(scheme).label
    try:
        return str(_validator(scheme, country)(value))
    except InvalidLength as error:
        raise Refused(
            _("%(kind)s “%(value)s” has the wrong length.") % {"kind": label, "value": value}
        ) from error
    except InvalidChecksum as error:
        raise Refused(
            _("%(kind)s “%(value)s” has a wrong check digit: one of its characters was mistyped.")
            % {"kind": label, "value": value}
        ) from error
    except InvalidFormat as error:
        raise Refused(
            _("%(kind)s “%(value)s” holds characters that this kind of number never has.")
            % {"kind": label, "value": value}
        ) from error
    except ValidationError as error:
        raise Refused(
            _("%(kind)s “%(value)s” is no valid number of its kind.") % {"kind": label, "value": value}
        ) from error


def scope(scheme: str, country: str) -> str:
    """Worldwide schemes have no country; national ones keep theirs."""
    return country if scheme in {IdentifierScheme.VAT, IdentifierScheme.TAX} else ""


def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 of a code, or of an English or Chinese name. Raises Refused."""
    name = text.strip()
    if name in _chinese_countries():
        return _chinese_countries()[name]
    try:
        return str(pycountry.countries.lookup(name).alpha_2)
    except LookupError as error:
        raise Refused(
            _("“%(text)s” is no country: give its two-letter ISO 3166 code, for example CN.") % {"text": text}
        ) from error


def currency_code(text: str) -> str:
    """ISO 4217 of a code. Raises Refused."""
    code = text.strip().upper()
    if pycountry.currencies.get(alpha_3=code) is None:
        raise Refused(
            _("“%(text)s” is no currency: give its three-letter ISO 4217 code, for example CNY.")
            % {"text": text}
        )
    return code


def currency_of(country: str) -> str:
    """The currency in use in a country today (CLDR); empty where none is known."""
    return next(iter(get_territory_currencies(country)), "")


def country_name(code: str) -> str:
    """The country's name in the reader's language."""
    return str(Locale.parse(_locale()).territories.get(code, code))


def country_choices() -> list[tuple[str, str]]:
    codes = [country.alpha_2 for country in pycountry.countries]
    return sorted(((code, f"{country_name(code)} ({code})") for code in codes), key=lambda pair: pair[1])


def currency_choices() -> list[tuple[str, str]]:
    """Every currency, named in the reader's language."""
    return [(code, currency_name(code)) for code in sorted(each.alpha_3 for each in pycountry.currencies)]


def currency_name(code: str) -> str:
    """The currency's name in the reader's language, after its code."""
    return f"{code} · {Locale.parse(_locale()).currencies.get(code, code)}"


def _locale() -> str:
    return "zh_Hans" if (get_language() or "").startswith("zh") else "en"


@cache
def _chinese_countries() -> dict[str, str]:
    known = {country.alpha_2 for country in pycountry.countries}
    names = {name: code for code, name in Locale.parse("zh_Hans").territories.items() if code in known}
    return names | {"中国大陆": "CN", "中华人民共和国": "CN", "香港": "HK", "澳门": "MO", "台湾地区": "TW"}


def _validator(scheme: str, country: str) -> Callable[[str], str]:
    if scheme == IdentifierScheme.USCC:
        return uscc.validate
    if scheme == IdentifierScheme.LEI:
        return lei.validate
    if scheme == IdentifierScheme.DUNS:
        return _validate_duns
    module_name = "vat" if scheme == IdentifierScheme.VAT else _TAX_MODULES.get(country, "vat")
    module = get_cc_module(country.lower(), module_name)
    if module is None:
        return _validate_text
    return module.validate


def _validate_duns(value: str) -> str:
    """Nine digits. D-U-N-S numbers have had no check digit since 2006 (Dun & Bradstreet)."""
    compact = value.replace("-", "").replace(" ", "")
    if not compact.isdigit():
        raise InvalidFormat
    if len(compact) != 9:
        raise InvalidLength
    return compact


def _validate_text(value: str) -> str:
    """A country whose number python-stdnum does not know: letters and digits, kept without spaces."""
    compact = value.replace(" ", "").upper()
    if not compact.replace("-", "").replace(".", "").replace("/", "").isalnum():
        raise InvalidFormat
    if not 4 <= len(compact) <= 40:
        raise InvalidLength
    return compact
