"""Company names compared: what stays when legal forms, accents and punctuation are set aside, in either script."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

# Written as a name reads once folded: lower case, letters and digits only, single spaces.
LATIN_FORMS = (
    "company limited", "company ltd", "co limited", "co ltd", "co inc", "private limited", "pvt ltd", "pte ltd",
    "pty ltd", "limited liability company", "gmbh co kg", "gmbh und co kg", "gmbh cie kg",
    "s de r l de c v", "s de rl de cv", "s a de c v", "sa de cv", "s a p i de c v", "sapi de cv",
    "sp z o o", "sp zoo", "spol s r o", "d o o", "s r o", "s r l", "s p a", "s a s", "s a r l",
    "s l u", "s l", "s a", "a s", "a g", "a b", "b v", "n v", "k k", "k g", "a d", "e v", "e k", "l l c", "l l p",
    "l t d a", "joint stock company", "sdn bhd", "zrt", "kft", "nyrt", "oyj", "oy", "aps", "asa", "gmbh", "mbh",
    "kgaa", "ohg", "gbr", "ug", "ag", "kg", "se", "sa", "sas", "sarl", "srl", "spa", "sl", "slu", "sro", "doo",
    "plc", "ltd", "limited", "llc", "llp", "lp", "inc", "incorporated", "corp", "corporation", "company", "co",
    "bv", "nv", "ab", "as", "kk", "jsc", "ojsc", "pjsc", "ooo", "oao", "zao", "pao", "ltda", "bhd", "tbk", "pt", "pvt",
    "pte", "pty", "private", "ltd sti", "as turkiye",
)  # fmt: skip
CHINESE_FORMS = (
    "集团股份有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "股份公司", "集团公司", "总公司",
    "分公司", "公司", "集团", "股份有限會社", "有限責任公司", "集團", "株式会社", "株式會社", "有限会社",
    "合同会社", "주식회사",
)  # fmt: skip
FORMER = re.compile(
    r"[（(]\s*(?:formerly|former name|previously|f/k/a|fka|原名|曾用名)[:：]?\s*([^）)]*)[）)]", re.I
)
SEPARATED = re.compile(r"[^\w]+|_+")
CONFIDENT = 88.0
# How many holders of the rarest letter pairs are counted: among 20,000 names, more found no more of the misspelt.
MOST_COUNTED = 4000


def normalize(name: str) -> str:
    """The name without what two spellings of one company differ in; empty when nothing is left to compare.

    "Huarui Castings Co., Ltd." → "huarui castings"; "上海华锐铸造有限公司" → "上海华锐铸造".
    """
    folded = _folded(FORMER.sub(" ", name))
    bare = _without_forms(folded)
    return bare or folded


def former_names(name: str) -> list[str]:
    """Names that the name itself says were borne before: "X (FORMERLY Y)", "甲公司（原名乙公司）"."""
    return [found.strip() for found in FORMER.findall(name) if found.strip()]


def likeness(one: str, other: str) -> float:
    """How alike two normalised names are, 0 to 100: by words in any order, and by letters."""
    return max(fuzz.token_sort_ratio(one, other), fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")))


class Match(NamedTuple):
    """`likeness` is 100 for the same normalised name."""

    key: int
    name: str
    likeness: float


class NameIndex:
    """Names to be found again. Only names that share rare letter pairs are compared, so 20,000 names stay quick.

    `names` are (key, name); a key may bear several names.
    """

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._names: list[tuple[int, str, str]] = []
        self._exact: dict[str, int] = {}
        self._holders: dict[str, list[int]] = defaultdict(list)
        for key, name in names:
            bare = normalize(name)
            if not bare:
                continue
            place = len(self._names)
            self._names.append((key, name, bare))
            self._exact.setdefault(bare, place)
            for pair in _pairs(bare):
                self._holders[pair].append(place)

    def best(self, name: str, *, at_least: float = CONFIDENT) -> Match | None:
        """The most alike name, or None when none reaches `at_least`."""
        place = self._exact.get(normalize(name))
        if place is not None:
            key, known, _bare = self._names[place]
            return Match(key, known, 100.0)
        found = self.alike(name, at_least=at_least, limit=1)
        return found[0] if found else None

    def alike(self, name: str, *, at_least: float = CONFIDENT, limit: int = 5) -> list[Match]:
        """The most alike bearers, best first, each once."""
        bare = normalize(name)
        best: dict[int, Match] = {}
        for place in self._candidates(bare):
            key, known, known_bare = self._names[place]
            score = round(likeness(bare, known_bare), 1)
            if score >= at_least and (key not in best or score > best[key].likeness):
                best[key] = Match(key, known, score)
        return sorted(best.values(), key=lambda match: (-match.likeness, match.key))[:limit]

    def _candidates(self, bare: str, at_most: int = 40) -> Iterator[int]:
        """Places of names that share the rarest letter pairs with `bare`; the same name always comes first."""
        exact = self._exact.get(bare)
        if exact is not None:
            yield exact
        known = [pair for pair in _pairs(bare) if pair in self._holders]
        known.sort(key=lambda pair: len(self._holders[pair]))
        shared: Counter[int] = Counter()
        counted = 0
        for pair in known:
            counted += len(self._holders[pair])
            if shared and counted > MOST_COUNTED:
                break
            shared.update(self._holders[pair])
        yield from (place for place, _count in shared.most_common(at_most) if place != exact)


def _folded(name: str) -> str:
    """Lower case without accents or punctuation; full-width letters made ordinary."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("&", " "))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(SEPARATED.sub(" ", unicodedata.normalize("NFC", letters)).split())


def _without_forms(folded: str) -> str:
    text = folded
    for form in sorted(CHINESE_FORMS, key=len, reverse=True):
        text = text.replace(form, " ")
    words = text.split()
    while words and (taken := _form_at_end(words)):
        del words[-taken:]
    return " ".join(words)


def _form_at_end(words: list[str]) -> int:
    """How many words at the end are a legal form; 0 for none. The last word of a name always stays."""
    for length in range(min(7, len(words) - 1), 0, -1):
        if " ".join(words[-length:]) in _FORMS:
            return length
    return 0


def _pairs(bare: str) -> set[str]:
    """Neighbouring letters within words; a Chinese name's characters, two by two, serve alike."""
    return {
        word[i : i + 2] if len(word) > 1 else word
        for word in bare.split()
        for i in range(max(len(word) - 1, 1))
    }


_FORMS = frozenset(LATIN_FORMS)
