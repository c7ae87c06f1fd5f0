"""The lake's one error: what was asked may not be done, said in both languages."""

from __future__ import annotations


class LakeRefused(Exception):
    """One sentence in English and one in Chinese saying what is wrong, where, and how to mend it."""

    def __init__(self, message: str, message_zh: str) -> None:
        super().__init__(message)
        self.message = message
        self.message_zh = message_zh

    def in_language(self, code: str) -> str:
        return self.message_zh if code.lower().startswith("zh") else self.message
