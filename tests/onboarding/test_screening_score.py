"""How alike two names are: what the score takes for the same, for alike, and for two companies."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from tandem.onboarding.screening_score import THRESHOLD, Bearer, Hit, all_names, comparable, screen, why


def score(ours: str, theirs: str) -> float:
    hits = screen([Bearer(1, ours)], [Bearer(2, theirs)], threshold=1)
    return hits[0].score if hits else 0.0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Huarui Castings Co., Ltd.", "HUARUI CASTINGS COMPANY LIMITED"),
        ("Castings Huarui", "HUARUI CASTINGS CO., LTD."),
        ("上海华锐铸造有限公司", "上海华锐铸造股份有限公司"),
        ("上海华锐铸造（集团）有限公司", "上海华锐铸造集团"),
        ("FUTURA DISTRIBUIDORA E COMERCIO EM GERAL", "FUTURA DISTRIBUIDORA E COMÉRCIO EM GERAL"),
        ("Volga Bearings JSC", "JOINT STOCK COMPANY VOLGA BEARINGS"),
        ("Romashka", "OOO Romashka"),
        ("Bakti Abadi", "PT BAKTI ABADI TBK"),
        ("ＨＵＡＲＵＩ castings", "Huarui-Castings GmbH"),
    ],
)
def test_what_differs_in_form_alone_is_the_same(ours: str, theirs: str) -> None:
    assert score(ours, theirs) == 100


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Huarui Castings Co., Ltd.", "HUARUI CASTING CO., LTD.", 96.6),
        ("Hebei Construction Group Corporation", "HEBEI CONSTRUCTION GROUP CORPORATION LIMITED", 100.0),
        ("Aero Caribbean", "AERO-CARIBBEAN", 100.0),
        ("Aerocaribean Airlines", "AEROCARIBBEAN AIRLINES", 97.7),
    ],
)
def test_a_misspelling_is_alike(ours: str, theirs: str, expected: float) -> None:
    assert score(ours, theirs) == expected


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Huarui Castings Co., Ltd.", "HUAFENG CASTINGS CO., LTD."),
        ("上海华锐铸造有限公司", "苏州华锐机械有限公司"),
        ("Bergquell Armaturen GmbH", "BERG ARMATUREN AG"),
        ("Hebei Construction Group", "HEBEI TIANKAI CONSTRUCTION ENGINEERING CO., LTD."),
        ("AS Steel", "SE STEEL WORKS"),
    ],
)
def test_two_companies_stay_two(ours: str, theirs: str) -> None:
    assert score(ours, theirs) < THRESHOLD


def test_a_former_name_counts_as_well() -> None:
    assert all_names([" Old Mill Ltd. (FORMERLY New Mill Ltd.) ", "", "New Mill Ltd."]) == [
        "Old Mill Ltd. (FORMERLY New Mill Ltd.)",
        "New Mill Ltd.",
    ]


def test_a_weak_alias_counts_only_when_it_is_the_same() -> None:
    listed = [Bearer(7, "MERIDIAN FORGING", weak=True)]
    assert screen([Bearer(1, "Meridian Forgings")], listed) == []
    assert screen([Bearer(1, "Meridian Forging Ltd.")], listed) == [
        Hit(1, 7, "Meridian Forging Ltd.", "MERIDIAN FORGING", 100.0)
    ]


def test_each_supplier_and_entry_are_told_once_by_their_most_alike_names() -> None:
    suppliers = [Bearer(1, "Huarui Castings"), Bearer(1, "华锐铸造"), Bearer(2, "Huarui Casting")]
    listed = [Bearer(7, "HUARUI CASTING CO., LTD."), Bearer(7, "华锐铸造有限公司"), Bearer(8, "OTHER")]
    assert screen(suppliers, listed) == [
        Hit(1, 7, "华锐铸造", "华锐铸造有限公司", 100.0),
        Hit(2, 7, "Huarui Casting", "HUARUI CASTING CO., LTD.", 100.0),
    ]


def test_why_shows_the_letters_that_differ() -> None:
    told = why("Huarui Castings Co., Ltd.", "HUARUI CASTING LTD.")
    assert (told.ours, told.theirs) == ("castings huarui", "casting huarui")
    assert told.ours_marked == [("casting", True), ("s", False), (" huarui", True)]
    assert told.theirs_marked == [("casting", True), (" huarui", True)]


NAMES = st.text(alphabet="abcd 华锐铸造.,é", min_size=1, max_size=12)
MANY = st.lists(NAMES, max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MANY, MANY)
def test_screening_many_finds_what_comparing_each_pair_finds(ours: list[str], theirs: list[str]) -> None:
    found = screen(
        [Bearer(number, name) for number, name in enumerate(ours)],
        [Bearer(number, name) for number, name in enumerate(theirs)],
    )
    expected = {
        (one, other)
        for one, name in enumerate(ours)
        for other, listed in enumerate(theirs)
        if comparable(name)
        and comparable(listed)
        and fuzz.ratio(comparable(name), comparable(listed)) >= THRESHOLD
    }
    assert {(hit.supplier, hit.entry) for hit in found} == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NAMES)
def test_every_name_is_like_itself_and_like_its_words_in_another_order(name: str) -> None:
    turned = " ".join(reversed(comparable(name).split()))
    if comparable(name) and comparable(turned) == comparable(name):
        assert score(name, turned) == 100
