"""A list page of a web site, taught by choosing one of its headlines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from crm.app import Crm
from crm.domain.codec import to_plain
from crm.domain.errors import CrmError, ValidationError
from crm.domain.sources import Learned, ListPage, PageLink, Source, SourceKind
from crm.i18n import _, _n
from ui.dialogs.frame import TaskDialog
from ui.shared.choice_list import Choice, ChoiceList
from ui.shared.fields import FieldKind, FormField
from ui.shared.form import Form
from ui.shared.plain_text import PlainLabel, line_field
from ui.shared.screen import Desk
from ui.shared.source_words import intervals

LIST_HEIGHT = 280
SHOWN_TITLES = 4


class ListPageDialog(TaskDialog):
    """Address, the page's links as a plain list, and what the chosen headline stands for."""

    def __init__(
        self, desk: Desk, crm: Crm, source: Source | None = None, parent: QWidget | None = None
    ) -> None:
        self._source = source or Source(kind=SourceKind.LIST_PAGE)
        title = _("Change the list page") if self._source.id else _("New list page")
        super().__init__(desk, title, _("Save"), parent, width=640)
        self._crm = crm
        self._page: ListPage | None = None
        self._recipe = self._source.recipe
        self.body.addLayout(self._make_address())
        told = _("Choose one headline. The others like it are found by where they stand.")
        self.hint = PlainLabel(told, tone="t2", wrap=True)
        self.links = ChoiceList()
        self.links.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.links.setMouseTracking(False)
        self.links.setAccessibleName(_("Links of the page"))
        self.links.setFixedHeight(LIST_HEIGHT)
        self.links.chosen.connect(self._learn)
        self.links.activated.connect(lambda index: self.links.choose(index.row()))
        self.preview = PlainLabel(tone="t2", wrap=True)
        self.form = self._make_form()
        for widget in (self.hint, self.links, self.preview, self.form):
            self.body.addWidget(widget)
        self.hint.hide()
        self.links.hide()
        self.preview.setVisible(bool(self._recipe))
        self.preview.setText(_("The headlines of this page are known. Open it to choose anew."))
        self.address.setFocus()

    @property
    def recipe(self) -> str:
        """What was learned, as it is kept."""
        return self._recipe

    def open_page(self) -> None:
        """Fetches the page and lists its links."""
        address, today = self.address.text().strip(), self.desk.today()
        if not address:
            return
        self.open_button.setEnabled(False)
        self._say(_("Fetching the page…"), "t2")
        self.desk.tasks.read(
            self,
            lambda: self._crm.sources.page(address, today),
            self._show_page,
            key="page",
            failed=self._show_fault,
        )

    def act(self) -> None:
        """Saves the source."""
        values = self.form.read()
        if values is None:
            self.settle()
            return
        address = self.address.text().strip()
        if self._page is None and address != self._source.place:
            self._say(_("Open the page and choose one headline first."), "red")
            return
        place = self._page.url if self._page is not None else address
        name = str(values["name"]).strip() or place
        made = replace(self._source, **{**values, "name": name, "place": place, "recipe": self._recipe})
        self.save(lambda: self._crm.sources.save(made))

    def take_error(self, error: CrmError) -> bool:
        """Shows faults at their fields, others under the list."""
        if not isinstance(error, ValidationError):
            return False
        others = [fault.message for fault in error.faults if fault.field in ("place", "recipe")]
        if others:
            self._say("\n".join(others), "red")
        return self.form.take_error(error) or bool(others)

    def _make_form(self) -> Form:
        choices = intervals(self._source)
        fields = [
            FormField(
                key="name", label=_("Name of the source"), help=_("Articles from here are marked with it.")
            ),
            FormField(key="interval_min", label=_("Look"), kind=FieldKind.CHOICE, choices=choices),
        ]
        form = Form(fields, self.desk.tasks, columns=2, labels_above=True)
        form.show_record(self._source)
        return form

    def _make_address(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.address: QLineEdit = line_field(
            self._source.place, hint="https://", name=_("Address of the list page")
        )
        self.address.returnPressed.connect(self.open_page)
        self.open_button = QPushButton(_("Open the page"))
        self.open_button.setAutoDefault(False)
        self.open_button.clicked.connect(lambda: self.open_page())
        row.addWidget(self.address, 1)
        row.addWidget(self.open_button)
        return row

    def _show_page(self, page: ListPage) -> None:
        self._page = page
        self._recipe = "" if page.url != self._source.place else self._recipe
        self.open_button.setEnabled(True)
        self.links.show_choices(_choices(page.links), select_first=False)
        for widget in (self.hint, self.links):
            widget.show()
        if self.form.is_blank("name"):
            self.form.fill(name=page.title)
        self._say(_n("{count} link on this page", "{count} links on this page", len(page.links)), "t3")
        self.links.setFocus()

    def _learn(self, choice: Choice) -> None:
        page, place, today = self._page, int(choice.key), self.desk.today()
        if page is None:
            return
        self.desk.tasks.read(
            self,
            lambda: self._crm.sources.learn(page, place, today),
            self._show_learned,
            key="learn",
            failed=self._show_fault,
        )

    def _show_learned(self, learned: Learned) -> None:
        self._recipe = json.dumps(to_plain(learned.recipe), ensure_ascii=False)
        count = len(learned.headlines)
        head = _n("{count} headline would be taken now:", "{count} headlines would be taken now:", count)
        shown = [_told(link) for link in learned.headlines[:SHOWN_TITLES]]
        if count > SHOWN_TITLES:
            shown.append("…")
        self._say("\n".join([head, *shown]), "t1")

    def _show_fault(self, error: CrmError) -> None:
        self.open_button.setEnabled(True)
        self._say(str(error), "red")

    def _say(self, text: str, tone: str) -> None:
        self.preview.set_tone(tone)
        self.preview.setText(text)
        self.preview.show()
        self.settle()


def _choices(links: Sequence[PageLink]) -> list[Choice]:
    """The links by where they stand, the largest groups first: headlines outnumber menus."""
    groups: dict[str, list[PageLink]] = {}
    for link in links:
        groups.setdefault(link.group, []).append(link)
    ordered = sorted(groups.items(), key=lambda entry: -sum(len(link.text) for link in entry[1]))
    return [
        Choice(key=link.place, name=link.text, detail=_beside(link), section=_heading(number, inside))
        for number, (_group, inside) in enumerate(ordered, start=1)
        for link in inside
    ]


def _heading(number: int, inside: Sequence[PageLink]) -> str:
    count = _n("{count} address", "{count} addresses", len(inside))
    return _("Group {number} · {count}").format(number=number, count=count)


def _beside(link: PageLink) -> str:
    return f"{link.day}  {link.address}" if link.day else link.address


def _told(link: PageLink) -> str:
    return f"· {link.text}  {link.day}" if link.day else f"· {link.text}"
