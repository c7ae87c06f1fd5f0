"""Collect, compile and check the translations of every room, without GNU gettext.

    python tools/messages.py [update] [ROOM...]  collect the strings of these rooms (all when none is named)
    python tools/messages.py compile             turn every django.po into the django.mo that Django reads
    python tools/messages.py check [ROOM...]     say what is not translated; exit status 1 when something is

Strings come from Python through Babel's extractor and from templates through Django's own `templatize`.
Each room keeps its Chinese in `tandem/<room>/locale/zh_Hans/LC_MESSAGES/django.po`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "tandem"
LANGUAGE = "zh_Hans"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
HEADER = {
    "Project-Id-Version": "Tandem",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
WITHOUT_DJANGO = {"lake", "cli"}  # these carry both languages as data, or speak English only
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|(?<!\{)\{\w*(?:[.:!][^{}]*)?\}(?!\})")

Key = tuple[str | None, str]


@dataclass
class Found:
    """One string of the source, with every place it stands in."""

    plural: str | None = None
    places: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)


def rooms() -> list[str]:
    """Names of the rooms that may hold text for Django to translate."""
    packages = (path.parent.name for path in HOUSE.glob("*/__init__.py"))
    return sorted(set(packages) - WITHOUT_DJANGO)


def source_files(room: str) -> Iterator[Path]:
    """Python files and templates of one room, in a stable order."""
    folder = HOUSE / room
    yield from sorted(folder.rglob("*.py"))
    for ending in ("*.html", "*.txt", "*.js"):
        yield from sorted(folder.glob(f"templates/**/{ending}"))


def as_python(path: Path) -> bytes:
    """The file as Python source; each line of a template loses its indent, which means nothing there."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    return text.encode()


def collect(room: str) -> dict[Key, Found]:
    """Every translatable string of a room by (context, English text)."""
    strings: dict[Key, Found] = {}
    for path in source_files(room):
        source = BytesIO(as_python(path))
        options = {"encoding": "utf-8"}
        for _, message, comments, context in extract("python", source, KEYWORDS, ["Translators:"], options):
            singular, plural = message if isinstance(message, tuple) else (message, None)
            found = strings.setdefault((context, singular), Found())
            found.plural = found.plural or plural
            found.places.add(path.relative_to(ROOT).as_posix())
            found.comments += [comment for comment in comments if comment not in found.comments]
    return strings


def read_catalogue(room: str) -> polib.POFile:
    """The room's catalogue, or an empty one."""
    path = HOUSE / room / CATALOGUE
    catalogue = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    catalogue.metadata = dict(HEADER)
    return catalogue


def update(room: str) -> str:
    """Bring the room's catalogue in line with its source, keeping what is translated."""
    strings = collect(room)
    catalogue = read_catalogue(room)
    if not strings and not len(catalogue):
        return f"{room}: nothing to translate"
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for key, found in strings.items():
        entry = entries.pop(key, None)
        if entry is None:
            entry = polib.POEntry(msgctxt=key[0], msgid=key[1])
            catalogue.append(entry)
        describe(entry, found)
    for gone in entries.values():
        if gone.translated():
            gone.obsolete = True
        else:
            catalogue.remove(gone)
    path = HOUSE / room / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.sort(key=lambda entry: (entry.obsolete, entry.occurrences[:1], entry.msgid))
    catalogue.save(str(path))
    missing = sum(not entry.translated() for entry in catalogue if not entry.obsolete)
    return f"{room}: {len(strings)} strings, {missing} without Chinese, {len(entries)} no longer used"


def describe(entry: polib.POEntry, found: Found) -> None:
    """Write what the source says today into a catalogue entry, leaving its translation."""
    entry.obsolete = False
    entry.occurrences = [(place, "") for place in sorted(found.places)]
    entry.comment = "\n".join(found.comments)
    entry.flags = [flag for flag in entry.flags if flag == "fuzzy"]
    if re.search(r"%\(\w+\)[sdif]|%[sdif]", entry.msgid):
        entry.flags.append("python-format")
    if found.plural and found.plural != entry.msgid_plural:
        entry.msgid_plural = found.plural
        entry.msgstr_plural = entry.msgstr_plural or {0: entry.msgstr}
        entry.msgstr = ""


def placeholders(text: str) -> Counter[str]:
    """The places in a string that are filled in when it is shown."""
    return Counter(PLACEHOLDER.findall(text.replace("%%", "")))


def faults(room: str) -> list[str]:
    """What is wrong with a room's Chinese, one sentence each; empty when it is complete."""
    strings = collect(room)
    catalogue = read_catalogue(room)
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    said = []
    for key, found in strings.items():
        entry = entries.get(key)
        where = f"{room}: “{key[1]}” ({', '.join(sorted(found.places))})"
        if entry is None:
            said.append(f"{where} is not in the catalogue: run tools/messages.py {room}.")
        elif "fuzzy" in entry.flags:
            said.append(f"{where} is marked fuzzy: confirm the translation and remove the mark.")
        elif not entry.translated():
            said.append(f"{where} has no Chinese.")
        else:
            said += placeholder_faults(entry, where)
    return said


def placeholder_faults(entry: polib.POEntry, where: str) -> list[str]:
    """Chinese must fill the same places as the English; a plural may leave its number out of the singular."""
    chinese = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
    if placeholders(chinese) == placeholders(entry.msgid_plural or entry.msgid):
        return []
    wanted = ", ".join(placeholders(entry.msgid_plural or entry.msgid)) or "no placeholder"
    return [f"{where} must fill {wanted}; its Chinese fills {', '.join(placeholders(chinese)) or 'none'}."]


def conflicts() -> list[str]:
    """Strings that two rooms translate differently; Django would show whichever it loads first."""
    seen: dict[Key, tuple[str, str]] = {}
    said = []
    for room in rooms():
        for entry in read_catalogue(room):
            if entry.obsolete or not entry.translated():
                continue
            chinese = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
            other, before = seen.setdefault((entry.msgctxt, entry.msgid), (room, chinese))
            if before != chinese:
                said.append(
                    f"“{entry.msgid}” is “{before}” in {other} but “{chinese}” in {room}: make them one."
                )
    return said


def compile_all() -> str:
    """Write django.mo beside every django.po whose own is older or missing."""
    written = 0
    for path in sorted(HOUSE.glob(f"*/{CATALOGUE}")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > path.stat().st_mtime:
            continue
        polib.pofile(str(path)).save_as_mofile(str(target))
        written += 1
    return f"{written} catalogues compiled"


def check(chosen: list[str]) -> int:
    """Print every fault of the chosen rooms; 1 when there is one."""
    said = [fault for room in chosen for fault in faults(room)] + conflicts()
    unused = sum(entry.obsolete for room in chosen for entry in read_catalogue(room))
    print(*said, f"{len(said)} faults, {unused} translations no longer used", sep="\n")
    return 1 if said else 0


def main(arguments: list[str]) -> int:
    verb = arguments[0] if arguments and arguments[0] in {"update", "check", "compile"} else ""
    chosen = arguments[1:] if verb else arguments
    unknown = sorted(set(chosen) - set(rooms()))
    if unknown:
        print(f"There is no room {', '.join(unknown)}; there are {', '.join(rooms())}.", file=sys.stderr)
        return 2
    if verb == "compile":
        print(compile_all())
        return 0
    if verb == "check":
        return check(chosen or rooms())
    for room in chosen or rooms():
        print(update(room))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
