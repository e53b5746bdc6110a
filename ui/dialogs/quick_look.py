"""A look at an attachment without opening it in another program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.domain.files import may_be_opened
from crm.domain.follow_ups import Attachment
from crm.domain.previews import Preview, PreviewKind
from crm.i18n import _
from ui.shared.plain_text import ElidedLabel, PlainEdit, PlainLabel
from ui.shared.screen import Desk
from ui.shared.widgets.sections import EmptyState, rule

SIZE = QSize(860, 720)
EDGE = 48
MOST_PIXELS = 100_000_000  # of a picture; more is no photograph


class QuickLookDialog(QDialog):
    """Shows pictures, pages, text and tables; Space or Esc closes, the arrows turn pages."""

    def __init__(self, desk: Desk, crm: Crm, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm, self._attachment = desk, crm, attachment
        self.preview: Preview | None = None
        self.setWindowTitle(attachment.name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("ground", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Space closes rather than presses a button
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        column.addWidget(rule())
        self._holder = QWidget()
        self._stack = QStackedLayout(self._holder)
        self._stack.addWidget(PlainLabel(_("Reading …"), tone="t3"))
        column.addWidget(self._holder, 1)
        room = parent.window().size() if parent is not None else SIZE
        self.resize(SIZE.boundedTo(QSize(room.width() - EDGE, room.height() - EDGE)))
        self._ask(0)
        self.setFocus()

    def turn(self, pages: int) -> None:
        """Shows another page of a PDF."""
        if self.preview is not None and self.preview.kind is PreviewKind.PAGE:
            wanted = self.preview.page + pages
            if 0 <= wanted < self.preview.page_count:
                self._ask(wanted)

    def _make_head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(ElidedLabel(self._attachment.name, bold=True, mode=Qt.TextElideMode.ElideMiddle), 1)
        self.page = PlainLabel(pixels=12, tone="t2")
        self.before = self._button("‹", _("Previous page"), lambda: self.turn(-1))
        self.after = self._button("›", _("Next page"), lambda: self.turn(1))
        for widget in (self.page, self.before, self.after):
            widget.hide()
            row.addWidget(widget)
        opener = self._button(_("Open a copy"), _("Open a copy"), self._open)
        opener.setEnabled(may_be_opened(self._attachment.name))
        row.addWidget(opener)
        self.close_button = self._button(_("Close"), _("Close"), self.reject)
        row.addWidget(self.close_button)
        return head

    def _button(self, text: str, name: str, run: object) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setAutoDefault(False)
        button.clicked.connect(run)
        return button

    def _ask(self, page: int) -> None:
        key = self._attachment.key
        self.desk.tasks.read(
            self, lambda: self._read(key, page), self._show, key="preview", failed=self._refuse
        )

    def _read(self, key: int, page: int) -> tuple[Preview, QImage | None]:
        preview = self._crm.attachments.preview(key, page)
        return preview, _image(preview)

    def _show(self, found: tuple[Preview, QImage | None]) -> None:
        preview, image = found
        self.preview = preview
        has_pages = preview.kind is PreviewKind.PAGE
        for widget in (self.page, self.before, self.after):
            widget.setVisible(has_pages)
        told = _("page {page} of {count}").format(page=preview.page + 1, count=preview.page_count)
        self.page.setText(told)
        self.before.setEnabled(preview.page > 0)
        self.after.setEnabled(preview.page + 1 < preview.page_count)
        match preview.kind:
            case PreviewKind.TEXT:
                self._put(self._text(preview))
            case PreviewKind.TABLES:
                self._put(self._tables(preview))
            case _ if image is None or image.isNull():
                self._put(EmptyState(_("This picture cannot be shown."), "", [], symbol="file"))
            case _:
                self._put(self._picture(image))

    def _refuse(self, error: CrmError) -> None:
        self._put(EmptyState(_("There is nothing to show of this file."), str(error), [], symbol="file"))

    def _put(self, widget: QWidget) -> None:
        old = self._stack.currentWidget()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()

    def _text(self, preview: Preview) -> QWidget:
        edit = PlainEdit()
        edit.setReadOnly(True)
        edit.setAccessibleName(self._attachment.name)
        more = "\n\n" + _("… the rest is not shown here.") if preview.is_cut else ""
        edit.setPlainText(preview.text + more)
        return edit

    def _tables(self, preview: Preview) -> QWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        for sheet in preview.tables:
            width = max((len(row) for row in sheet.rows), default=0)
            table = QTableWidget(len(sheet.rows), width)
            table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            table.setAccessibleName(sheet.name)
            for row, cells in enumerate(sheet.rows):
                for place, cell in enumerate(cells):
                    table.setItem(row, place, QTableWidgetItem(cell))
            tabs.addTab(table, sheet.name.replace("&", "&&"))
        return tabs

    def _picture(self, image: QImage) -> QWidget:
        label = QLabel()
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        label.setAccessibleName(self._attachment.name)
        ratio = self.devicePixelRatioF()
        width = min(image.width(), int((self.width() - 40) * ratio))
        pixmap = QPixmap.fromImage(image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
        pixmap.setDevicePixelRatio(ratio)
        label.setPixmap(pixmap)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(label)
        area.setAccessibleName(self._attachment.name)
        return area

    def _open(self) -> None:
        key = self._attachment.key
        self.desk.tasks.read(self, lambda: self._crm.attachments.copy_to_open(key), self._show_copy)

    def _show_copy(self, copy: Path) -> None:
        if not self.desk.prompts.open_externally(copy):
            self.desk.show_toast(_("No program of this computer opens {name}.").format(name=copy.name))

    # Qt's names from here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.accept()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_PageUp):
            self.turn(-1)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_PageDown):
            self.turn(1)
        else:
            super().keyPressEvent(event)


def _image(preview: Preview) -> QImage | None:
    """The pixels of a page or picture, made on a lane; None if there are none or far too many."""
    if preview.kind is PreviewKind.PAGE:
        line = preview.width * 3
        made = QImage(preview.content, preview.width, preview.height, line, QImage.Format.Format_RGB888)
        return made.copy()  # which has its own bytes
    if preview.kind is not PreviewKind.PICTURE:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(preview.content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        return None
    return reader.read()
