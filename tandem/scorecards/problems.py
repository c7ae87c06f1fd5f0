"""What is wrong with a template, as data: `wording.sentence` says it in the reader's language."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` names the sentence in `wording.py`; `values` fill its blanks."""

    code: str
    values: dict[str, object] = field(default_factory=dict)
