"""The country that a list gives, beside the supplier's: evidence next to the score, never a part of it.

A company on a list often has an address elsewhere, so another country does not make a match go away.
"""

from tandem.accounts.identifiers import country_code
from tandem.core.errors import Refused
from tandem.onboarding.models.screening import Country

# As the publishers write what is not the name in ISO 3166.
COUNTRIES = {
    "st. lucia": "LC", "virgin islands, british": "VG", "turkiye": "TR", "turkey": "TR", "kyrgyz republic": "KG",
    "egypt, arab republic of": "EG", "venezuela, republica bolivariana de": "VE", "taiwan, china": "TW",
    "congo, democratic republic of": "CD", "congo, republic of": "CG", "hong kong sar, china": "HK",
    "democratic people's republic of korea": "KP", "iran (islamic republic of)": "IR",
}  # fmt: skip


def compared(ours: str, theirs: str) -> Country:
    """`ours` is a code of ISO 3166, `theirs` as the publisher writes it."""
    try:
        code = COUNTRIES.get(theirs.lower()) or (country_code(theirs) if theirs else "")
    except Refused:
        code = ""
    if not code:
        return Country.UNKNOWN
    return Country.SAME if code == ours else Country.OTHER
