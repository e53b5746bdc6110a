"""Files from outside: each format read by its content, each hostile one refused with a sentence."""

from __future__ import annotations

import io
import json
import random
from contextlib import suppress
from datetime import date, datetime
from email.message import EmailMessage

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from crm.data.documents import MOST_BYTES, read_document, read_document_plain
from crm.data.documents.plain import strip_markdown
from crm.domain.documents import DocumentKind, document_from_plain
from crm.domain.errors import CrmError, Unreadable
from tests.documents import NEWS, WORD_NAMES, paragraph, pdf, word, zipped


def refusal(data: bytes, name: str = "file") -> str:
    with pytest.raises(Unreadable) as raised:
        read_document(name, data)
    return str(raised.value)


class TestText:
    def test_text_reads_under_any_name(self) -> None:
        document = read_document("新闻.pdf", NEWS.encode("gb18030"))
        assert (document.kind, document.text, document.format) == (DocumentKind.TEXT, NEWS, "txt")

    def test_page_is_told_by_its_tags(self) -> None:
        page = (
            f"<!-- saved from url=(0021)http://news.example.cn -->\n<html><body><p>{NEWS}</p></body></html>"
        )
        document = read_document("新闻.txt", page.encode())
        assert (document.kind, document.format, document.url) == (
            DocumentKind.MARKUP,
            "html",
            "http://news.example.cn",
        )

    def test_fragment_with_many_tags_is_markup_and_text_with_one_is_not(self) -> None:
        assert read_document("a", (f"<p>{NEWS}</p>" * 6).encode()).kind is DocumentKind.MARKUP
        assert read_document("a", f"<b>公司</b>{NEWS}".encode()).kind is DocumentKind.TEXT

    def test_damaged_text_is_read_and_noted(self) -> None:
        assert read_document("a", (NEWS + "锟斤拷" * 3).encode()).notes == ("damaged",)
        assert "repaired" in read_document("a", NEWS.encode()[:-1]).notes

    def test_markdown_loses_its_marks(self) -> None:
        table = "| 项目 | 投资 |\n|---|---|\n| 甲 | 3亿元 |\n"
        source = f"# 集中签约\n\n- **华澜**新材料 [官网](http://x.cn)\n\n{table}"
        document = read_document("新闻.md", source.encode())
        assert document.format == "md"
        assert [line for line in document.text.split("\n") if line] == [
            "集中签约", "华澜新材料 官网", "项目\t投资", "甲\t3亿元",
        ]  # fmt: skip

    def test_markdown_front_matter_and_pictures_are_left_out(self) -> None:
        assert strip_markdown("---\ntitle: x\n---\n![图](a.png)正文") == "正文"

    @pytest.mark.parametrize("data", [b"", b"  \r\n\t", b"\xef\xbb\xbf\n", b"\x00" * 50])
    def test_empty_is_said_to_be_empty(self, data: bytes) -> None:
        assert "empty" in refusal(data)

    def test_too_big_is_refused_with_its_size(self) -> None:
        assert "21 MB" in refusal(b"a" * (MOST_BYTES + 1_000_000))

    def test_noise_is_no_text(self) -> None:
        assert "charset" in refusal(random.Random(3).randbytes(5_000))

    def test_office_xml_is_named(self) -> None:
        assert "XML" in refusal(
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'
        )


