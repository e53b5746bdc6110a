"""The page of one zone: facts, what it says of its industries, projects, articles, and what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.directory import Tier
from crm.domain.errors import Conflict, CrmError, NotFound
from crm.domain.records import Ref
from crm.domain.timeline import TimelineEntry, ZonePage
from crm.i18n import N_, _
from ui.dialogs.edit_aliases import EditAliasesDialog
from ui.dialogs.edit_zone import EditZoneDialog, zone_fields
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.screens.projects.history import HistoryPanel
from ui.shared.actions import ActionSpec
from ui.shared.cells import Badge, BadgeTone
from ui.shared.directory_labels import RELATION_NAMES, TIER_NAMES, relation_badge
from ui.shared.labels import day
from ui.shared.page_parts import RowSection, ScrollColumn, tool_button
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.record_rows import article_row, project_row
from ui.shared.screen import Desk
from ui.shared.widgets.badges import BadgeRow
from ui.shared.widgets.chips import Chip, FlowLayout
from ui.shared.widgets.fact_row import FactRow
from ui.shared.widgets.sections import rule, take_all

SECTION = N_("Zone")
KINDS = ("zone", "zone_industry", "alias", "project", "mention", "article", "follow_up")
FACTS_WIDTH = 340
FACTS = ("name", "short_name", "relation", "kind", "level", "region", "head", "phone", "note")


class ZoneProfile(QWidget):
    """The three tiers of industries as chips; each tells its quote and date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 12)
        self._column.setSpacing(6)
        self.chips: list[Chip] = []

    def show_page(self, page: ZonePage, today: Any) -> None:
        """Shows what a zone says of itself."""
        take_all(self._column)
        self.chips = []
        for tier, title in TIER_NAMES.items():
            found = [entry for entry in page.industries if entry[0] == str(tier)]
            self._column.addWidget(PlainLabel(_(title), pixels=12, tone="t2"))
            if not found:
                self._column.addWidget(PlainLabel(_("not known yet"), pixels=12, tone="t3"))
                continue
            self._column.addWidget(self._make_tier(found, tier, today))

    def _make_tier(self, found: list[Any], tier: Tier, today: Any) -> QWidget:
        holder = QWidget()
        policy = holder.sizePolicy()
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        flow = FlowLayout(holder, gap=6)
        shown: set[str] = set()
        for _tier, name, quote, told_on in found:
            if name in shown:
                continue
            shown.add(name)
            chip = Chip(name, checkable=False)
            chip.setProperty("chip", "true")
            said = f"“{quote}”" if quote else _("no quote kept")
            chip.setToolTip(plain_tip("\n".join(filter(None, [said, day(told_on, today)]))))
            chip.setAccessibleName(f"{name} {said} {day(told_on, today)}")
            flow.addWidget(chip)
            self.chips.append(chip)
        return holder


