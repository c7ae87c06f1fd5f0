"""Tandem's own settings with one page more: the reference that the pages are held against."""

from pathlib import Path

from tandem.config.settings import *  # noqa: F403  # a settings module is made of another's names
from tandem.config.settings import TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
