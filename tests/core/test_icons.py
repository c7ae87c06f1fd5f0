"""Every icon a page or a menu names is in the sprite."""

import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
NAMES = set((HOUSE / "frontend" / "icons.txt").read_text().split())
IN_TEMPLATE = re.compile(r"""\{% icon ["']([a-z0-9-]+)["']|icon=["']([a-z0-9-]+)["']""")


def test_every_named_icon_is_in_the_list() -> None:
    unknown = set()
    for path in (HOUSE / "tandem").rglob("*.html"):
        for first, second in IN_TEMPLATE.findall(path.read_text()):
            if (first or second) not in NAMES:
                unknown.add(f"{path.relative_to(HOUSE)}: {first or second}")
    assert unknown == set()
