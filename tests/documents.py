"""Files that tests give to the readers: Word documents, PDFs and archives made by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter

NEWS = "海州新区举行重点项目集中签约仪式，华澜新材料等12个项目落户，总投资86亿元。"
WORD_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(parts: Iterable[tuple[str, bytes | str]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return file.getvalue()


def word(body: str, **more: str) -> bytes:
    xml = f'<?xml version="1.0"?><w:document {WORD_NAMES}><w:body>{body}</w:body></w:document>'
    return zipped(
        [
            ("word/document.xml", xml),
            *((name.replace("__", "/") + ".xml", text) for name, text in more.items()),
        ]
    )


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>"


def pdf(*pages: list[str], **encryption: str) -> bytes:
    """A PDF whose font maps two-byte codes to the same code points, as office programs write them."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode())
    objects.append(
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>"
    )
    objects.append(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/F"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 5 0 R/DW 1000>>"
    )
    objects.append(
        b"<</Type/FontDescriptor/FontName/F/Flags 4/ItalicAngle 0/Ascent 800/Descent -200"
        b"/CapHeight 700/StemV 80>>"
    )
    used = sorted({char.encode("utf-16-be").hex() for lines in pages for line in lines for char in line})
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange"
        f" <0000> <FFFF> endcodespacerange {len(used)} beginbfchar"
        f" {' '.join(f'<{code}> <{code}>' for code in used)} endbfchar endcmap end end"
    ).encode()
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(to_unicode), to_unicode))
    for lines in pages:
        shown = b" T* ".join(b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj" for line in lines)
        content = b"BT /F1 12 Tf 72 720 Td 16 TL " + shown + b" ET"
        number = len(objects) + 1
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (number + 1)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, data in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    if not encryption:
        return out.getvalue()
    writer, file = PdfWriter(clone_from=PdfReader(out)), io.BytesIO()
    writer.encrypt(**encryption, algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()
