"""A page to stand for a certificate's scan."""


def certificate_page(kind: str, holder: str, number: str) -> bytes:
    """One page of PDF that says what it certifies and to whom."""
    lines = [f"({_plain(text)}) Tj 0 -28 Td" for text in ("CERTIFICATE", kind, holder, f"No. {number}")]
    drawn = f"BT /F1 18 Tf 72 720 Td {' '.join(lines)} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number_of, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number_of, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\n" % table
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _plain(text: str) -> str:
    """What a PDF's own typeface can write, with brackets escaped."""
    kept = text.encode("latin-1", "ignore").decode("latin-1")
    return kept.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
