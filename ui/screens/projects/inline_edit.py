"""Writing what was typed into a cell of the table, with the questions that may come of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm.app import Crm
from crm.domain.errors import Conflict, CrmError, Doubtful
from crm.domain.rows import ProjectRow
from crm.i18n import _
from ui.shared.doubts import is_meant
from ui.shared.labels import field_name, in_yi, plain_number
from ui.shared.record_model import RecordModel
from ui.shared.screen import Desk


class InlineEdit(QObject):
    """Saves one cell at a time; the row is shown anew where nothing was saved."""

    def __init__(self, parent: QWidget, *, desk: Desk, crm: Crm, model: RecordModel) -> None:
        super().__init__(parent)
        self._owner, self._desk, self._crm, self._model = parent, desk, crm, model

    def write(self, row: ProjectRow, column: str, value: Any) -> None:
        """Keeps `value` in the field that the column shows."""
        self._write(row.id, row.version, "name" if column == "enterprise" else column, value)

    def _write(self, project_id: int, version: int, key: str, value: Any, *, is_sure: bool = False) -> None:
        def failed(error: CrmError) -> None:
            if isinstance(error, Doubtful) and is_meant(self._desk, self._owner, error):
                self._write(project_id, version, key, value, is_sure=True)
            elif isinstance(error, Conflict) and self._keeps_mine(error):
                now = getattr(error.theirs, "version", version)
                self._write(project_id, now, key, value, is_sure=is_sure)
            else:
                if not isinstance(error, Doubtful | Conflict):
                    self._desk.show_toast(str(error), is_error=True)
                self._model.refresh()

        def done(_saved: Any) -> None:
            told = _as_text(value, self._desk.today())
            sentence = _("{field} → {value}").format(field=field_name(key), value=told)
            self._desk.show_toast(sentence, [(_("Undo"), self._desk.undo)])

        self._desk.tasks.write(
            self._owner,
            lambda: self._crm.projects.change(project_id, version, is_sure=is_sure, **{key: value}),
            done,
            failed=failed,
        )

    def _keeps_mine(self, error: Conflict) -> bool:
        return self._desk.prompts.choose(self._owner, str(error), [_("Keep mine"), _("Take theirs")]) == 0


def _as_text(value: Any, today: date) -> str:
    if value is None or value == "":
        return _("not filled in")
    if isinstance(value, date):
        return f"{value.month}-{value.day:02d}" if value.year == today.year else value.isoformat()
    if hasattr(value, "in_units"):
        return f"{in_yi(value)} 亿元" if value.currency == "CNY" else in_yi(value)
    return value if isinstance(value, str) else plain_number(value)
