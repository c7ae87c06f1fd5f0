"""What a certificate's file is, told from its content."""

import zlib

import pytest

from tandem.core.errors import Refused
from tandem.core.file_kinds import JPEG, LARGEST, PDF, PNG, kind_of

PLAIN = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40) + b"IEND"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(200) + b"\xff\xd9"


def pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n" + body + b"\n%%EOF"


def hidden(objects: bytes) -> bytes:
    """Objects in a compressed object stream, where a plain search does not find them."""
    packed = zlib.compress(objects)
    head = b"<< /Type /ObjStm /N 1 /First 5 /Length %d /Filter /FlateDecode >>" % len(packed)
    return pdf(b"4 0 obj " + head + b"\nstream\n" + packed + b"\nendstream endobj")


def test_the_three_that_are_taken() -> None:
    assert [kind_of(content).media_type for content in (PLAIN, PICTURE, PHOTO)] == [PDF, PNG, JPEG]
    assert kind_of(hidden(b"<< /Type /Page >>")).ending == "pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>",
        b"PK\x03\x04 a workbook with macros",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"GIF89a",
        PLAIN[:40],
        PHOTO[:100],
    ],
)
def test_anything_else_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(Refused, match="no whole PDF, PNG or JPEG"):
        kind_of(content)


def test_a_pdf_that_cannot_be_looked_into_or_does_something_is_refused() -> None:
    with pytest.raises(Refused, match="encrypted"):
        kind_of(pdf(b"trailer << /Encrypt 5 0 R >>"))
    for active in (
        b"/OpenAction << /S /JavaScript /JS (app.alert) >>",
        b"/S /Java#53cript",
        b"/Launch",
        b"/EmbeddedFile",
    ):
        with pytest.raises(Refused, match="scripts"):
            kind_of(pdf(b"1 0 obj << " + active + b" >> endobj"))
    with pytest.raises(Refused, match="scripts"):
        kind_of(hidden(b"<< /S /JavaScript /JS (x) >>"))


def test_a_bomb_and_a_giant_are_refused() -> None:
    with pytest.raises(Refused, match="too deep"):
        kind_of(hidden(bytes(40 * 1024 * 1024)))
    with pytest.raises(Refused, match="larger than 10 MB"):
        kind_of(PLAIN + bytes(LARGEST))


@pytest.mark.parametrize(
    ("dictionary", "packed"),
    [
        (b"/Type /Obj#53tm /Filter /FlateDecode", zlib.compress(b"<< /S /JavaScript /JS (x) >>")),
        (b"/Type /ObjStm /X (%s) /Filter /FlateDecode" % bytes(2000), zlib.compress(b"<< /S /JavaScript >>")),
        (b"/Type /ObjStm /Filter /ASCIIHexDecode", b"<< /S /JavaScript >>".hex().encode()),
        (b"/Type /ObjStm /Filter /FlateDecode /DecodeParms << /Predictor 12 >>", zlib.compress(b"anything")),
    ],
)
def test_what_cannot_be_looked_into_is_refused(dictionary: bytes, packed: bytes) -> None:
    with pytest.raises(Refused, match="too deep"):
        kind_of(pdf(b"4 0 obj << " + dictionary + b" >>\nstream\n" + packed + b"\nendstream endobj"))


def test_looking_takes_one_pass_whatever_is_uploaded() -> None:
    """Each of these once took minutes: of the square of the file's length."""
    with pytest.raises(Refused, match="too deep"):
        kind_of(pdf(b"<</ObjStm" * 500_000))
    small = (
        b"1 0 obj <</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(b"a") + b"endstream endobj\n"
    )
    assert kind_of(pdf(small * 20_000 + bytes(5_000_000))).ending == "pdf"
