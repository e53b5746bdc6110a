"""The place of the industry chains on the rail."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import Industry, NodeState
from crm.domain.records import Ref
from crm.domain.rows import ArticleFilter, IndustryRow, ProjectFilter
from crm.i18n import N_, _, _n
from ui.dialogs.edit_industry import EditIndustryDialog, new_node
from ui.screens.chains.chain_map import ZOOM_STEP, ChainMap
from ui.screens.chains.inspector import Inspector, NodeFacts
from ui.shared.actions import ActionSpec
from ui.shared.directory_labels import STATE_MARKS, STATE_NAMES
from ui.shared.page_parts import tool_button
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.screen import Desk, Screen, ScreenSpec
from ui.shared.widgets.chips import Chip
from ui.shared.widgets.sections import EmptyState, rule

SECTION = N_("Chains")
KINDS = ("industry", "enterprise_industry", "enterprise", "project", "mention")
NARROW = 1100
GAPS = (NodeState.WEAK, NodeState.MISSING)


class ChainsScreen(Screen):
    """Choose a chain, see its nodes, look into one."""

    def __init__(self, desk: Desk, crm: Crm) -> None:
        super().__init__()
        self.desk, self._crm = desk, crm
        self.rows: list[IndustryRow] = []
        self._wanted: int | None = None  # a node to show once the chains are read
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._make_page())
        help_text = _("A chain shows where we are strong and what is missing. Begin with its name.")
        empty = EmptyState(
            _("No chains yet"), help_text, [(_("New chain"), self.create_new)], symbol="industry"
        )
        self._stack.addWidget(empty)
        self._register()
        desk.live.watch(self, KINDS, lambda _changes: self.refresh())
        self.refresh()

    # What the window asks

    def create_new(self) -> None:
        """Asks for a new chain."""
        place = sum(1 for row in self.rows if row.parent_id is None)
        self._edit_record(Industry(position=place))

    def can_create(self) -> bool:
        """Chains can always be added."""
        return True

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a chain or a node of one."""
        if kind != "industry":
            return False
        self._wanted = record_id
        self.refresh()
        return True

    # Building

    def _make_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        self.map = ChainMap()
        self.map.chosen.connect(self._look_into)
        self.map.edit_asked.connect(self._edit)
        self.map.zoomed.connect(lambda zoom: self.percent.setText(f"{zoom:.0%}"))
        row.addWidget(self.map, 1)
        row.addWidget(rule(upright=True))
        self.inspector = Inspector(self.desk.today)
        self.inspector.edit_asked.connect(self._edit_current)
        self.inspector.opened.connect(self.desk.open_record)
        row.addWidget(self.inspector)
        column.addLayout(row, 1)
        return page

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("ground", "panel")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        self.chain = QComboBox()
        self.chain.setAccessibleName(_("Chain"))
        self.chain.setMinimumWidth(150)
        self.chain.currentIndexChanged.connect(lambda _place: self._show_chain())
        row.addWidget(self.chain)
        row.addWidget(tool_button("edit", _("Change the chain"), self._edit_chain))
        self.told = ElidedLabel(pixels=12, tone="t2")
        row.addWidget(self.told, 1)
        self.states = PlainLabel(pixels=12, tone="t2")
        row.addWidget(self.states)
        self.gaps = Chip(_("Only weak and missing"), symbol="filter")
        self.gaps.toggled.connect(lambda _on: self._show_chain())
        row.addWidget(self.gaps)
        row.addWidget(tool_button("remove", _("Smaller (Ctrl+-)"), lambda: self._zoom(-1)))
        self.percent = PlainLabel("100%", pixels=12, tone="t2")
        row.addWidget(self.percent)
        row.addWidget(tool_button("add", _("Larger (Ctrl+=)"), lambda: self._zoom(1)))
        self.new_node = QPushButton(_("New node"))
        self.new_node.clicked.connect(self._new_node)
        row.addWidget(self.new_node)
        return bar

    def _register(self) -> None:
        for action_id, text, symbol, key, run in (
            ("chains.node", N_("New node"), "add", "N", self._new_node),
            ("chains.edit", N_("Change the node"), "edit", "Ctrl+E", self._edit_current),
            ("chains.chain", N_("Change the chain"), "edit", "", self._edit_chain),
            ("chains.next", N_("Next chain"), "right", "Ctrl+Right", lambda: self._turn(1)),
            ("chains.previous", N_("Previous chain"), "left", "Ctrl+Left", lambda: self._turn(-1)),
            ("chains.larger", N_("Larger"), "add", "Ctrl+=", lambda: self._zoom(1)),
            ("chains.smaller", N_("Smaller"), "remove", "Ctrl+-", lambda: self._zoom(-1)),
            ("chains.gaps", N_("Only weak and missing"), "filter", "G", self.gaps.toggle),
        ):
            spec = ActionSpec(id=action_id, text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self)

    # Showing

    def refresh(self) -> None:
        """Reads the chains again."""
        self.desk.tasks.read(self, self._crm.directory.industry_rows, self._show, key="rows")

    @property
    def chain_id(self) -> int | None:
        """The chain shown."""
        key = self.chain.currentData()
        return int(key) if key is not None else None

    def _show(self, rows: Sequence[IndustryRow]) -> None:
        self.rows = list(rows)
        chains = [row for row in rows if row.parent_id is None]
        shown = self._chain_of(self._wanted) or self.chain_id
        self.chain.blockSignals(True)
        self.chain.clear()
        for row in chains:
            self.chain.addItem(row.name, row.id)
        self.chain.setCurrentIndex(max(0, self.chain.findData(shown)) if chains else -1)
        self.chain.blockSignals(False)
        self._stack.setCurrentIndex(0 if chains else 1)
        self._show_chain()

    def _chain_of(self, node_id: int | None) -> int | None:
        parents = {row.id: row.parent_id for row in self.rows}
        while node_id is not None and parents.get(node_id) is not None:
            node_id = parents[node_id]
        return node_id if node_id in parents else None

    def _nodes(self) -> list[IndustryRow]:
        """Everything below the chain shown."""
        inside = {self.chain_id}
        found = []
        for row in self.rows:  # parents stand before their children
            if row.parent_id in inside and row.parent_id is not None:
                inside.add(row.id)
                found.append(row)
        return found

    def _show_chain(self) -> None:
        nodes = self._nodes()
        chain = next((row for row in self.rows if row.id == self.chain_id), None)
        self.told.setText(_told(chain, nodes) if chain else "")
        self.states.setText(_states(nodes))
        wanted, self._wanted = self._wanted, None
        if wanted not in {row.id for row in nodes}:
            wanted = None
        if wanted is not None and self.gaps.isChecked():
            self.gaps.blockSignals(True)
            self.gaps.setChecked(False)
            self.gaps.blockSignals(False)
        shown = [row for row in nodes if not self.gaps.isChecked() or row.state in GAPS]
        self.map.show_nodes(shown, wanted)

    def _look_into(self, node_id: int | None) -> None:
        if node_id is None:
            self.inspector.show_node(None)
            return
        key, today = node_id, self.desk.today()

        def facts() -> NodeFacts:
            crm = self._crm
            projects = crm.projects.find(ProjectFilter(industry_id=key))
            articles = crm.articles.find(ArticleFilter(target=Ref(kind="industry", id=key)))
            return NodeFacts(
                node=crm.directory.industry(key),
                firms=crm.directory.enterprises_of_node(key),
                projects=crm.projects.items(projects, today),
                articles=crm.articles.items(articles[:20]),
            )

        self.desk.tasks.read(self, facts, self.inspector.show_node, key="node")

    # Doing

    def _zoom(self, direction: int) -> None:
        self.map.set_zoom(self.map.zoom + direction * ZOOM_STEP)

    def _turn(self, direction: int) -> None:
        place = self.chain.currentIndex() + direction
        if 0 <= place < self.chain.count():
            self.chain.setCurrentIndex(place)

    def _new_node(self) -> None:
        if self.chain_id is not None:
            self._edit_record(new_node(self.chain_id, len(self._nodes())))

    def _edit_chain(self) -> None:
        if self.chain_id is not None:
            self._edit(self.chain_id)

    def _edit_current(self) -> None:
        if self.map.current is not None:
            self._edit(self.map.current)

    def _edit(self, industry_id: int) -> None:
        self.desk.tasks.read(
            self, lambda: self._crm.directory.industry(industry_id), self._edit_record, key="edit"
        )

    def _edit_record(self, industry: Industry) -> None:
        dialog = EditIndustryDialog(self.desk, self._crm, industry, self)
        dialog.saved.connect(self._show_saved)
        dialog.open()

    def _show_saved(self, saved: Industry) -> None:
        self._wanted = saved.key
        self.refresh()

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW
        self.states.setVisible(not narrow)


def _told(chain: IndustryRow, nodes: Sequence[IndustryRow]) -> str:
    chief = _("chief: {name}").format(name=chief_name) if (chief_name := chain.chief) else ""
    firms = sum(row.enterprise_count for row in nodes)
    projects = sum(row.project_count for row in nodes)
    counts = [
        _n("{count} enterprise", "{count} enterprises", firms),
        _n("{count} project", "{count} projects", projects),
    ]
    return "　".join(filter(None, [chief, *counts]))


def _states(nodes: Sequence[IndustryRow]) -> str:
    return "　".join(
        f"{STATE_MARKS[state]} {sum(1 for row in nodes if row.state is state)}" for state in STATE_NAMES
    )


def spec(crm: Crm) -> ScreenSpec:
    """The chains on the rail."""
    return ScreenSpec(
        key="chains",
        title=N_("Chains"),
        icon="chains",
        make=lambda desk: ChainsScreen(desk, crm),
        kinds=("industry",),
    )
