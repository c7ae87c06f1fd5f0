"""What comes with Tandem to be taken over and changed, in both languages: `questionnaires/*.toml`, and the editions of
VDA 6.3."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tandem.assessments import audits, content, vda63
from tandem.assessments.content import Content, in_script

FOLDER = Path(__file__).with_name("questionnaires")


@dataclass(frozen=True)
class Shipped:
    code: str
    kind: str
    scheme: str
    title: str
    title_local: str
    note: str
    note_local: str
    content: Content

    @property
    def name(self) -> str:
        return in_script(self.title, self.title_local)

    @property
    def introduction(self) -> str:
        return in_script(self.note, self.note_local)

    @property
    def questions(self) -> int:
        return sum(1 for _question in self.content)


@cache
def shipped() -> dict[str, Shipped]:
    """By code, in the order of their files' names."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.toml"))]
    found += [_process_audit(vda63.edition(code)) for code in vda63.editions()]
    return {each.code: each for each in found}


def _process_audit(edition: vda63.Edition) -> Shipped:
    return Shipped(
        code=edition.code.replace("_", "-"),
        kind="audit",
        scheme="vda63",
        title=edition.data["title"]["en"],
        title_local=edition.data["title"]["zh"],
        note=edition.data["note"]["en"],
        note_local=edition.data["note"]["zh"],
        content=audits.content_of(edition),
    )


def _read(path: Path) -> Shipped:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Shipped(
        code=path.stem.replace("_", "-"),
        kind=data["kind"],
        scheme=data["scheme"],
        title=data["title"],
        title_local=data["title_local"],
        note=data["note"],
        note_local=data["note_local"],
        content=content.read(data),
    )
