"""The keys by which forms and addresses name records: whatever is sent, a number or none."""

from typing import Any

_LONGEST = 18
"""Digits that PostgreSQL's widest whole number holds for certain."""


def is_number(text: Any, *, longest: int = _LONGEST) -> bool:
    """Plain digits, and so few that the database can look them up: `isdigit` lets “²” pass, which is no number."""
    return isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= longest


def key_of(text: Any) -> int:
    """The record that is meant; 0, which no record has, for anything else."""
    return int(text) if is_number(text) else 0
