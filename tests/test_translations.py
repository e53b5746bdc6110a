"""The Chinese catalogue: complete, compiled, and fit to be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from installer import translate

# Names and codes that are written in Latin letters in Chinese too.
LATIN = {
    *("Excel", "HTML", "JSON", "OFD", "Office", "OpenDocument", "Outlook", "PDF", "PostgreSQL"),
    *("SQLite", "Safari", "WPS", "Word", "XML", "GB", "MB", "KB", "CNY", "USD"),
    *("http", "https", "docx", "xlsx", "eml", "msg", "csv", "txt", "html", "png"),
    *("Alt", "Ctrl", "Delete", "Enter", "Esc", "Shift", "Tab"),
    *(
        "Qt",
        "PySide",
        "LGPL",
        "SQLAlchemy",
        "alembic",
        "XlsxWriter",
        "trafilatura",
        "pypdf",
        "OpenCC",
        "Phosphor",
    ),
}
FOR_QT = re.compile(r"\(\*[.\w]*\)|\(&[^()]+\)")  # file endings, keys of buttons: Qt reads the brackets
KEY = re.compile(r"[A-Z]")
PLACE = re.compile(r"\{[^{}]*\}")
WORD = re.compile(r"[A-Za-z]+")
HAN = "一-鿿"
# Half-width marks beside Chinese; a full stop counts at the end only (4.2, .docx), a colon not in 12:30.
HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}”}}])(?:[,;:!?()]| \()|[,;:!?()](?=[{HAN}“])|(?<=[{HAN}])\.(?!\w)|\.\.\.|[\"'!！]"
)
POLITE = "您"

Fault = Callable[[str, str], Iterator[str]]


def texts() -> list[tuple[str, str]]:
    """English and Chinese of every entry; of plurals, each English form with the one Chinese form."""
    found = []
    for message in translate.catalogue():
        if not message.id:
            continue
        chinese = message.string if isinstance(message.string, str) else (message.string or [""])[0]
        ids = (message.id,) if isinstance(message.id, str) else message.id
        found += [(english, chinese) for english in ids]
    return found


def _key(text: Any) -> str:
    """What gettext finds a text by: of plurals the singular, which may stand alone elsewhere."""
    return text if isinstance(text, str) else str(text[0])


def _files(catalogue: Catalog) -> dict[str, list[str]]:
    return {_key(message.id): sorted({file for file, _line in message.locations}) for message in catalogue}


def places(text: str) -> set[tuple[str, str, str]]:
    """The places of a text, as name, format and conversion."""
    return {
        (name, form or "", conversion or "")
        for _before, name, form, conversion in Formatter().parse(text)
        if name is not None
    }


def other_places(english: str, chinese: str) -> Iterator[str]:
    """Places that the Chinese lacks or the English does not fill."""
    if places(english) != places(chinese):
        yield "other places"


def latin_left(_english: str, chinese: str) -> Iterator[str]:
    """English words left standing in the Chinese; a single capital is a key."""
    bare = PLACE.sub(" ", FOR_QT.sub(" ", chinese))
    yield from (word for word in WORD.findall(bare) if word not in LATIN and not KEY.fullmatch(word))


def wrong_marks(english: str, chinese: str) -> Iterator[str]:
    """Half-width punctuation in Chinese, quotes that do not pair, and what officers would not say."""
    bare = PLACE.sub("}", FOR_QT.sub("", chinese))
    # An exclamation mark that both have belongs to the quick line: what comes after it is the next step.
    yield from (mark for mark in HALF_WIDTH.findall(bare) if not (mark == "!" and "!" in english))
    if chinese.count("“") != chinese.count("”"):
        yield "quotes"
    if POLITE in chinese:
        yield POLITE


def ends_otherwise(english: str, chinese: str) -> Iterator[str]:
    """A sentence that lost its full stop, or a label that got one."""
    if english.endswith((".", "?")) != chinese.endswith(("。", "？")):
        yield "end"


CHECKS: list[Fault] = [other_places, latin_left, wrong_marks, ends_otherwise]


def test_every_text_of_the_sources_has_its_chinese_and_no_other() -> None:
    known = translate.catalogue()
    assert translate.missing(known) == []
    assert {_key(message.id) for message in known if message.id} == set(map(_key, translate.texts()))


def test_the_catalogue_lists_where_its_texts_stand() -> None:
    fresh = translate.up_to_date(translate.catalogue(), {})
    assert _files(fresh) == _files(translate.catalogue())


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    assert translate.MO.read_bytes() == translate.compiled(translate.catalogue())


@pytest.mark.parametrize("check", CHECKS)
def test_the_chinese_is_fit_to_be_shown(check: Fault) -> None:
    faults = [f"{chinese}: {fault}" for english, chinese in texts() for fault in check(english, chinese)]
    assert faults == []


@pytest.mark.parametrize(
    ("check", "english", "chinese"),
    [
        (other_places, "{count} projects", "{number} 个项目"),
        (other_places, "{size:.0f} MB", "{size} MB"),
        (latin_left, "Add project", "新建 project"),
        (wrong_marks, "Stopped, nothing saved.", "已停止,没有保存。"),
        (wrong_marks, "Unread: {reason}", "读不出来:{reason}"),
        (wrong_marks, "Stopped.", "已停止."),
        (wrong_marks, "Saved!", "保存了！"),
        (wrong_marks, "stopping…", "正在停止..."),
        (wrong_marks, "Clear (Esc)", "清除(Esc)"),
        (wrong_marks, "Filter (F)", "筛选 (F)"),
        (wrong_marks, "No “{name}”", "没有“{name}"),
        (wrong_marks, "Your role", "您的角色"),
        (ends_otherwise, "Nothing was saved.", "没有保存"),
    ],
)
def test_the_checks_see_faults(check: Fault, english: str, chinese: str) -> None:
    assert list(check(english, chinese))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Write 12.5 or 1,200.", "请写成 12.5 或 1,200。"),
        ("Save it as .docx.", "请另存为 .docx。"),
        ("Databases (*.db)", "数据库 (*.db)"),
        ("Open it (&{number})", "打开这个(&{number})"),
        ("@who said >date !what to do", "@联系人 谈了什么 >日期 !要做什么"),
        ("At 09:30 on {host}: {reason}", "09:30 在 {host}：{reason}"),
    ],
)
def test_the_checks_leave_figures_endings_and_keys_alone(english: str, chinese: str) -> None:
    assert [fault for check in CHECKS for fault in check(english, chinese)] == []
