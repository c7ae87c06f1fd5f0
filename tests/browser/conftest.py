"""A real Chromium against a served Tandem. Skipped, with the command that installs it, where there is none."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.cast import Person
from tests.config.conftest import nordlichts as nordlichts
from tests.config.conftest import places as places

NO_CHROMIUM = "no Chromium: apt-get install chromium fonts-noto-cjk, or set TANDEM_CHROMIUM to its path"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SERIOUS = {"serious", "critical"}
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
FETCHING = ".htmx-request, .htmx-swapping, .htmx-settling"

# Playwright's own event loop runs in this thread; Django would take it for a request's.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def chromium() -> str | None:
    named = os.environ.get("TANDEM_CHROMIUM")
    if named and Path(named).exists():
        return named
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
        connections.close_all()  # those of the event loop, which nobody else can reach


class _NoHandler:
    """Static files come from WhiteNoise, hashed and compressed, as they do in use."""

    def __new__(cls, application: object) -> object:  # type: ignore[misc]  # takes the place of a handler class
        return application


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """Takes the place of pytest-django's, which serves static files unhashed."""
    with patch("django.contrib.staticfiles.handlers.StaticFilesHandler", _NoHandler):
        server = LiveServer("localhost")
    yield server
    server.stop()


@dataclass
class Visitor:
    """Somebody at a browser: opens pages of the live server and notes what the console complains of."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until what the page fetches by itself has come: half a second of a silent network is mostly waiting."""
        self.page.wait_for_load_state("load")
        self.page.evaluate(TWO_FRAMES)
        expect(self.page.locator(FETCHING)).to_have_count(0)

    def theme(self, choice: str) -> None:
        self.page.evaluate("choice => window.tandemTheme.choose(choice)", choice)

    def phone(self) -> None:
        self.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})

    def overflows(self) -> bool:
        """Whether the page is wider than the screen."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return width > 0

    def hears(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def barriers(self) -> list[str]:
        """What keeps people with disabilities from using this page: axe's serious and critical findings."""
        found = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        return [
            f"{one['id']}: {one['help']} ({node['target'][0]}): {node['failureSummary']}"
            for one in found.response["violations"]
            if one["impact"] in SERIOUS
            for node in one["nodes"]
        ]


def visiting(window: BrowserContext, live_server: LiveServer) -> Visitor:
    page = window.new_page()
    visitor = Visitor(page, live_server.url)
    page.on("console", visitor.hears)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    return visitor


@pytest.fixture
def window(chromium_browser: Browser) -> Iterator[BrowserContext]:
    window = chromium_browser.new_context(viewport={"width": WIDE["width"], "height": WIDE["height"]})
    window.set_default_timeout(10_000)
    yield window
    window.close()


@pytest.fixture
def visitor(window: BrowserContext, live_server: LiveServer) -> Visitor:
    """A browser at which nobody has signed in."""
    return visiting(window, live_server)


def seat(person: Person, window: BrowserContext, live_server: LiveServer) -> Visitor:
    """The person's own browser, signed in."""
    session = person.client.cookies["sessionid"].value
    window.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return visiting(window, live_server)


@pytest.fixture
def buyer_at(buyer: Person, window: BrowserContext, live_server: LiveServer) -> Visitor:
    return seat(buyer, window, live_server)