class TestWord:
    def test_paragraphs_and_tables_row_by_row(self) -> None:
        made = docx.Document()
        made.core_properties.title, made.core_properties.author = "签约简报", "办公室"
        made.core_properties.created = datetime(2026, 3, 1)
        made.add_paragraph("本周签约情况")
        table = made.add_table(rows=2, cols=2)
        for row, texts in zip(table.rows, (("项目", "总投资"), ("华澜新材料", "3.5亿元")), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        made.add_paragraph(NEWS)
        file = io.BytesIO()
        made.save(file)
        document = read_document("简报", file.getvalue())
        assert document.text.split("\n") == ["本周签约情况", "项目\t总投资", "华澜新材料\t3.5亿元", NEWS]
        assert (document.title, document.author, document.published) == (
            "签约简报",
            "办公室",
            date(2026, 3, 1),
        )

    def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_in(self) -> None:
        body = (
            f"<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
            f"{paragraph('总投资900亿元', '<w:rPr><w:vanish/></w:rPr>')}{paragraph(NEWS)}"
        )
        document = read_document("a.docx", word(body))
        assert [line for line in document.text.split("\n") if line] == ["新增", NEWS]
        assert document.notes == ("hidden_text",)

    def test_text_box_is_read_once(self) -> None:
        box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
        body = (
            '<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice>' + box + "</mc:Choice>"
            + "<mc:Fallback>" + box + "</mc:Fallback></mc:AlternateContent><w:t>框外</w:t></w:r></w:p>"
        )  # fmt: skip
        assert read_document("a", word(body)).text.split("\n") == ["框内", "框外"]

    def test_footnotes_follow_the_text(self) -> None:
        notes = f"<w:footnotes {WORD_NAMES}><w:footnote>{paragraph('注释')}</w:footnote></w:footnotes>"
        assert read_document("a", word(paragraph(NEWS), word__footnotes=notes)).text == f"{NEWS}\n注释"

    def test_cells_with_paragraphs_stay_paragraphs_and_tabs_stay_gaps(self) -> None:
        cell = f"<w:tc>{paragraph(NEWS * 8)}{paragraph('第二段')}</w:tc>"
        nested = f"<w:tc><w:tbl><w:tr><w:tc>{paragraph('内')}</w:tc></w:tr></w:tbl></w:tc>"
        tabs = "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>"
        text = read_document("a", word(f"<w:tbl><w:tr>{cell}{nested}</w:tr></w:tbl>{tabs}")).text
        assert text.split("\n") == [NEWS * 8, "第二段", "内", "甲 乙", "丙"]

    def test_part_in_other_encoding_and_capitals_is_read(self) -> None:
        xml = (
            f'<?xml version="1.0" encoding="utf-16"?><w:document {WORD_NAMES}>{paragraph(NEWS)}</w:document>'
        )
        assert read_document("a", zipped([("WORD/Document.xml", xml.encode("utf-16"))])).text == NEWS

    @pytest.mark.parametrize(
        ("title", "told"),
        [("Microsoft Word - 1.doc", None), ("文档1", None), ("集中签约", "集中签约"), ("", None)],
    )
    def test_titles_programs_make_up_are_ignored(self, title: str, told: str | None) -> None:
        core = f'<c xmlns:dc="d"><dc:title>{title}</dc:title><dc:created>soon</dc:created></c>'
        assert read_document("a", word(paragraph(NEWS), docProps__core=core)).title == told

    @pytest.mark.parametrize("core", ["<c", '<!DOCTYPE c [<!ENTITY a "b">]><c/>'])
    def test_broken_properties_cost_nothing_but_harmful_ones_the_file(self, core: str) -> None:
        data = word(paragraph(NEWS), docProps__core=core)
        if "DOCTYPE" in core:
            assert "harmful" in refusal(data)
        else:
            assert read_document("a", data).title is None

    def test_entities_are_refused_in_any_encoding(self) -> None:
        xml = (
            f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><w:document {WORD_NAMES}/>'
        )
        for data in (xml.encode("utf-16"), xml.replace("utf-16", "utf-8").encode()):
            assert "harmful" in refusal(zipped([("word/document.xml", data)]))

    def test_bombs_are_refused(self) -> None:
        assert "unpacks" in refusal(zipped([("word/document.xml", bytes(3_000_000))]))
        assert "unpacks" in refusal(zipped([("word/document.xml", b" "), ("x", bytes(105_000_000))]))
        many = [("word/document.xml", b"<a/>"), *((f"{number}", b"") for number in range(5_001))]
        assert "unpacks" in refusal(zipped(many))

    def test_broken_files_are_refused(self) -> None:
        whole = word(paragraph(NEWS))
        assert "damaged" in refusal(whole[:-30])
        assert "damaged" in refusal(zipped([("word/document.xml", b"<w:document")]))
        flipped = bytearray(zipped([("word/document.xml", NEWS * 30)]))
        flipped[60:90] = bytes(30)
        assert "damaged" in refusal(bytes(flipped))

    def test_locked_parts_ask_for_a_password(self) -> None:
        data = bytearray(word(paragraph(NEWS)))
        data[data.rindex(b"PK\x01\x02") + 8] |= 1
        assert "password" in refusal(bytes(data))

    def test_no_text_is_said(self) -> None:
        assert "no text" in refusal(word(paragraph(" ")))


class TestPdf:
    LINES = (
        "海州新区举行重点项目集中签约仪式，华澜新材料等十二个",
        "项目落户，总投资86亿元，达产后年销售收入120亿元，将带动",
        "就业三千人。",
        "下一步将强化服务。",
    )

    def test_printed_lines_become_paragraphs(self) -> None:
        document = read_document("a", pdf([*self.LINES, "- 1 -"]))
        assert document.text.split("\n") == ["".join(self.LINES[:3]), self.LINES[3]]
        assert document.format == "pdf"

    def test_leading_bytes_are_allowed(self) -> None:
        assert NEWS in read_document("a", b"junk\n" + pdf([NEWS])).text

    def test_pages_without_text_are_noted(self) -> None:
        assert read_document("a", pdf([NEWS], [""])).notes == ("pages_without_text",)

    def test_scans_are_refused_with_advice(self) -> None:
        assert "Recognise" in refusal(pdf([""]))

    def test_only_the_first_five_hundred_pages_are_read(self) -> None:
        document = read_document("a", pdf(*[[f"第{number}号公告，{NEWS}"] for number in range(502)]))
        assert "cut_pages" in document.notes
        assert "第499号" in document.text
        assert "第500号" not in document.text

    def test_password_is_told_and_owners_password_does_not_matter(self) -> None:
        assert "password" in refusal(pdf([NEWS], user_password="geheim"))
        assert NEWS in read_document("a", pdf([NEWS], user_password="", owner_password="x")).text

    def test_title_and_date_are_hints(self) -> None:
        writer, file = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([NEWS])))), io.BytesIO()
        writer.add_metadata(
            {"/Title": "集中签约", "/Author": "办公室", "/CreationDate": "D:20260301080000+08'00'"}
        )
        writer.write(file)
        document = read_document("a", file.getvalue())
        assert (document.title, document.author, document.published) == (
            "集中签约",
            "办公室",
            date(2026, 3, 1),
        )

    def test_broken_files_are_refused(self) -> None:
        assert "damaged" in refusal(b"%PDF-1.7\n" + b"[" * 200_000)
        assert "damaged" in refusal(pdf([NEWS])[:300])

    def test_latin_words_keep_their_gap(self) -> None:
        lines = [
            "Advanced Materials Limited signed a letter of intent with the",
            "zone on Monday and will build a plant of two hundred mu and more",
        ]
        assert "with the zone" in read_document("a", pdf([*lines, lines[1], lines[0]])).text


