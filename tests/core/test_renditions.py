"""Small pictures: upright, small, and nothing of what is no picture or would unpack to too much."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tandem.core import renditions
from tandem.core.renditions import small


def photo(kind: str, size: tuple[int, int] = (640, 480), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, (200, 0, 0)).save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_becomes_a_small_jpeg(kind: str) -> None:
    made = small(photo(kind))
    assert made is not None
    picture = Image.open(BytesIO(made))
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (320, 240), "RGB")


def test_one_taken_on_its_side_stands_upright_and_says_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    made = small(photo("JPEG", exif=exif))
    assert made is not None
    picture = Image.open(BytesIO(made))
    assert picture.size == (240, 320)
    assert not picture.getexif()


def test_what_is_no_picture_or_too_large_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert small(b"\x89PNG\r\n\x1a\n broken") is None
    assert small(b"%PDF-1.7\n%%EOF") is None
    gif = BytesIO()
    Image.new("P", (8, 8)).save(gif, "GIF")
    assert small(gif.getvalue()) is None, "other kinds are not even tried"
    monkeypatch.setattr(renditions, "MOST_PIXELS", {"JPEG": 100, "PNG": 100})
    assert small(photo("PNG")) is None
