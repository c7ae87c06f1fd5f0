"""Small pictures of photographs that people hand in, so that a page shows many without sending megabytes."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

SIDE = 320
# As many pixels as are unpacked within 200 MB at worst: a telephone's camera takes a quarter of them.
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 40_000_000}


def small(content: bytes) -> bytes | None:
    """A JPEG of at most 320 points a side, upright and without what the camera wrote beside the picture. None for what
    cannot be read as a JPEG or PNG."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
                if picture.width * picture.height > MOST_PIXELS[picture.format or "PNG"]:
                    return None
                picture.draft("RGB", (SIDE * 2, SIDE * 2))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((SIDE, SIDE))
                flat = Image.new("RGB", upright.size, "white")
                seen = upright.convert("RGBA")
                flat.paste(seen, mask=seen.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    out = BytesIO()
    flat.save(out, "JPEG", quality=80)
    return out.getvalue()
