"""People at their screens in one language: every page they come to is looked at."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor

# Names and terms that stand in Latin letters on Chinese pages too.
LATIN = (
    "Huarui Castings Co., Ltd.", "HUARUI CASTING CO., LTD.", "Bergquell Guss GmbH", "Lirui Foundry Co., Ltd.",
    "Nordlicht Pumpen GmbH", "Ada Lindqvist", "Matthias Roth", "Ines Keller", "Quentin Baum", "Lars Voss",
    "Frida Holm", "Fraudulent Practices", "TÜV Nord", "castings huarui", "casting huarui", "PROMETHEE II",
    "Hua Meiling", "Qing Lan", "Qingfeng Valves Ltd.", "Li Wei",
    # A policy's own name, the title of a case in the words of its customer, and what a supplier wrote.
    "Test every piece", "Lock the degassing time",
    "Late lines", "Rebate for what improved", "Most improved", "Contractual deduction no",
)  # fmt: skip


def english_in(text: str) -> list[str]:
    """Two English words or more in a row that are no name."""
    for name in LATIN:
        text = text.replace(name, "·")
    return re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})+", text)


@dataclass
class Seat:
    """Somebody at a screen, in one language: every page they come to is looked at."""

    at: Visitor
    language: str
    faults: list[str]

    @property
    def page(self) -> Page:
        return self.at.page

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def open(self, path: str) -> None:
        self.at.open(path)
        self.look()

    def press(self, what: str | Locator, *, sure: bool = False) -> None:
        """Click what leads to another page; `sure` answers the question that is asked before."""
        place = self.main.locator(what).first if isinstance(what, str) else what
        with self.page.expect_navigation():
            place.click()
            if sure:
                self.page.locator("#ask [data-ask-yes]").click()
        self.at.settle()
        self.look()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            place = self.main.locator(f"[name={name}]").first
            if place.evaluate("field => field.tagName") == "SELECT":
                place.select_option(value)
            else:
                place.fill(value)

    def says(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)

    def look(self) -> None:
        """What is wrong with the page, if anything, is told when the story has ended."""
        where = self.page.url.removeprefix(self.at.address)
        assert self.page.locator("html").get_attribute("lang") == self.language, where
        if self.at.overflows():
            self.faults.append(f"{where} is wider than the screen")
        if self.language != "en":
            shown = self.main.inner_text()
            for written in self.main.locator(".read-text").all_inner_texts():
                shown = shown.replace(written, "·")  # by a person, or in the customer's language
            self.faults += [f"{where}: {words}" for words in english_in(shown)]
        self.faults += [f"{where}: {complaint}" for complaint in self.at.complaints]
        self.at.complaints.clear()
