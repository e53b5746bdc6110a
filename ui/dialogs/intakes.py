"""What became of files that were taken in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm.domain.review import Intake
from crm.i18n import _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.icons import paint_icon
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.screen import Desk
from ui.shared.theme import font, metrics, theme

ROW = 44
INTAKE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ORDER = ("failed", "waiting", "dropped", "duplicate", "source", "reprint", "added")
_MARKS = {
    "failed": ("error", "red"),
    "waiting": ("on_hold", "amb"),
    "dropped": ("delete", "t3"),
    "duplicate": ("copy", "t3"),
    "source": ("link", "t3"),
    "reprint": ("copy", "t3"),
    "added": ("tick", "grn"),
}
Index = QModelIndex | QPersistentModelIndex


class IntakesDialog(TaskDialog):
    """Lists file by file, failures first; a double click opens the article."""

    article_chosen = Signal(int)
    going_on = Signal(list)  # paths of the files that wait

    def __init__(self, desk: Desk, intakes: Sequence[Intake], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Articles added"), _("Copy the list"), parent, width=640)
        self.intakes = sorted(intakes, key=lambda intake: _ORDER.index(intake.outcome))
        self.body.addWidget(PlainLabel(self._counts(), tone="t2"))
        self.list = QListView()
        self.list.setModel(_IntakeModel(self.intakes, self.list))
        self.list.setItemDelegate(_IntakeDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(min(440, ROW * len(self.intakes) + 4))
        self.list.setAccessibleName(_("Files"))
        self.list.activated.connect(self._open)
        self.body.addWidget(self.list)
        self.foot_note.setText("")
        waiting = [intake.path for intake in self.intakes if intake.outcome == "waiting"]
        if waiting:
            self.body.addLayout(self._make_going_on(waiting))
        self.cancel.setText(_("Close"))

    def act(self) -> None:
        """Copies the list as text."""
        self.desk.prompts.copy("\n".join("\t".join(_told(intake)) for intake in self.intakes))

    def _make_going_on(self, waiting: list[str]) -> QHBoxLayout:
        """The job was stopped: the other files can be taken in now, still as one undo step."""
        told = _n("Go on with {count} file", "Go on with {count} files", len(waiting))
        self.go_on = QPushButton(told)
        self.go_on.setAutoDefault(False)
        self.go_on.clicked.connect(lambda: self.going_on.emit(waiting))
        self.go_on.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.go_on)
        row.addStretch(1)
        return row

    def _counts(self) -> str:
        counts = {key: sum(intake.outcome == key for intake in self.intakes) for key in _ORDER}
        words = {
            "added": _n("{count} added", "{count} added", counts["added"]),
            "reprint": _n("{count} reprint", "{count} reprints", counts["reprint"]),
            "source": _n("{count} further source", "{count} further sources", counts["source"]),
            "duplicate": _n("{count} here already", "{count} here already", counts["duplicate"]),
            "failed": _n("{count} failed", "{count} failed", counts["failed"]),
            "waiting": _n("{count} not yet taken in", "{count} not yet taken in", counts["waiting"]),
            "dropped": _n("{count} dropped by rules", "{count} dropped by rules", counts["dropped"]),
        }
        return _(", ").join(text for key, text in words.items() if counts[key])

    def _open(self, index: Index) -> None:
        article_id = self.intakes[index.row()].article_id
        if article_id is not None:
            self.article_chosen.emit(article_id)
            self.accept()


class _IntakeModel(QAbstractListModel):
    def __init__(self, intakes: Sequence[Intake], parent: QWidget) -> None:
        super().__init__(parent)
        self._intakes = intakes

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._intakes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        intake = self._intakes[index.row()]
        if role == INTAKE_ROLE:
            return intake
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(_told(intake))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(_told(intake)))
        return None


class _IntakeDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect  # type: ignore[attr-defined]
        intake: Intake = index.data(INTAKE_ROLE)
        here = theme()
        painter.save()
        symbol, tone = _MARKS[intake.outcome]
        paint_icon(painter, QRect(box.left() + 4, box.top() + 14, 16, 16), symbol, tone)
        line = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        name, said = box.adjusted(28, 3, -8, -22), box.adjusted(28, 22, -8, -3)
        for place, text, colour, pixels in (
            (name, intake.title or intake.name, "t1", 13),
            (said, "  ".join(_told(intake)[1:]) if not intake.title else _said(intake), "t3", 12),
        ):
            painter.setFont(font(pixels))
            painter.setPen(here.colour("red" if intake.outcome == "failed" and colour == "t3" else colour))
            elided = metrics(pixels).elidedText(
                " ".join(text.split()), Qt.TextElideMode.ElideRight, place.width()
            )
            painter.drawText(place, int(line), elided)
        painter.setPen(QPen(here.colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()


def _said(intake: Intake) -> str:
    outcome = _outcome(intake)
    return f"{intake.name}  {intake.reason or outcome}"


def _outcome(intake: Intake) -> str:
    return {
        "added": _("Added"),
        "source": _("Further source of an article that is here"),
        "reprint": _("Reprint of an article that is here"),
        "duplicate": _("Here already"),
        "failed": _("Failed"),
        "waiting": _("Not yet taken in"),
        "dropped": _("Dropped by a rule"),
    }[intake.outcome]


def _told(intake: Intake) -> list[str]:
    return [part for part in (intake.name, _outcome(intake), intake.title, intake.reason) if part]
