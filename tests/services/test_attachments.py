"""Files kept with records."""

from __future__ import annotations

import stat
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from crm.app import Crm
from crm.data.schema import blobs
from crm.domain.errors import NotFound, Refused, Unreadable
from crm.domain.files import LONGEST, NewFile, clean_file_name, may_be_opened
from crm.domain.follow_ups import FollowUp
from crm.domain.previews import Preview, PreviewKind
from crm.domain.records import Ref
from tests.crm import TODAY, SampleOffice, about, add_project
from tests.documents import pdf


def test_a_file_is_kept_opened_as_a_copy_and_saved(crm: Crm, office: SampleOffice, tmp_path: Path) -> None:
    project = add_project(crm, "一期")
    source = tmp_path / "会谈纪要 5-12.docx"
    source.write_bytes(b"minutes")
    kept = crm.attachments.add_file(about(project), source)
    assert (kept.name, kept.size) == ("会谈纪要 5-12.docx", 7)
    assert kept.media_type.endswith("wordprocessingml.document")
    copy = crm.attachments.copy_to_open(kept.key)
    assert (copy.name, copy.read_bytes()) == (kept.name, b"minutes")
    assert not copy.stat().st_mode & stat.S_IWUSR
    assert crm.attachments.copy_to_open(kept.key).parent != copy.parent
    assert crm.attachments.save_to(kept.key, tmp_path / "neu.docx").read_bytes() == b"minutes"
    assert [entry.kind for entry in crm.projects.page(project.key, kept.created_at.date()).timeline].count(  # type: ignore[union-attr]
        "attachment"
    ) == 1


def test_the_same_file_is_kept_once_and_undo_brings_a_removed_one_back(
    crm: Crm, office: SampleOffice
) -> None:
    ref = about(add_project(crm, "一期"))
    first = crm.attachments.add(ref, "图.pdf", b"x")
    assert crm.attachments.add(ref, "图.pdf", b"x").id == first.id
    assert crm.attachments.add(ref, "图二.pdf", b"x").id != first.id
    crm.attachments.remove(first.key)
    assert [entry.name for entry in crm.attachments.of_record(ref)] == ["图二.pdf"]
    crm.history.undo()
    assert len(crm.attachments.of_record(ref)) == 2


def test_what_cannot_be_kept_is_told(
    crm: Crm, office: SampleOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = about(add_project(crm, "一期"))
    with pytest.raises(Unreadable, match="empty"):
        crm.attachments.add(ref, "leer.txt", b"")
    with pytest.raises(Unreadable, match="cannot be read"):
        crm.attachments.add_file(ref, tmp_path / "没有.pdf")
    with pytest.raises(NotFound):
        crm.attachments.add(Ref(kind="project", id=999), "图.pdf", b"x")
    large = tmp_path / "large.pdf"
    large.write_bytes(b"x" * 11)
    monkeypatch.setattr("crm.services.steps.files.MOST_BYTES", 10)
    with pytest.raises(Unreadable, match="most that is kept"):
        crm.attachments.add_file(ref, large)
    assert crm.attachments.of_record(ref) == []


def test_what_a_desktop_might_run_is_not_opened(crm: Crm, office: SampleOffice, tmp_path: Path) -> None:
    ref = about(add_project(crm, "一期"))
    kept = crm.attachments.add(ref, "报价.pdf.exe", b"MZ")
    with pytest.raises(Refused):
        crm.attachments.copy_to_open(kept.key)
    with pytest.raises(Unreadable):
        crm.attachments.save_to(kept.key, tmp_path / "no" / "folder.exe")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("会谈纪要.docx", "会谈纪要.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\图.pdf", "图.pdf"),
        ("a<b>:c?.txt", "a_b__c_.txt"),
        ("con.txt", "_con.txt"),
        ("  . ", "file"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\nb\x00.pdf", "a b.pdf"),
    ],
)
def test_names_of_files_are_cleaned(given: str, kept: str) -> None:
    assert clean_file_name(given) == kept


def test_long_names_keep_their_ending() -> None:
    name = clean_file_name("长" * 300 + ".pdf")
    assert len(name) == LONGEST
    assert name.endswith(".pdf")


def test_only_documents_and_pictures_are_opened() -> None:
    assert may_be_opened("A.PDF")
    assert not any(map(may_be_opened, ("a.exe", "a.pdf.lnk", "a.html", "a.svg", "a", "a.desktop", "a.docm")))


