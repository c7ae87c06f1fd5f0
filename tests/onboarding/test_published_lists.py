"""What each publisher's file says, and the sentence for a file that is something else."""

from collections import Counter
from datetime import date

import pytest

from tandem.core.errors import Refused
from tandem.onboarding.published_lists import Parsed, Published, read
from tests.onboarding.screening_lists import ALT, DEBARRED, SDN, UN, real


def test_ofacs_two_files_are_read_as_one() -> None:
    assert read("ofac", SDN.encode(), ALT.encode()) == Parsed(
        [
            Published(
                "101",
                (
                    ("MERIDIAN FORGE TRADING L.L.C.", "primary"),
                    ("MFT", "weak"),
                    ("MERIDIAN SMITHY", "alias"),
                    ("上海子午线锻造有限公司", "former"),
                ),
                grounds="UKRAINE-EO13662",
                remarks="Organization Established Date 2011; a.k.a. 'MFT'.",
            ),
            Published("102", (("JOINT STOCK COMPANY VOLGA BEARINGS", "primary"),), grounds="RUSSIA-EO14024"),
        ],
        rows=3,
        left_out=1,
    )


def test_a_debarment_without_an_end_has_none() -> None:
    assert read("world_bank", DEBARRED.encode("utf-8-sig")).entries == [
        Published(
            "HUARUI CASTING CO., LTD. | China",
            (("HUARUI CASTING CO., LTD.", "primary"),),
            "China",
            "Fraudulent Practices",
            date(2024, 8, 22),
            None,
        ),
        Published(
            "OLD MILL LTD. (FORMERLY NEW MILL LTD.) | United Kingdom",
            (("OLD MILL LTD. (FORMERLY NEW MILL LTD.)", "primary"),),
            "United Kingdom",
            "Collusive Practice",
            date(2020, 1, 1),
            date(2026, 11, 24),
        ),
    ]


def test_of_two_debarments_of_one_company_the_longer_holds() -> None:
    spans = ("2020-01-01,2027-01-01,A", "2021-01-01,2029-01-01,B", "2022-01-01,2028-01-01,C")
    rows = "\n".join(f"X LTD,Peru,{span}" for span in spans)
    reading = read("world_bank", f"name,country,from,to,grounds\n{rows}".encode())
    assert (reading.rows, [(one.grounds, one.until) for one in reading.entries]) == (
        3,
        [("B", date(2029, 1, 1))],
    )


def test_the_uns_entities_are_read_and_its_people_left_out() -> None:
    assert read("un", UN.encode()) == Parsed(
        [
            Published(
                "KPe.901",
                (
                    ("BLUE DELTA SHIPPING", "primary"),
                    ("蓝色三角洲航运", "alias"),
                    ("BDS", "weak"),
                    ("Green Delta", "former"),
                ),
                "Democratic People's Republic of Korea",
                "DPRK",
                date(2016, 3, 2),
                remarks="Owns two vessels.",
            )
        ],
        rows=2,
        left_out=1,
    )


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        (
            "ofac",
            DEBARRED,
            "Line 1: OFAC's SDN list (sdn.csv) has 12 columns, this line has 5. Choose the list that the file is, "
            "or download the file again as CSV.",
        ),
        ("ofac", "", "The file lists no company. Download the whole list again."),
        (
            "ofac",
            SDN.replace("102,", "1O2,"),
            "Line 2, column 1: “1O2” is not the number of an entry. Mend it there, or download the list again.",
        ),
        (
            "ofac",
            SDN.replace('"JOINT STOCK COMPANY VOLGA BEARINGS"', "-0- "),
            "Line 2, column 2: the name is missing. Mend it there, or download the list again.",
        ),
        (
            "ofac",
            SDN + '104,"CUT OFF',
            "Line 5: this is not CSV as the list is published (unexpected end of data). Choose the list that the file "
            "is, or download the file again as CSV.",
        ),
        (
            "world_bank",
            SDN,
            "Line 1: the World Bank's list begins with the columns name, country, from, to, grounds. Choose the list "
            "that the file is, or name its columns so.",
        ),
        (
            "world_bank",
            DEBARRED.replace("2020-01-01", "01.01.2020"),
            "Line 3, column 3: “01.01.2020” is not a date such as 2027-08-09. Mend it there, or download the list "
            "again.",
        ),
        (
            "world_bank",
            f"{DEBARRED}X LTD,Peru\n",
            "Line 4, column 1: the line has 2 columns instead of five. Mend it there, or download the list again.",
        ),
        (
            "world_bank",
            "name,country,from,to,grounds\n",
            "The file lists no company. Download the whole list again.",
        ),
        (
            "un",
            UN[:200],
            "Line 3, column 61: this is not well-formed XML. Mend it there, or download the list again.",
        ),
        (
            "un",
            "<rss/>",
            "Line 1: the UN's list begins with <CONSOLIDATED_LIST>, this file with <rss>. Choose the list that the "
            "file is, or download it again as XML.",
        ),
        (
            "un",
            UN.replace("KPe.901", "").replace("<DATAID>2</DATAID>", ""),
            "Entity 1 has no REFERENCE_NUMBER or no FIRST_NAME. Download the list again as XML.",
        ),
        (
            "un",
            UN.replace("2016-03-02", "2 March"),
            "Entity 1: LISTED_ON is “2 March”, not a date such as 2027-08-09. Mend it there.",
        ),
        (
            "un",
            '<!DOCTYPE x [<!ENTITY a "aaaa">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>',
            "The file declares entities of its own, which the UN's list never does; it was not read.",
        ),
    ],
)
def test_a_file_that_is_something_else_is_refused_with_a_sentence(
    kind: str, data: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(kind, data.encode())
    assert str(refused.value) == sentence


def test_only_ofac_has_a_second_file() -> None:
    with pytest.raises(Refused, match="Only OFAC publishes its alternate names in a file of their own"):
        read("un", UN.encode(), ALT.encode())


@pytest.mark.real_data
def test_ofacs_whole_list() -> None:
    reading = read("ofac", real("ofac_sdn_entities.csv"), real("ofac_alt_entities.csv"))
    natures = Counter(nature for entry in reading.entries for _name, nature in entry.names)
    assert (reading.rows, reading.left_out, len(reading.entries)) == (3673, 0, 3673)
    # 5,233 aka and 18 nka are aliases, 206 fka former names.
    assert (natures["primary"], natures["alias"], natures["former"]) == (3673, 5233 + 18, 206)
    assert natures["weak"] > 400


@pytest.mark.real_data
def test_the_world_banks_whole_list() -> None:
    reading = read("world_bank", real("world_bank_debarred_firms.csv"))
    assert (reading.rows, reading.left_out, len(reading.entries)) == (923, 0, 892)
    assert sum(entry.until is None for entry in reading.entries) <= 427
