"""The home page tells of the same books that the scorecards' stories are measured from."""

from tests.scorecards.conftest import books, lake, qingfeng, stillwater, template

__all__ = ["books", "lake", "qingfeng", "stillwater", "template"]
