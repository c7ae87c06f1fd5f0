"""What every benchmark returns, and how the table is printed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One row: `ratio` is ours over the reference's, measured in the same run; `bound` is the most it may be."""

    what: str
    reference: str
    ratio: float
    bound: float
    detail: str

    @property
    def holds(self) -> bool:
        return self.ratio <= self.bound


def table(results: Sequence[Result]) -> str:
    lines = ["| what | reference | measured | at most | holds | detail |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {r.what} | {r.reference} | {r.ratio:.2f} × | {r.bound:g} × | {'yes' if r.holds else 'NO'} | {r.detail} |"
        for r in results
    ]
    return "\n".join(lines)
