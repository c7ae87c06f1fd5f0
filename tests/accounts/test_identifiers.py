"""Numbers that name a company: right ones are kept in one form, wrong ones are refused with the reason."""

import json
import os
from pathlib import Path

import pytest

from tandem.accounts import identifiers
from tandem.core.errors import Refused

REAL_DATA = Path(
    os.environ.get("TANDEM_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data"
)
CASES = REAL_DATA / "identifiers" / "uscc_cases.json"


def real_codes(kind: str) -> list[str]:
    if not CASES.exists():
        pytest.skip("set TANDEM_REAL_DATA to the folder that holds identifiers/uscc_cases.json")
    codes: list[str] = json.loads(CASES.read_text())[kind]
    return codes


@pytest.mark.real_data
def test_every_real_credit_code_is_accepted() -> None:
    codes = real_codes("valid")
    assert len(codes) > 50
    assert [identifiers.check("uscc", code, "CN") for code in codes] == codes


@pytest.mark.real_data
def test_every_wrong_credit_code_is_refused_with_a_reason() -> None:
    reasons = ("has the wrong length.", "wrong check digit", "characters that this kind of number never has")
    codes = real_codes("invalid")
    assert codes
    for code in codes:
        with pytest.raises(Refused) as refusal:
            identifiers.check("uscc", code, "CN")
        assert code in str(refusal.value)
        assert any(reason in str(refusal.value) for reason in reasons), str(refusal.value)


@pytest.mark.parametrize(
    ("scheme", "country", "written", "kept"),
    [
        # GLEIF's own, and Deutsche Bank's, from GLEIF's public register.
        ("lei", "CH", "506700GE1G29325QX363", "506700GE1G29325QX363"),
        ("lei", "DE", "7LTWFZYICNSX8D621K86", "7LTWFZYICNSX8D621K86"),
        # Examples of the European Commission's VIES and of national tax offices.
        ("vat", "DE", "DE 136 695 976", "136695976"),
        ("vat", "NL", "NL4495445B01", "004495445B01"),
        ("vat", "GB", "GB 980 7806 84", "980780684"),
        ("vat", "FR", "Fr 40 303 265 045", "40303265045"),
        # Dun & Bradstreet writes its own number with hyphens.
        ("duns", "US", "15-048-3782", "150483782"),
        ("tax", "US", "91-1144442", "911144442"),
        ("tax", "BR", "16.727.230/0001-97", "16727230000197"),
        ("tax", "CN", "91310115MA1K3BTP2B", "91310115MA1K3BTP2B"),
        ("uscc", "CN", "9131 0115 MA1K 3BTP 2B", "91310115MA1K3BTP2B"),
        # A country whose number nobody can check is kept as it was written.
        ("tax", "AQ", "st-17 a", "ST-17A"),
    ],
)
def test_a_right_number_is_kept_in_its_compact_form(
    scheme: str, country: str, written: str, kept: str
) -> None:
    assert identifiers.check(scheme, written, country) == kept


@pytest.mark.parametrize(
    ("scheme", "country", "written", "reason"),
    [
        ("lei", "DE", "7LTWFZYICNSX8D621K87", "wrong check digit"),
        ("vat", "DE", "136695978", "wrong check digit"),
        ("vat", "GB", "802311781", "wrong check digit"),
        ("duns", "US", "15-048-378", "wrong length"),
        ("duns", "US", "15-048-378X", "characters that this kind of number never has"),
        ("uscc", "CN", "91310115MA1K3BTP2", "wrong length"),
        ("uscc", "CN", "91310115MA1K3BTP2C", "wrong check digit"),
        ("uscc", "CN", "9131I115MA1K3BTP2B", "characters that this kind of number never has"),
        ("tax", "AQ", "17?", "characters that this kind of number never has"),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason(
    scheme: str, country: str, written: str, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        identifiers.check(scheme, written, country)


def test_only_national_numbers_belong_to_a_country() -> None:
    assert [identifiers.scope(scheme, "DE") for scheme in ("uscc", "lei", "duns", "vat", "tax")] == [
        "", "", "", "DE", "DE",
    ]  # fmt: skip


def test_countries_and_currencies_go_by_their_iso_codes() -> None:
    assert identifiers.country_code(" germany ") == "DE"
    assert identifiers.country_code("中国") == "CN"
    assert identifiers.currency_code("cny") == "CNY"
    with pytest.raises(Refused, match="two-letter ISO 3166 code"):
        identifiers.country_code("Atlantis")
    with pytest.raises(Refused, match="three-letter ISO 4217 code"):
        identifiers.currency_code("RMB")
