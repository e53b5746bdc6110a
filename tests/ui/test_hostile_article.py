"""An article written to harm is shown as what it is: text that runs, fetches and reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QMimeData, Qt, QUrl
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from crm.app import Crm
from crm.domain.directory import Enterprise, Zone
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import TODAY, Offices, at_work, settings_in
from tests.ui.waiting import settle
from ui.dialogs.add_article import AddArticleDialog
from ui.dialogs.correct_article import CorrectArticleDialog
from ui.screens.articles import ArticlesScreen
from ui.session import Session

HARM = "<img src='file:///etc/passwd'><a href='smb://host/x'>点</a>"
TEXT = (
    "砺桥签约落户海晟\n来源：海晟日报  2026-05-15\n"
    f"本报讯 无锡砺桥传动科技有限公司{HARM}与海晟开发区签订协议，总投资10亿元。<script>alert(1)</script>\n"
    f"上一条：{HARM}"
)
TIP_ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.StatusTipRole)


def harmful(crm: Crm) -> None:
    crm.directory.save_enterprise(Enterprise(name=f"无锡砺桥传动科技有限公司{HARM}", short_name="砺桥"))
    crm.directory.save_zone(Zone(name=f"海晟开发区{HARM}"))
    key = crm.articles.add_text(TEXT, TODAY).article_id
    assert key is not None
    everywhere = dict.fromkeys(("source", "author", "publishing_zone", "url"), HARM)
    crm.articles.save(replace(crm.articles.get(key), title=f"{HARM}签约", **everywhere))


@pytest.fixture
def crm(offices: Offices, tmp_path: Path) -> Iterator[Crm]:
    with offices.copy(harmful, tmp_path) as made:
        yield made


@pytest.fixture
def session(crm: Crm, tmp_path: Path, prompts: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(tmp_path), prompts) as made:
        made.window.show_screen("articles")
        settle()
        yield made


def harms(tip: str) -> bool:
    """Whether Qt would draw a text as markup that names a file or a link."""
    return Qt.mightBeRichText(tip) and any(tag in tip.lower() for tag in ("<img", "<a ", "<script"))


def tips_of(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    columns = 1 if isinstance(model, QAbstractListModel) else min(model.columnCount(), 20)
    for row in range(min(model.rowCount(), 50)):
        for column in range(columns):
            for role in TIP_ROLES:
                yield str(model.index(row, column).data(role) or "")


def sinks(root: QWidget) -> list[str]:
    """Every widget below `root` that would take text for markup, or could load what it names."""
    found = [f"a message box: {box.text()}" for box in root.findChildren(QMessageBox) if not is_plain(box)]
    for label in root.findChildren(QLabel):
        if label.text() and label.textFormat() != Qt.TextFormat.PlainText:
            found.append(f"a label: {label.text()}")
        if label.openExternalLinks():
            found.append(f"a label opens links: {label.text()}")
    for edit in [*root.findChildren(QTextEdit), *root.findChildren(QPlainTextEdit)]:
        if (
            edit.loadResource(QTextDocument.ResourceType.ImageResource, QUrl("file:///etc/passwd"))
            is not None
        ):
            found.append(f"an edit loads: {edit.objectName()}")
    found += ["a browser follows links" for one in root.findChildren(QTextBrowser) if one.openLinks()]
    for widget in [root, *root.findChildren(QWidget)]:
        found += [f"a tip: {tip}" for tip in (widget.toolTip(), widget.whatsThis()) if harms(tip)]
    for action in root.findChildren(QAction):
        found += [f"a tip of an action: {action.toolTip()}"] if harms(action.toolTip()) else []
    for view in root.findChildren(QAbstractItemView):
        found += [f"a tip in a list: {tip}" for tip in tips_of(view) if harms(tip)]
    return found


def is_plain(box: QMessageBox) -> bool:
    return box.textFormat() == Qt.TextFormat.PlainText


def all_sinks() -> list[str]:
    return [found for widget in QApplication.topLevelWidgets() for found in sinks(widget)]


def test_a_sink_would_be_found(qtbot) -> None:
    label, holder = QLabel(HARM), QWidget()
    label.setParent(holder)
    holder.setToolTip(HARM)
    qtbot.addWidget(holder)
    assert len(sinks(holder)) == 2


def test_the_review_of_a_harmful_article_takes_nothing_for_markup(session: Session) -> None:
    screen = session.window.current_screen
    assert isinstance(screen, ArticlesScreen)
    assert screen.sheet is not None
    assert HARM in screen.sheet.article.title
    assert HARM in screen.pane.text.toPlainText()
    assert all_sinks() == []


@pytest.mark.parametrize("key", ["enterprises", "zones", "chains", "projects", "today"])
def test_other_screens_with_harmful_names_take_nothing_for_markup(session: Session, key: str) -> None:
    session.window.show_screen(key)
    settle()
    assert all_sinks() == []


def test_dialogs_and_notices_with_harmful_texts_take_nothing_for_markup(session: Session, crm: Crm) -> None:
    screen = session.window.current_screen
    assert isinstance(screen, ArticlesScreen)
    assert screen.sheet is not None
    correct = CorrectArticleDialog(session.window.desk, crm, screen.sheet.article, screen)
    correct.open()
    session.window.desk.show_toast(HARM, [(HARM, lambda: None)])
    settle()
    assert all_sinks() == []
    correct.reject()


def test_what_is_pasted_into_a_field_is_plain(session: Session) -> None:
    rich = QMimeData()
    rich.setHtml(f"<b>{HARM}</b>")
    rich.setText("签约")
    dialog = AddArticleDialog(session.window.desk, session.window)
    dialog.open()
    dialog.text.insertFromMimeData(rich)
    assert dialog.text.toPlainText() == "签约"
    only_html = QMimeData()
    only_html.setHtml(f"<b>{HARM}</b>")
    dialog.text.insertFromMimeData(only_html)
    assert "img" not in dialog.text.toPlainText()
    assert all_sinks() == []
    dialog.text.clear()
    dialog.reject()
