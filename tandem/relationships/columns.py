"""Which column of a supplier list holds what: proposed from its header and its content, in either language."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from stdnum.cn import uscc


class Field(NamedTuple):
    """What a list may say of a supplier; `list_columns.toml` beside this file holds them all."""

    code: str
    label: str
    label_zh: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]

    def name_in(self, language: str) -> str:
        return self.label_zh if language.startswith("zh") else self.label


def _fields() -> Iterator[Field]:
    text = Path(__file__).with_name("list_columns.toml").read_text(encoding="utf-8")
    for entry in tomllib.loads(text)["field"]:
        words = {"english": tuple(entry["english"]), "chinese": tuple(entry["chinese"])}
        yield Field(entry["code"], entry["label"], entry["label_zh"], **words)


FIELDS = tuple(_fields())
BY_CODE = {field.code: field for field in FIELDS}
IDENTIFIER_FIELDS = ("uscc", "vat", "duns", "lei", "tax")
NAME_FIELDS = ("name", "name_local")
MARKS = re.compile(r"[\W_]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CHINESE_COMPANY = re.compile(r"(公司|集团|工厂|厂|商行|经营部|研究所)$")
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
COUNTRY = re.compile(r"^[A-Z]{2}$")
ENOUGH = 0.7


def propose(headers: Sequence[str], samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """{our field: the file's header}; each header serves one field. `samples` are some cells of each column.

    A header that says what it is wins over content; a name goes to the field of the script it is written in.
    """
    found: dict[str, str] = {}
    free = list(headers)
    for rank in range(max(len(words) for field in FIELDS for words in (field.english, field.chinese))):
        for field in FIELDS:
            header = _called(free, field, rank)
            if field.code not in found and header is not None:
                found[field.code] = header
                free.remove(header)
    for code, header in _by_content(free, samples).items():
        if code not in found:
            found[code] = header
            free.remove(header)
    return _names_by_script(found, samples)


def _called(headers: Sequence[str], field: Field, rank: int) -> str | None:
    """The header that bears the field's word of this rank: common words are tried before rare ones."""
    words = {words[rank] for words in (field.english, field.chinese) if rank < len(words)}
    return next((header for header in headers if MARKS.sub("", header).casefold() in words), None)


def _by_content(headers: Sequence[str], samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    tests: dict[str, Callable[[str], object]] = {
        "uscc": uscc.is_valid,
        "contact_email": EMAIL.match,
        "name_local": CHINESE_COMPANY.search,
        "country": COUNTRY.match,
    }
    for header in headers:
        cells = [cell.strip() for cell in samples.get(header, ()) if cell.strip()]
        for code, test in tests.items():
            if code not in found and cells and sum(bool(test(cell)) for cell in cells) >= ENOUGH * len(cells):
                found[code] = header
                break
    return found


def _names_by_script(found: dict[str, str], samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """One name column alone is the Chinese one where most of its cells are Chinese, else the legal name."""
    named = [code for code in NAME_FIELDS if code in found]
    if len(named) != 1:
        return found
    header = found.pop(named[0])
    cells = [cell for cell in samples.get(header, ()) if cell.strip()]
    chinese = sum(bool(CHINESE.search(cell)) for cell in cells)
    found["name_local" if cells and chinese > len(cells) / 2 else "name"] = header
    return found