def test_files_of_a_follow_up_belong_to_all_it_is_about_and_go_with_it(
    crm: Crm, office: SampleOffice
) -> None:
    project = add_project(crm, "一期", enterprise_id=office.firm.id)
    refs = [about(project), Ref(kind="enterprise", id=office.firm.key)]
    files = [NewFile(content=b"one"), NewFile(content=b"two"), NewFile(name="纪要.docx", content=b"three")]
    saved = crm.follow_ups.log(FollowUp(happened_on=TODAY, text="看地"), refs, files)
    names = ["2026-05-18_曜衡储能_1.png", "2026-05-18_曜衡储能_2.png", "纪要.docx"]
    for ref in refs:
        assert [kept.name for kept in crm.attachments.of_record(ref)] == names
    assert [kept.name for kept in crm.projects.page(project.key, TODAY).attachments] == names
    crm.follow_ups.delete(saved.key)
    assert crm.attachments.of_record(about(project)) == []
    crm.history.undo()
    assert len(crm.attachments.of_record(about(project))) == 3


def test_a_follow_up_with_a_file_that_cannot_be_kept_is_not_logged(crm: Crm, office: SampleOffice) -> None:
    ref = about(add_project(crm, "一期"))
    with pytest.raises(Unreadable):
        crm.follow_ups.log(FollowUp(happened_on=TODAY, text="看地"), [ref], [NewFile(content=b"")])
    assert crm.follow_ups.of_record(ref) == []


def test_pasted_pictures_are_numbered_on(crm: Crm, office: SampleOffice) -> None:
    ref = about(add_project(crm, "一期", enterprise_id=office.firm.id))
    names = [crm.attachments.add_picture(ref, bytes([number]), TODAY).name for number in (1, 2)]
    assert names == ["2026-05-18_曜衡储能_1.png", "2026-05-18_曜衡储能_2.png"]


def shown(crm: Crm, office: SampleOffice, name: str, content: bytes, page: int = 0) -> Preview:
    kept = crm.attachments.add(Ref(kind="enterprise", id=office.firm.key), name, content)
    return crm.attachments.preview(kept.key, page)


def test_pages_of_a_pdf_are_shown_as_pictures(crm: Crm, office: SampleOffice) -> None:
    found = shown(crm, office, "红线图.pdf", pdf(["one"], ["two"]), page=1)
    assert (found.kind, found.page, found.page_count) == (PreviewKind.PAGE, 1, 2)
    assert len(found.content) == found.width * found.height * 3
    assert len(set(found.content)) > 1  # ink and paper


def test_text_web_pages_and_workbooks_are_shown_as_what_they_say(crm: Crm, office: SampleOffice) -> None:
    assert shown(crm, office, "纪要.txt", "谈用地".encode("gbk")).text == "谈用地"
    page = "<html><title>x</title><body><script>bad()</script><p>签约<b>仪式</b></p></body></html>"
    assert shown(crm, office, "新闻.html", page.encode()).text == "签约仪式"
    book, target = Workbook(), BytesIO()
    book.active.append(["企业", "=1+1", 12.5])
    book.save(target)
    [sheet] = shown(crm, office, "表.xlsx", target.getvalue()).tables
    assert sheet.rows[0][0] == "企业"
    assert sheet.rows[0][2] == "12.5"


def test_what_cannot_be_shown_is_told_by_what_it_really_is(crm: Crm, office: SampleOffice) -> None:
    with pytest.raises(Unreadable, match="program"):
        shown(crm, office, "报价.pdf", b"MZ" + b"\x00" * 100)
    with pytest.raises(Unreadable, match="PDF"):
        shown(crm, office, "坏.pdf", b"%PDF-1.7 nothing")


def test_missing_and_unnamed_files_are_found(crm: Crm, office: SampleOffice) -> None:
    ref = Ref(kind="enterprise", id=office.firm.key)
    kept, gone = crm.attachments.add(ref, "一.txt", b"one"), crm.attachments.add(ref, "二.txt", b"two")
    crm.attachments.remove(gone.key)
    found = crm.attachments.scan()
    assert (found.missing, found.orphans, found.count, found.size) == ((), (gone.sha256,), 2, 6)
    with crm.store.database.writing() as connection:
        connection.execute(sa.delete(blobs).where(blobs.c.sha256 == kept.sha256))
        connection.commit()
    assert crm.attachments.scan().missing == ("一.txt",)
    assert "The file 一.txt is missing." in crm.office.check()