class TestMail:
    def mail(self, **headers: str) -> EmailMessage:
        message = EmailMessage()
        for name, value in {
            "From": "招商局 <a@example.cn>",
            "To": "b@example.cn",
            "Subject": "签约动态",
            **headers,
        }.items():
            message[name] = value
        return message

    def test_text_and_headers_are_read(self) -> None:
        message = self.mail(Date="Mon, 02 Mar 2026 08:00:00 +0800")
        message.set_content(NEWS + "以上。" * 10, charset="gb18030")
        message.add_alternative("<p>另一版</p>", subtype="html")
        message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="../../x.exe")
        document = read_document("a", message.as_bytes())
        assert document.text.startswith(NEWS)
        assert (document.kind, document.title, document.author) == (DocumentKind.TEXT, "签约动态", "招商局")
        assert (document.published, document.format) == (date(2026, 3, 2), "eml")

    def test_page_is_read_where_the_text_says_nothing(self) -> None:
        message = self.mail(Date="soon")
        message.set_content("请看网页")
        message.add_alternative(f"<p>{NEWS}</p>", subtype="html")
        document = read_document("a", message.as_bytes())
        assert (document.kind, document.published) == (DocumentKind.MARKUP, None)
        assert NEWS in document.text

    def test_saved_page_keeps_its_address(self) -> None:
        saved = (
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example.cn/1.html\r\n"
            "Subject: =?utf-8?B?562+57qm?=\r\n"
            'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body>"
            f"{NEWS}</body></html>\r\n--b--\r\n"
        )
        document = read_document("a.mht", saved.encode())
        assert (document.format, document.url, document.title) == (
            "mht",
            "https://news.example.cn/1.html",
            "签约",
        )
        assert document.kind is DocumentKind.MARKUP

    def test_nested_and_crowded_mails_are_refused_or_read(self) -> None:
        deep = b"From: a@b.cn\nTo: b\nSubject: x\n" + b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3_000)
        )
        assert refusal(deep)
        many = (
            b'From: a\nTo: b\nContent-Type: multipart/mixed; boundary="x"\n\n'
            + b"--x\n\nhello\n" * 600
            + b"--x--"
        )
        assert "too many parts" in refusal(many)

    def test_headers_full_of_encoded_words_cost_little(self) -> None:
        head = "From: a@b.cn\nTo: b\nSubject: " + "=?utf-8?B?562+57qm?= " * 40_000
        document = read_document("a", f"{head}\nDate: Mon, 99 Mar 2026 08:00:00\n\n{NEWS}".encode())
        assert document.text == NEWS
        assert document.title is not None
        assert len(document.title) < 1_000

    def test_undecodable_parts_are_said_to_hold_no_text(self) -> None:
        message = self.mail()
        message.set_content(" ")
        assert "no text" in refusal(message.as_bytes())


