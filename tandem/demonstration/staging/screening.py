"""An invented debarment list, in the World Bank's format: at Brückwald one match is decided, one is still open."""

from datetime import UTC, datetime, time, timedelta

from tandem.accounts.models import Organization
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.world import World
from tandem.onboarding.actions.screening import screen_suppliers
from tandem.onboarding.actions.screening_decisions import decide_match
from tandem.onboarding.actions.screening_lists import load_list
from tandem.onboarding.models import ListVersion, PublicList, ScreeningMatch

GROUNDS = "Invented for the demonstration"
# Zehntbauer's namesake is another company; the foundry's name differs from Lirui's in one letter.
FIRST = (
    ("ZEHNTBAUER FEINMECHANIK AG", "Switzerland", "2023-04-01", "2029-03-31"),
    ("HARBOUR GATE CONSTRUCTION LIMITED", "Kenya", "2022-06-15", "2999-12-31"),
    ("ORINOVA INGENIEROS S.A. (FORMERLY CONSTRUCTORA ORINOVA S.A.)", "Peru", "2024-02-01", "2028-01-31"),
    ("TAMARIND ROAD WORKS (PVT) LIMITED", "Sri Lanka", "2021-09-01", "2999-12-31"),
)
LATER = (
    ("KUNSHAN LIRUEI FOUNDRY CO., LTD.", "China", "2026-10-01", "2030-09-30"),
    ("BLUE HERON MEDICAL SUPPLIES LLC", "Georgia", "2026-09-01", "2029-08-31"),
    # Much like the foundry that the guide registers.
    ("WUXI HENGTAI PRECISION CASTING CO., LTD.", "China", "2025-03-01", "2028-02-29"),
)
REASON = (
    "Another company: the listed one is registered in Zug with a different VAT number; "
    "ours is a GmbH in Baden-Württemberg, compared by its register extract."
)


def screen_the_suppliers(world: World) -> None:
    """What stands already is left as it is."""
    if ListVersion.objects.exists():
        return
    _load(world, FIRST, "debarred-2026-09.csv", days_ago=40)
    brueckwald = next(customer for customer in world.customers if customer.slug == BRUECKWALD)
    by = holder(world, brueckwald, "purchasing_manager")
    namesake = ScreeningMatch.objects.visible_to(by).get(listed_name=FIRST[0][0])
    decide_match(namesake, ScreeningMatch.Status.REJECTED, by=by, now=_at(world, days_ago=38), reason=REASON)
    _load(world, FIRST + LATER, "debarred-2026-11.csv", days_ago=2)


def _load(world: World, rows: tuple[tuple[str, str, str, str], ...], source: str, *, days_ago: int) -> None:
    lines = [f'"{name}",{country},{since},{until},{GROUNDS}' for name, country, since, until in rows]
    text = "\n".join(["name,country,from,to,grounds", *lines, ""])
    now = _at(world, days_ago=days_ago)
    load_list(PublicList.WORLD_BANK, text.encode(), source=source, by_name="tandem screening", now=now)
    for customer in world.customers:
        screen_suppliers(Organization.objects.get(slug=customer.slug), now=now)


def _at(world: World, *, days_ago: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days_ago), time(9), UTC)
