"""The right of the page: people, relatives, signals, and what may be the same enterprise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from crm.domain.alike import Twin
from crm.domain.directory import Enterprise
from crm.domain.timeline import EnterprisePage
from crm.i18n import _
from ui.shared.directory_labels import SIGNAL_ICONS, SIGNAL_NAMES, ownership_name
from ui.shared.icons import IconLabel
from ui.shared.labels import day
from ui.shared.link_rows import LinkRow
from ui.shared.page_parts import ActionRow, RowSection, ScrollColumn, WidgetSection
from ui.shared.plain_text import plain_tip
from ui.shared.record_rows import contact_row


class SideColumn(ScrollColumn):
    """Contacts, tasks, parent and subsidiaries, signals, possible duplicates."""

    opened = Signal(str, int)
    contact_opened = Signal(object)  # id
    contact_asked = Signal()
    twin_asked = Signal(int)  # id of the other enterprise

    def __init__(self, today: Callable[[], date], tasks: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setAcceptDrops(True)
        self.contacts = RowSection(_("Contacts"), _("New contact"), self.contact_asked.emit)
        self.contacts.rows.opened.connect(self.contact_opened)
        self.relatives = RowSection(_("Parent and subsidiaries"))
        self.relatives.rows.opened.connect(lambda key: self.opened.emit("enterprise", key))
        self.signals = RowSection(_("Signals"))
        self.signals.rows.opened.connect(lambda place: self.opened.emit("article", self._articles[place]))
        self.twins = WidgetSection(_("Possible duplicates"))
        self._articles: list[int] = []  # of the signals, in their order
        for section in (self.contacts, tasks, self.signals, self.relatives, self.twins):
            self.add(section)

    def show_page(self, page: EnterprisePage) -> None:
        """Shows what belongs to an enterprise."""
        today = self._today()
        people = [contact_row(row, today) for row in page.contacts]
        self.contacts.show_rows(people, _("Nobody yet. Whom do we talk to?"))
        self._show_signals(page, today)
        self._show_relatives(page)
        self.twins.setVisible(bool(page.twins))
        self.twins.show_rows([self._twin(twin) for twin in page.twins], "")

    def _show_signals(self, page: EnterprisePage, today: date) -> None:
        self._articles = [signal.article_id for signal in page.signals]
        rows = [
            LinkRow(
                key=place,
                lead=_(SIGNAL_NAMES[signal.kind]),
                text=signal.quote,
                detail="  ".join(filter(None, [day(signal.told_on, today), signal.outlet])),
                icon=SIGNAL_ICONS[signal.kind],
                tip=signal.quote,
            )
            for place, signal in enumerate(page.signals)
        ]
        self.signals.show_rows(rows, _("None. They come from confirmed articles."))

    def _show_relatives(self, page: EnterprisePage) -> None:
        above = page.parent
        parents = [_relative(above, _("parent"))] if above is not None else []
        rows = [
            *parents,
            *(_relative(firm, ownership_name(firm.ownership) or _("subsidiary"))
              for firm in page.subsidiaries),
        ]  # fmt: skip
        self.relatives.setVisible(bool(rows))
        self.relatives.show_rows(rows)

    def _twin(self, twin: Twin) -> QWidget:
        line = ActionRow(height=44)
        line.row.addWidget(IconLabel("merge", 16, "amb"))
        line.add_words(twin.name, twin.reason, "t3")
        compare = QPushButton(_("Compare"))
        compare.setToolTip(plain_tip(_("Compare with {name}").format(name=twin.name)))
        compare.setAccessibleName(_("Compare with {name}").format(name=twin.name))
        compare.clicked.connect(lambda: self.twin_asked.emit(twin.ref.id))
        line.row.addWidget(compare)
        return line


def _relative(firm: Enterprise, what: str) -> LinkRow:
    return LinkRow(key=firm.key, text=firm.name, right=what, icon="enterprise")
