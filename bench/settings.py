"""Tandem's own settings with one page more: the reference that the pages are held against."""

from tandem.config.settings import *  # noqa: F403  # a settings module is made of another's names

ROOT_URLCONF = "bench.urls"