class ZoneView(QWidget):
    """Everything about one zone; facts are changed in place."""

    back_asked = Signal()

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._crm = desk, crm
        self.zone_id: int | None = None
        self.page: ZonePage | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._make_facts())
        row.addWidget(rule(upright=True))
        row.addWidget(self._make_middle(), 1)
        column.addLayout(row, 1)
        self._register()
        desk.live.watch(self, KINDS, lambda _changes: self.refresh())

    def show_zone(self, zone_id: int) -> None:
        """Shows a zone."""
        self.zone_id = zone_id
        self.refresh()

    def refresh(self) -> None:
        """Reads the zone again."""
        zone_id, today = self.zone_id, self.desk.today()
        if zone_id is not None:
            self.desk.tasks.read(
                self,
                lambda: self._crm.directory.zone_page(zone_id, today),
                self._show,
                key="page",
                failed=self._missed,
            )

    def _make_head(self) -> QWidget:
        head = QWidget()
        head.setProperty("ground", "panel")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(tool_button("left", _("Back to the list (Esc)"), self.back_asked.emit))
        self.name = ElidedLabel(pixels=20, bold=True)
        row.addWidget(self.name)
        self.badges = BadgeRow()
        row.addWidget(self.badges)
        row.addStretch(1)
        for text, key, run in (
            (_("Log a follow-up"), "Ctrl+L", self._log),
            (_("Edit"), "Ctrl+E", self._edit),
        ):
            button = QPushButton(text)
            button.setToolTip(f"{text} ({key})")
            button.clicked.connect(run)
            row.addWidget(button)
        return head

    def _make_facts(self) -> QWidget:
        facts = ScrollColumn()
        facts.setFixedWidth(FACTS_WIDTH)
        facts.column.setContentsMargins(12, 8, 12, 16)
        self.rows: dict[str, FactRow] = {}
        fields = {field.key: field for field in zone_fields()}
        for key in FACTS:
            row = FactRow(fields[key].label, self.desk.tasks, fields[key], today=self.desk.today)
            row.edited.connect(lambda key, value: self._save({key: value}))
            row.refused.connect(lambda text: self.desk.show_toast(text, is_error=True))
            self.rows[key] = row
            facts.add(row, ruled=False)
        self.aliases = FactRow(_("Other names"), self.desk.tasks)
        change = _("Change: {name}").format(name=_("Other names"))
        self.aliases.add_button(tool_button("edit", change, self._edit_aliases))
        facts.add(self.aliases, ruled=False)
        return facts

    def _make_middle(self) -> QWidget:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs.setProperty("ground", "panel")
        overview = ScrollColumn()
        self.profile = ZoneProfile()
        self.projects = RowSection(_("Projects"))
        self.projects.rows.opened.connect(lambda key: self.desk.open_record("project", key))
        self.articles = RowSection(_("Articles"))
        self.articles.rows.opened.connect(lambda key: self.desk.open_record("article", key))
        for part in (self.profile, self.projects, self.articles):
            overview.add(part)
        self.tabs.addTab(overview, _("Overview"))
        self.history = HistoryPanel(self.desk, self._crm)
        self.history.setProperty("ground", "panel")
        self.history.opened.connect(self._open_entry)
        self.history.delete_asked.connect(
            lambda key: self.desk.tasks.write(self, lambda: self._crm.follow_ups.delete(key))
        )
        self.tabs.addTab(self.history, _("Timeline"))
        return self.tabs

    def _register(self) -> None:
        for action_id, text, symbol, key, run in (
            ("zone.back", N_("Back to the list"), "left", "Esc", self.back_asked.emit),
            ("zone.line", N_("Log a follow-up"), "follow_up", "Ctrl+Shift+L", self.focus_line),
            ("zone.log", N_("Log a follow-up in full"), "follow_up", "Ctrl+L", self._log),
            ("zone.edit", N_("Edit all fields"), "edit", "Ctrl+E", self._edit),
            ("zone.aliases", N_("Other names"), "alias", "", self._edit_aliases),
        ):
            spec = ActionSpec(id=action_id, text=text, section=SECTION, icon=symbol, shortcut=key)
            self.desk.actions.add(spec, run, scope=self)

    def _show(self, page: ZonePage) -> None:
        zone, today = page.zone, self.desk.today()
        if zone.key != self.zone_id:
            return
        self.page = page
        self.name.setText(zone.name)
        level = (Badge(text=zone.level, tone=BadgeTone.OUTLINE),) if zone.level else ()
        self.badges.show_badges([relation_badge(zone.relation), *level])
        for key, row in self.rows.items():
            if not row.is_editing:
                value = getattr(zone, key)
                text = _(RELATION_NAMES[zone.relation]) if key == "relation" else str(value)
                row.show_fact(value, text)
        self.aliases.show_fact(None, "、".join(page.aliases))
        self.profile.show_page(page, today)
        projects = [project_row(row, today) for row in page.projects]
        self.projects.rows.show_rows(projects, _("No project here yet."))
        self.projects.head.note.setText(str(len(projects)) if projects else "")
        articles = sorted(page.articles, key=lambda pair: pair[1])
        rows = [article_row(row, role, today) for row, role in articles]
        self.articles.rows.show_rows(rows, _("No article names it yet."))
        self.articles.head.note.setText(str(len(rows)) if rows else "")
        self.history.show_entries(Ref(kind="zone", id=zone.key), page.timeline)

    def _missed(self, error: CrmError) -> None:
        if isinstance(error, NotFound):
            self.zone_id = None
            self.back_asked.emit()
        else:
            self.desk.tasks.tell(error)

    def focus_line(self) -> None:
        """Puts the keyboard into the line to log with."""
        self.tabs.setCurrentWidget(self.history)
        self.history.line.setFocus()

    def _open_entry(self, entry: TimelineEntry) -> None:
        if entry.ref is not None and entry.ref.kind == "article":
            self.desk.open_record("article", entry.ref.id)

    def _save(self, values: dict[str, Any]) -> None:
        if self.page is None:
            return
        changed = replace(self.page.zone, **values)

        def failed(error: CrmError) -> None:
            if isinstance(error, Conflict) and self.page is not None and error.theirs is not None:
                answers = [_("Keep mine"), _("Take theirs")]
                if self.desk.prompts.choose(self, str(error), answers) == 0:
                    self.page = replace(self.page, zone=error.theirs)  # type: ignore[arg-type]
                    self._save(values)
                    return
            else:
                self.desk.show_toast(str(error), is_error=True)
            self.refresh()

        def done(_saved: Any) -> None:
            self.refresh()
            self.desk.show_toast(_("Saved"), [(_("Undo"), self.desk.undo)])

        self.desk.tasks.write(self, lambda: self._crm.directory.save_zone(changed), done, failed=failed)

    def _edit(self) -> None:
        if self.page is not None:
            EditZoneDialog(self.desk, self._crm, self.page.zone, self).open()

    def _edit_aliases(self) -> None:
        if self.page is not None:
            ref = Ref(kind="zone", id=self.page.zone.key)
            EditAliasesDialog(self.desk, self._crm, ref, self.page.aliases, self).open()

    def _log(self) -> None:
        if self.page is not None:
            about = [Ref(kind="zone", id=self.page.zone.key)]
            LogFollowUpDialog(self.desk, self._crm, about, self).open()