class TestRtf:
    def test_text_is_read_in_its_code_page_and_as_unicode(self) -> None:
        encoded = "".join(f"\\'{byte:02x}" for byte in "海州新区".encode("gbk"))
        source = (
            "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}{\\*\\generator Riched20;}"
            "{\\info{\\title t}}\\pard "
            + encoded + "\\u31614?\\u32422?\\par \\ldblquote A\\rdblquote\\tab 3\\~mu"
            "\\line\\{x\\}\\u-10174?\\u-8265?}"
        )  # fmt: skip
        assert read_document("a", source.encode()).text.split("\n") == ["海州新区签约", "“A” 3 mu", "{x}𠮷"]

    def test_pictures_are_left_out(self) -> None:
        source = "{\\rtf1{\\pict\\pngblip 89504e47}{\\header secret}text with enough words}"
        assert read_document("a", source.encode()).text == "text with enough words"


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "word_in_sentence"),
        [
            (b"\x89PNG\r\n\x1a\n" + bytes(50), "screenshots"),
            (b"\xff\xd8\xff\xe0" + bytes(50), "paste the text"),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture"),
            (b"RIFF\x00\x00\x00\x00WAVEfmt ", "sound"),
            (b"\x00\x00\x00\x18ftypheic" + bytes(9), "picture"),
            (b"\x00\x00\x00\x18ftypmp42" + bytes(9), "video"),
            (b"BM\x10\x00\x00\x00\x00\x00\x00\x00\x36", "picture"),
            (b"MZ\x90\x00\x03\x00\x00\x00", "program"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old Word or WPS"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"), ".msg"),
            (zipped([("xl/workbook.xml", "x")]), "workbook"),
            (zipped([("ppt/presentation.xml", "x")]), "presentation"),
            (zipped([("OFD.xml", "x")]), "OFD"),
            (zipped([("mimetype", "application/vnd.oasis.opendocument.text")]), "OpenDocument"),
            (zipped([("a.txt", "x")]), "archive"),
            (b"PK\x03\x04 broken", "damaged"),
            (b"bplist00 webarchive", "Safari"),
            (b"\x1f\x8b\x08\x00", "archive"),
        ],
    )
    def test_what_it_is_and_what_to_do_is_said(self, data: bytes, word_in_sentence: str) -> None:
        assert word_in_sentence in refusal(data, "新闻.html")


def test_document_passes_between_processes_as_plain_values() -> None:
    data = pdf([NEWS], [""])
    plain = json.loads(json.dumps(read_document_plain("a", data)))
    assert document_from_plain(plain) == read_document("a", data)
    message = b"From: a@b.cn\nTo: b\nDate: Mon, 02 Mar 2026 08:00:00 +0800\n\n" + NEWS.encode()
    assert document_from_plain(read_document_plain("a", message)) == read_document("a", message)


SEEDS = (
    word(paragraph(NEWS) * 3),
    pdf([NEWS, NEWS], [NEWS]),
    b"From: a@b.cn\nTo: b\nSubject: =?gbk?B?x6nUvA==?=\nContent-Type: multipart/mixed; boundary=x\n\n"
    b"--x\n\nhello\n--x--",
    b"{\\rtf1\\ansicpg936{\\fonttbl x}\\'ba\\'a3\\u31614?text}",
    NEWS.encode("gb18030"),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 5_000), st.binary(max_size=6)), max_size=6))
def test_no_file_raises_anything_but_our_errors(seed: bytes, edits: list[tuple[int, bytes]]) -> None:
    data = bytearray(seed)
    for place, piece in edits:
        at = place % len(data)
        data[at : at + len(piece)] = piece
    with suppress(CrmError):
        assert read_document("file", bytes(data)).text.strip()
