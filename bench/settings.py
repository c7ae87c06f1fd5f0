"""Tandem's own settings with one page more: the reference that the pages are held against."""

from pathlib import Path

from tandem.config.settings import *  # noqa: F403  # a settings module is made of another's names
from tandem.config.settings import TANDEM_OWN_TRANSACTIONS as OWN
from tandem.config.settings import TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
# The reference of the API's rows is served as the API is: its requests do not wait for each other's transaction.
TANDEM_OWN_TRANSACTIONS = (*OWN, "/bench/relationships", "/bench/cards/", "/bench/bare")
