"""How alike a supplier's names and listed names are: many against many, vectorised. docs/screening.md says it in words.

A name is folded as everywhere in Tandem (`relationships/names.py`: legal forms, accents and punctuation set aside),
freed of a legal form that stands first, and its words are put in order. The score is rapidfuzz's normalised indel
similarity of the two, 0 to 100.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from tandem.relationships.names import former_names, normalize

THRESHOLD = 88.0
# Legal forms that some languages put first; the ambiguous ones ("AS", "SE", "Company") stay where they are.
FIRST = (
    "public joint stock company", "open joint stock company", "closed joint stock company", "joint stock company",
    "limited liability company", "ooo", "oao", "zao", "pao", "llc", "jsc", "ojsc", "pjsc", "pt", "cv",
)  # fmt: skip
# Supplier names compared at a time: against 25,000 listed names the scores take 25 MB.
CHUNK = 1000
# As many as a small server has; more gains little, as the memory is the bound.
WORKERS = 2


@dataclass(frozen=True)
class Bearer:
    """`key` is a supplier or a listed entry; a `weak` name is a broad alias that counts only when it is the same."""

    key: int
    name: str
    weak: bool = False


@dataclass(frozen=True)
class Hit:
    supplier: int
    entry: int
    supplier_name: str
    listed_name: str
    score: float


def comparable(name: str) -> str:
    """ "Huarui Castings Co., Ltd." and "CASTINGS HUARUI" → "castings huarui"; empty when nothing is left."""
    bare = normalize(name)
    for form in FIRST:
        if bare.startswith(f"{form} "):
            bare = bare[len(form) + 1 :]
            break
    return " ".join(sorted(bare.split()))


def all_names(names: Iterable[str]) -> list[str]:
    """The names, and those that a name itself says were borne before, each once."""
    given = [name.strip() for name in names if name.strip()]
    return list(dict.fromkeys([*given, *(former for name in given for former in former_names(name))]))


def screen(
    suppliers: Iterable[Bearer], listed: Iterable[Bearer], *, threshold: float = THRESHOLD
) -> list[Hit]:
    """The best pair of names of each supplier and entry that reach the threshold, the most alike first."""
    ours, theirs = _by_form(suppliers), _by_form(listed)
    best: dict[tuple[int, int], Hit] = {}
    for one, other, score in alike(list(ours), list(theirs), threshold=threshold):
        for supplier in ours[one]:
            for entry in theirs[other]:
                if entry.weak and score < 100:
                    continue
                known = best.get((supplier.key, entry.key))
                if known is None or score > known.score:
                    hit = Hit(supplier.key, entry.key, supplier.name, entry.name, score)
                    best[supplier.key, entry.key] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.supplier, hit.entry))


def alike(
    ours: Sequence[str], theirs: Sequence[str], *, threshold: float = THRESHOLD
) -> Iterator[tuple[str, str, float]]:
    """Every pair of comparable names that reaches the threshold, with its score."""
    for first in range(0, len(ours), CHUNK):
        chunk = ours[first : first + CHUNK]
        scores = process.cdist(
            chunk, theirs, scorer=fuzz.ratio, score_cutoff=threshold, dtype=numpy.uint8, workers=WORKERS
        )
        for row, column in zip(*numpy.nonzero(scores), strict=True):
            one, other = chunk[row], theirs[column]
            yield one, other, round(fuzz.ratio(one, other), 1)


def _by_form(bearers: Iterable[Bearer]) -> dict[str, list[Bearer]]:
    forms: dict[str, list[Bearer]] = defaultdict(list)
    for bearer in bearers:
        form = comparable(bearer.name)
        if form:
            forms[form].append(bearer)
    return forms


@dataclass(frozen=True)
class Why:
    """How two names were compared: what stayed of each, and the letters in which those differ."""

    ours: str
    theirs: str
    ours_marked: list[tuple[str, bool]]
    theirs_marked: list[tuple[str, bool]]


def why(supplier_name: str, listed_name: str) -> Why:
    """Each `marked` is the form in pieces: (letters, whether the other side has them too)."""
    ours, theirs = comparable(supplier_name), comparable(listed_name)
    blocks = list(Indel.opcodes(ours, theirs))
    return Why(
        ours,
        theirs,
        [(ours[b.src_start : b.src_end], b.tag == "equal") for b in blocks if b.src_end > b.src_start],
        [(theirs[b.dest_start : b.dest_end], b.tag == "equal") for b in blocks if b.dest_end > b.dest_start],
    )
