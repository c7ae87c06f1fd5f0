"""The command loads lists for the installation; a script reads and decides matches by the API."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tandem.accounts import actions as accounts
from tandem.accounts.models import Organization
from tandem.accounts.scopes import Scope
from tandem.cli.screening import screening
from tandem.core.errors import Refused
from tandem.onboarding.actions.screening import screen_suppliers
from tandem.onboarding.actions.screening_lists import load_list
from tandem.onboarding.models import ScreeningMatch
from tandem.relationships.models import Relationship
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person, supplier_of
from tests.onboarding.screening_lists import ALT, DEBARRED, SDN, real

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    return CliRunner().invoke(screening, arguments, catch_exceptions=False).output


def test_ofacs_files_are_loaded_and_listed(tmp_path: Path) -> None:
    sdn, alt = tmp_path / "sdn.csv", tmp_path / "alt.csv"
    sdn.write_text(SDN)
    alt.write_text(ALT)
    assert run("lists") == "ofac: not loaded\nworld_bank: not loaded\nun: not loaded\n"
    told = json.loads(run("load", str(sdn), "--list", "ofac", "--aliases", str(alt), "--json"))
    loaded_at = told.pop("loaded_at")
    assert told == {
        "list": "ofac",
        "version": 1,
        "source": "sdn.csv + alt.csv",
        "rows": 3,
        "left_out": 1,
        "entries": 2,
        "names": 5,
        "added": 2,
        "changed": 0,
        "removed": 0,
    }
    assert json.loads(run("lists", "--json")) == [told | {"loaded_at": loaded_at}]
    assert run("load", str(sdn), "--list", "ofac") == (
        "Version 2 of ofac: 2 companies with 3 names (0 new, 1 changed, 0 gone).\n"
    )


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"The file .*gone.csv cannot be read: No such file or directory"):
        run("load", str(tmp_path / "gone.csv"), "--list", "un")


@pytest.fixture
def possible(huarui: Relationship, nordlicht: Organization) -> ScreeningMatch:
    load_list("world_bank", DEBARRED.encode(), source="debarred.csv", by_name="tandem screening", now=NOW)
    screen_suppliers(nordlicht, now=NOW)
    return ScreeningMatch.objects.get()


def test_a_script_reads_matches_and_a_person_decides_by_it(
    possible: ScreeningMatch, huarui: Relationship, manager: Person, rival: Person
) -> None:
    api = Api(token_of(manager))
    version = api.get("screening/lists").json()["items"][0]
    assert (version["list"], version["version"], version["entries"]) == ("world_bank", 1, 2)
    (match,) = api.get("screening/matches", status="open").json()["items"]
    assert match == {
        "id": possible.pk,
        "supplier": huarui.slug,
        "status": "open",
        "score": 96.6,
        "supplier_name": "Huarui Castings Co., Ltd.",
        "listed_name": "HUARUI CASTING CO., LTD.",
        "country": "same",
        "list": "world_bank",
        "reference": "HUARUI CASTING CO., LTD. | China",
        "entry": "HUARUI CASTING CO., LTD.",
        "grounds": "Fraudulent Practices",
        "since": "2024-08-22",
        "until": None,
        "found_at": "2026-11-23T09:00:00Z",
        "decided_at": None,
        "decided_by": None,
        "reason": "",
    }
    decision = {"status": "confirmed", "reason": "The same register number."}
    decided = api.post(f"screening/matches/{possible.pk}/decision", decision).json()
    assert (decided["status"], decided["decided_by"], decided["reason"]) == (
        "confirmed",
        "Matthias Roth",
        "The same register number.",
    )
    again = api.post(f"screening/matches/{possible.pk}/decision", decision)
    assert again.status_code == 409
    state = api.get(f"relationships/{huarui.slug}/screening").json()
    assert state == {
        "supplier": huarui.slug,
        "standing": "confirmed",
        "screened_at": "2026-11-23T09:00:00Z",
        "open": 0,
        "confirmed": 1,
        "due": False,
    }
    stranger = Api(token_of(rival))
    assert stranger.get("screening/matches").json()["items"] == []
    assert stranger.get(f"screening/matches/{possible.pk}").status_code == 404
    assert stranger.post(f"screening/matches/{possible.pk}/decision", decision).status_code == 404


def test_a_buyers_token_has_no_scope_for_it(possible: ScreeningMatch, buyer: Person) -> None:
    api = Api(token_of(buyer))
    decision = {"status": "rejected", "reason": "Another company."}
    assert api.post(f"screening/matches/{possible.pk}/decision", decision).status_code == 403


def test_no_service_token_decides(administrator: Person) -> None:
    scopes = [Scope.DECIDE_SCREENING]
    with pytest.raises(Refused):
        accounts.make_token("ERP", scopes, days=30, by=administrator.actor, now=NOW, service=True)


@pytest.mark.real_data
def test_the_published_lists_are_loaded_whole_and_find_their_own_names(
    buyer: Person, nordlicht: Organization
) -> None:
    sdn, alt = real("ofac_sdn_entities.csv"), real("ofac_alt_entities.csv")
    debarred = real("world_bank_debarred_firms.csv")
    ofac = load_list("ofac", sdn, source="sdn.csv", by_name="test", now=NOW, aliases=alt)
    bank = load_list("world_bank", debarred, source="debarred.csv", by_name="test", now=NOW)
    assert (ofac.entries, bank.rows, bank.entries) == (3673, 923, 892)
    hebei = supplier_of(buyer, "Hebei Tiankai Construction Engineering Co. Ltd")
    supplier_of(buyer, "Bergquell Armaturen GmbH", country="DE", currency="EUR")
    supplier_of(buyer, "Suzhou Ruiheng Precision Machinery Co., Ltd.", name_local="苏州锐衡精密机械有限公司")
    supplier_of(buyer, "Aerocaribean Airlines", country="US", currency="USD")
    screening = screen_suppliers(nordlicht, now=NOW)
    assert screening is not None
    assert screening.listed > 4000
    found = ScreeningMatch.objects.order_by("-score").values_list(
        "relationship__slug", "listed_name", "score"
    )
    assert [(slug, name, float(score)) for slug, name, score in found] == [
        (hebei.slug, "HEBEI TIANKAI CONSTRUCTION ENGINEERING CO., LTD.", 100.0),
        ("aerocaribean-airlines", "AEROCARIBBEAN AIRLINES", 97.7),
        # Companies of the same group: alike enough that a person looks.
        (hebei.slug, "HEBEI TIANYING CONSTRUCTION ENGINEERING CO., LTD.", 93.5),
        (hebei.slug, "HEBEI SHANGBAI CONSTRUCTION ENGINEERING CO., LTD.", 90.9),
    ]
