import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.relationships.names import Match, NameIndex, former_names, likeness, normalize


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Huarui Castings Co., Ltd.", "huarui castings"),
        ("HUARUI CASTINGS COMPANY LIMITED", "huarui castings"),
        ("上海华锐铸造有限公司", "上海华锐铸造"),
        ("上海华锐铸造股份有限公司", "上海华锐铸造"),
        ("ＡＢＣ（苏州）有限公司", "abc 苏州"),
        ("Slévárna Doubrava s.r.o.", "slevarna doubrava"),
        ("Aceros Sierra Alta S.A. de C.V.", "aceros sierra alta"),
        ("Odlewnia Żarnów sp. z o.o.", "odlewnia zarnow"),
        ("Müller & Söhne GmbH & Co. KG", "muller sohne"),
        ("株式会社トヨタ", "トヨタ"),
        ("ABBVIE, INC (FORMERLY ABBOTT LABORATORIES)", "abbvie"),
        ("Limited", "limited"),
        ("…", ""),
    ],
)
def test_legal_forms_accents_and_punctuation_are_set_aside(written: str, compared: str) -> None:
    assert normalize(written) == compared


def test_a_name_tells_its_former_ones() -> None:
    assert former_names("ABBVIE, INC (FORMERLY ABBOTT LABORATORIES)") == ["ABBOTT LABORATORIES"]
    assert former_names("东莞联拓电子有限公司（原名：东莞市联兴电子厂）") == ["东莞市联兴电子厂"]
    assert former_names("Huarui (Shanghai) Castings") == []


@given(st.text())
def test_comparing_a_compared_name_changes_nothing(name: str) -> None:
    assert normalize(name) == normalize(f"  {name} ")
    assert likeness(normalize(name), normalize(name)) == 100


def test_a_misspelt_name_finds_its_bearer_and_a_strange_one_finds_nobody() -> None:
    index = NameIndex(
        [
            (1, "Huarui Castings Co., Ltd."),
            (1, "上海华锐铸造有限公司"),
            (2, "Huaxin Castings Co., Ltd."),
            (3, "Bergquell Hydraulik GmbH"),
        ]
    )
    assert index.best("HUARUI CASTINGS LTD") == Match(1, "Huarui Castings Co., Ltd.", 100.0)
    assert index.best("华锐铸造（上海）有限公司") == Match(1, "上海华锐铸造有限公司", 92.3)
    assert [match.key for match in index.alike("Huarui Casting", at_least=80)] == [1, 2]
    bergquell = index.best("Berquell Hydraulik AG")
    assert bergquell is not None
    assert bergquell.key == 3
    assert index.best("Zehntbauer Feinmechanik") is None
    assert NameIndex([]).best("Huarui") is None
