"""The place of the industry chains on the rail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.directory import Industry
from crm.domain.errors import Conflict, CrmError, NotFound
from crm.domain.records import Ref
from crm.i18n import N_, _
from ui.dialogs.edit_industry import EditIndustryDialog, new_node
from ui.screens.chains.bars import ChainBar, MapFoot
from ui.screens.chains.content import GAPS, Chains, Most, NodeContent, chain_of, read_chains, read_node
from ui.screens.chains.inspector import Inspector
from ui.screens.chains.map import ChainMap
from ui.shared.actions import ActionSpec
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.theme import metrics
from ui.shared.tokens import RAIL_WIDTH
from ui.shared.widgets.sections import EmptyState, rule
from ui.shared.widgets.segments import Segment

SECTION = N_("Chains")
KINDS = ("industry", "enterprise_industry", "enterprise", "project", "mention", "article")
NARROW = 1200  # of the window; below it the inspector comes when it is asked for
HEAD_ROOM = 540  # of the header: title, search field and 新建
HEAD_ROOM_NARROW = 440
MORE = "more"


class ChainsScreen(Screen):
    """A map of one chain, and beside it what stands in the chosen node."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self.desk, self._crm = desk, crm
        self.found: Chains | None = None
        self.content: NodeContent | None = None
        self._chain: int | None = None
        self._read_key: int | None = None
        self._most = Most()
        self._shown_keys: tuple[str, ...] = ()
        self._register()
        self._build()
        self._connect()
        self.refresh()
        desk.live.watch(self, KINDS, lambda _changes: self.refresh())

    # What the window asks

    def views(self) -> Sequence[Segment]:
        """The chains that there is room for; the others are behind the last segment."""
        if self.found is None or not self.found.names:
            return ()
        names, room = list(self.found.names), self._room()
        fitting = [entry for entry in names if (room := room - _segment_width(entry[1])) >= 0]
        shown = next((entry for entry in names if entry[0] == self._chain), None)
        if shown is not None and shown not in fitting:
            fitting = [*fitting[:-1], shown]
        segments = [Segment(key=str(key), text=name) for key, name in fitting]
        return segments if len(fitting) == len(names) else [*segments, Segment(key=MORE, text="…")]

    def current_view(self) -> str:
        """The chain shown."""
        return str(self._chain or "")

    def show_view(self, key: str) -> None:
        """Shows a chain, or offers those that the header has no room for."""
        if key == MORE:
            self.title_changed.emit("")  # the segment of the chain stays chosen
            self._ask_chain()
        else:
            self.show_chain(int(key))

    def take_keyboard(self) -> None:
        """Gives the keyboard to the map, or to what can be done where there is none."""
        if self.found is not None and self.found.shown is None:
            super().take_keyboard()
        else:
            self.map.setFocus()

    def create_new(self) -> None:
        """Asks for a new node of the chain shown, or for the first chain."""
        if self._chain is None:
            self._new_chain()
        else:
            self._new_node()

    def can_create(self) -> bool:
        """Nodes can always be added."""
        return True

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a chain or a node of one."""
        if kind != "industry":
            return False

        def show(chain_id: int | None) -> None:
            if chain_id is not None:
                self.show_chain(chain_id, record_id if record_id != chain_id else None)

        self.desk.tasks.read(
            self, lambda: chain_of(self._crm.directory.industry_rows(), record_id), show, key="record"
        )
        return True

    # Showing

    def show_chain(self, chain_id: int, node_id: int | None = None) -> None:
        """Shows a chain, and one of its nodes."""
        self._chain = chain_id
        self.map.current = node_id
        self.refresh()
        self.map.setFocus()

    def refresh(self) -> None:
        """Reads the chains again; what is being edited stays open."""
        wanted, today = self._chain, self.desk.today()
        self.desk.tasks.read(self, lambda: read_chains(self._crm, wanted, today), self._show, key="chains")

    def _show(self, found: Chains) -> None:
        self.found = found
        chain = found.shown
        self._stack.setCurrentIndex(0 if chain is not None else 1)
        self._chain = chain.record.key if chain is not None else None
        if chain is not None:
            self.bar.show_chain(chain)
            only_gaps = self.bar.gaps.isChecked()
            self.map.show_nodes([n for n in chain.nodes if not only_gaps or n.row.state in GAPS])
            self._read_content()
        self._show_views()
        self.desk.actions.refresh()

    def _show_views(self) -> None:
        keys = (*(f"{segment.key} {segment.text}" for segment in self.views()), self.current_view())
        if keys != self._shown_keys:
            self._shown_keys = keys
            self.title_changed.emit("")

    def _read_content(self) -> None:
        key, today = self.map.current or self._chain, self.desk.today()
        if key != self._read_key:
            self._read_key, self._most = key, Most()
        most = self._most
        if key is not None:
            self.desk.tasks.read(
                self,
                lambda: read_node(self._crm, key, today, most),
                self._show_content,
                key="node",
                failed=self._missed,
            )

    def _read_more(self, kind: str, count: int) -> None:
        self._most = replace(self._most, **{kind: count})
        self._read_content()

    def _show_content(self, content: NodeContent) -> None:
        self.content = content
        self.inspector.show_content(content)
        self.desk.actions.refresh()

    def _missed(self, error: CrmError) -> None:
        if not isinstance(error, NotFound):  # what has gone is gone from the map too
            self.desk.tasks.tell(error)

    def _open_node(self, _node_id: int) -> None:
        self.inspector.show()
        self._inspector_rule.show()
        self.inspector.take_keyboard()

    def _close_inspector(self) -> None:
        narrow = self._is_narrow()
        self.inspector.setVisible(not narrow)
        self._inspector_rule.setVisible(not narrow)
        self.map.setFocus()

    def _ask_chain(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, name in self.found.names if self.found is not None else ():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(key == self._chain)
            action.triggered.connect(lambda _on=False, key=key: self.show_chain(key))
        self.menu = menu
        menu.popup(QCursor.pos())

    def _step(self, direction: int) -> None:
        ids = [key for key, _name in self.found.names] if self.found is not None else []
        if self._chain in ids:
            self.show_chain(ids[(ids.index(self._chain) + direction) % len(ids)])

    def _room(self) -> int:
        narrow = self._is_narrow()
        return self.window().width() - RAIL_WIDTH - (HEAD_ROOM_NARROW if narrow else HEAD_ROOM)

    def _is_narrow(self) -> bool:
        return self.window().width() < NARROW

    # Making

    def _build(self) -> None:
        self._stack = QStackedLayout(self)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = ChainBar(self.desk.actions)
        column.addWidget(self.bar)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        self.map = ChainMap()
        self.foot = MapFoot(self.desk.actions)
        left.addWidget(self.map, 1)
        left.addWidget(self.foot)
        row.addLayout(left, 1)
        self._inspector_rule = rule(upright=True)
        row.addWidget(self._inspector_rule)
        self.inspector = Inspector(self.desk)
        row.addWidget(self.inspector)
        column.addLayout(row, 1)
        self._stack.addWidget(page)
        help_text = _("A chain shows where we are strong and what is missing between raw material and use.")
        self.nothing = EmptyState(
            _("No industry chain yet"), help_text, [(_("New chain"), self._new_chain)], symbol="chains"
        )
        self._stack.addWidget(self.nothing)

    def _connect(self) -> None:
        self.map.chosen.connect(lambda _key: self._read_content())
        self.map.opened.connect(self._open_node)
        self.map.zoomed.connect(self.foot.show_zoom)
        self.map.menu_asked.connect(self._ask_menu)
        self.bar.gaps_toggled.connect(lambda _on: self.refresh())
        inspector = self.inspector
        inspector.edited.connect(self._change)
        inspector.refused.connect(lambda text: self.desk.show_toast(text, is_error=True))
        inspector.project_opened.connect(lambda key: self.desk.open_record("project", key))
        inspector.enterprise_opened.connect(lambda key: self.desk.open_record("enterprise", key))
        inspector.article_opened.connect(lambda key: self.desk.open_record("article", key))
        inspector.more_asked.connect(self._read_more)
        inspector.edit_asked.connect(self._edit)
        inspector.menu_asked.connect(
            lambda: self._ask_menu(inspector.more.mapToGlobal(inspector.more.rect().bottomLeft()))
        )
        inspector.close_asked.connect(self._close_inspector)

    def _register(self) -> None:
        chain, record = self._why_no_chain, self._why_no_record
        for action_id, text, symbol, key, run, reason in (
            ("new_node", N_("New node"), "add", "N", lambda: self._new_node(), chain),
            ("new", N_("New chain"), "chains", "Shift+N", lambda: self._new_chain(), None),
            ("edit", N_("Edit all fields"), "edit", "Ctrl+E", lambda: self._edit(), record),
            ("delete", N_("Delete"), "delete", "", lambda: self._delete(), record),
            ("previous", N_("Previous chain"), "left", "Ctrl+PgUp", lambda: self._step(-1), chain),
            ("next", N_("Next chain"), "right", "Ctrl+PgDown", lambda: self._step(1), chain),
            ("larger", N_("Larger"), "add", "Ctrl++", lambda: self.map.step_zoom(1), None),
            ("smaller", N_("Smaller"), "remove", "Ctrl+-", lambda: self.map.step_zoom(-1), None),
            ("own_size", N_("At its own size"), "view", "Ctrl+0", lambda: self.map.set_zoom(100), None),
            ("fit", N_("Show the whole chain"), "fit", "F", lambda: self.map.fit(), None),
        ):
            spec = ActionSpec(id=f"chains.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self, reason=reason)
        # Plus and equals are one key; nobody should need Shift for it.
        larger = self.desk.actions.action("chains.larger")
        larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])

    def _why_no_chain(self) -> str:
        return "" if self._chain is not None else _("Add a chain first.")

    def _why_no_record(self) -> str:
        return "" if self.content is not None else _("Choose a node first.")

    # Changing

    def _new_chain(self) -> None:
        place = len(self.found.names) if self.found is not None else 0
        self._ask(Industry(position=place))

    def _new_node(self) -> None:
        if self._chain is None:
            return
        known = len(self.found.shown.nodes) if self.found is not None and self.found.shown is not None else 0
        made = new_node(self._chain, known)
        if self.content is not None and self.content.record.segment is not None:
            made = replace(made, segment=self.content.record.segment)
        self._ask(made)

    def _edit(self) -> None:
        if self.content is not None:
            self._ask(self.content.record)

    def _ask(self, record: Industry) -> None:
        dialog = EditIndustryDialog(self.desk, self._crm, record, self)
        dialog.saved.connect(self._show_saved)
        dialog.open()

    def _show_saved(self, saved: Industry) -> None:
        if saved.parent_id is None:
            self.show_chain(saved.key)
        elif self._chain is not None:
            self.show_chain(self._chain, saved.key)

    def _change(self, key: str, value: Any) -> None:
        if self.content is not None:
            self._save(replace(self.content.record, **{key: value}), key)

    def _save(self, record: Industry, key: str) -> None:
        def failed(error: CrmError) -> None:
            theirs = error.theirs if isinstance(error, Conflict) else None
            if not isinstance(theirs, Industry):
                self._fail(error)
            elif self.desk.prompts.choose(self, str(error), [_("Keep mine"), _("Take theirs")]) == 0:
                self._save(replace(theirs, **{key: getattr(record, key)}), key)
            else:
                self.refresh()

        def done(_saved: Any) -> None:
            self.refresh()
            self.desk.show_toast(_("Saved"), [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, lambda: self._crm.directory.save_industry(record), done, failed=failed)

    def _fail(self, error: CrmError) -> None:
        self.desk.show_toast(str(error), is_error=True)
        self.refresh()

    def _delete(self) -> None:
        if self.content is None:
            return
        record = self.content.record
        question = _("Delete {name}? Undo brings it back.").format(name=record.name)
        if not self.desk.prompts.confirm(self, question, _("Delete"), danger=True):
            return

        def done(_value: Any) -> None:
            self.desk.show_toast(_("{name} deleted").format(name=record.name), [(_("Undo"), self.desk.undo)])

        ref = Ref(kind="industry", id=record.key)
        self.desk.tasks.write(self, lambda: self._crm.directory.delete(ref), done, failed=self._fail)

    def _ask_menu(self, at: QPoint) -> None:
        ids = ["chains.edit", "chains.new_node", "chains.new", "", "chains.delete"]
        menu = self.desk.actions.menu(self, ids)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu = menu
        menu.popup(at)

    # Qt's names from here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.map.hasFocus():
            typing = isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit)
            self.map.setFocus() if typing else self._close_inspector()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.map.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self._is_narrow()
        self.bar.set_narrow(narrow)
        self.inspector.close_button.setVisible(narrow)
        holds_keyboard = self.inspector.isAncestorOf(self.focusWidget() or self)
        self.inspector.setVisible(not narrow or holds_keyboard)
        self._inspector_rule.setVisible(not narrow or holds_keyboard)
        self._show_views()


def _segment_width(text: str) -> int:
    return metrics(13, bold=True).horizontalAdvance(text) + 28


def spec(crm: Crm) -> ScreenSpec:
    """The chains on the rail."""
    return ScreenSpec(
        key="chains",
        title=N_("Chains"),
        icon="chains",
        make=lambda desk: ChainsScreen(desk, crm),
        kinds=("industry",),
    )
