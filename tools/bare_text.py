"""Find text for people that no translation tag or function holds.

    python tools/bare_text.py [ROOM...]

In templates: words in the page or in an attribute people read, and quoted words given to a tag without `_( )`.
In Python: plain strings where a sentence for people is expected (`Refused("…")`, `label="…"`, choices).
Exit status 1 when something is found. What may stand bare is listed below, with its reason.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "tandem"
SAMPLES = {"core/templates/core/elements.html", "core/templates/core/elements_tab.html", "core/samples.py",
           "core/views.py"}  # fmt: skip  # the style page: invented content, for those who build Tandem
# Names and signs that are the same in every language.
# fmt: off
ALLOWED = {
    "tandem", "english", "kpi", "kpis", "csv", "xlsx", "excel", "parquet", "erp", "id", "ppm", "otd", "utc", "iso",
    "sql", "api", "url", "toml", "json", "utf-8", "gb18030", "vat", "lei", "usd", "cny", "eur",
    "cp", "cpk", "pp", "ppk", "pdf",
}
# fmt: on
READ_BY_PEOPLE = {
    "title",
    "placeholder",
    "aria-label",
    "alt",
    "data-label",
    "data-confirm",
    "data-confirm-label",
}
NOT_SHOWN = {"script", "style", "code", "pre", "kbd", "samp"}
WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]+")
QUOTED = re.compile(r"""(?<!_\()(?<![\w:])(["'])((?:(?!\1).)*)\1""")
PERCENT = re.compile(r"""(_\((?:"[^"]*%[^"]*"|'[^']*%[^']*')\))""")
SENTENCE = re.compile(r"^[A-Z][a-z]+(?: |$)|[a-z] [a-z]")
TAGS_WITH_OTHER_STRINGS = {
    "translate", "trans", "blocktranslate", "url", "static", "include", "extends", "load", "if", "elif", "for",
    "with", "cache", "get_current_language",
}  # fmt: skip
SPOKEN_ARGUMENTS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label"}
SPOKEN_CALLS = {"Refused": 0, "ValidationError": 0, "require": 1}


class Words(HTMLParser):
    """Collects the words that a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.hidden = 0

    def note(self, text: str) -> None:
        if bare(text):
            self.found.append((self.getpos()[0], " ".join(text.split())))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in NOT_SHOWN
        for name, value in attrs:
            if name in READ_BY_PEOPLE and value:
                self.note(value)

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in NOT_SHOWN and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.note(data)


def bare(text: str) -> bool:
    """Whether a text holds a word that should be translated."""
    return any(word.lower() not in ALLOWED for word in WORD.findall(text.replace("&nbsp;", " ")))


def shown(tokens: list[Token]) -> Iterator[str]:
    """A template's HTML with its tags taken out and its lines kept; translated text is left out."""
    inside = ""
    for token in tokens:
        name = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents else ""
        if inside:
            inside = "" if name.startswith("end") and name.removeprefix("end") == inside else inside
            yield "\n" * token.contents.count("\n")
        elif name in {"blocktranslate", "blocktrans", "comment"} or token.contents.endswith("_class"):
            inside = name
        elif token.token_type == TokenType.TEXT:
            yield token.contents
        else:
            yield "\n" * token.contents.count("\n")


def in_template(path: Path) -> Iterator[tuple[int, str]]:
    tokens = Lexer(path.read_text(encoding="utf-8")).tokenize()
    page = Words()
    page.feed("".join(shown(tokens)))
    page.close()
    yield from page.found
    for token in tokens:
        for text in PERCENT.findall(token.contents) if token.token_type == TokenType.BLOCK else ():
            yield token.lineno or 0, f"{text} (Django doubles a percent sign in _( ): use translate … as)"
        if token.token_type != TokenType.BLOCK or token.contents.split()[0] in TAGS_WITH_OTHER_STRINGS:
            continue
        for _, text in QUOTED.findall(token.contents):
            if SENTENCE.search(text) and bare(text):
                yield token.lineno or 0, text


def plain_string(node: ast.expr | None) -> bool:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [part.value for part in parts if isinstance(part, ast.Constant)]
    return any(isinstance(text, str) and bare(text) for text in texts)


def in_python(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            at = SPOKEN_CALLS.get(name)
            said = [node.args[at]] if at is not None and len(node.args) > at else []
            said += [word.value for word in node.keywords if word.arg in SPOKEN_ARGUMENTS]
            yield from ((text.lineno, ast.unparse(text)) for text in said if plain_string(text))
        elif isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
            for line in node.body:
                if isinstance(line, ast.Assign) and not _translated(line.value):
                    yield line.lineno, ast.unparse(line)


def _translated(value: ast.expr) -> bool:
    return isinstance(value, ast.Tuple) and not plain_string(value.elts[-1])


def found(room: str) -> list[str]:
    """Every bare text of a room, one sentence each."""
    said = []
    folder = HOUSE / room
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.py")]):
        place = path.relative_to(HOUSE).as_posix()
        if place in SAMPLES or "/migrations/" in place:
            continue
        search = in_template if path.suffix == ".html" else in_python
        said += [f"tandem/{place}:{line} shows “{text}” untranslated." for line, text in search(path)]
    return said


def rooms() -> list[str]:
    """Rooms whose text Django translates."""
    return sorted(
        {path.parent.name for path in HOUSE.glob("*/__init__.py")} - {"lake", "cli", "demonstration"}
    )


def main(chosen: list[str]) -> int:
    said = [text for room in chosen or rooms() for text in found(room)]
    print(*said, f"{len(said)} untranslated texts", sep="\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
