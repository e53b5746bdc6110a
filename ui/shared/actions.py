"""The registry of actions: one source for menus, shortcuts, the command palette and the key sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from shiboken6 import isValid

from crm.i18n import N_, _
from ui.shared.choice_list import Choice
from ui.shared.composing import is_composing
from ui.shared.icons import BESIDE_TEXT, icon
from ui.shared.plain_text import plain_tip

GENERAL = N_("General")


@dataclass(frozen=True, kw_only=True)
class ActionSpec:
    """What an action is; `text` and `section` are marked with N_ and translated where they are shown."""

    id: str
    text: str
    section: str = GENERAL
    icon: str = ""
    shortcut: str = ""  # as Qt writes it: Ctrl+K
    in_palette: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class _Entry:
    spec: ActionSpec
    action: QAction
    scope: QWidget | None  # None: the whole window
    reason: Callable[[], str] | None


class Actions(QObject):
    """All actions of one window."""

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._entries: dict[str, _Entry] = {}
        self._by_key: dict[str, list[_Entry]] = {}  # hundreds are added, each looks at those of its key alone

    def add(
        self,
        spec: ActionSpec,
        run: Callable[[], object],
        *,
        scope: QWidget | None = None,
        reason: Callable[[], str] | None = None,
    ) -> QAction:
        """Registers an action and answers the QAction for buttons and menus.

        `scope` limits the shortcut to a widget and what is in it; only there single letters are allowed.
        `reason` says why the action cannot be used now, or nothing. Raises ValueError if the id or the
        shortcut is taken, or a single letter would act in the whole window.
        """
        self._check(spec, scope)
        action = QAction(_(spec.text), scope or self._window)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
            context = Qt.ShortcutContext
            action.setShortcutContext(
                context.WidgetWithChildrenShortcut if scope is not None else context.WindowShortcut
            )
        action.setAutoRepeat(False)
        entry = _Entry(spec=spec, action=action, scope=scope, reason=reason)
        action.triggered.connect(lambda: self._run(entry, run))
        (scope or self._window).addAction(action)
        self._entries[spec.id] = entry
        if spec.shortcut:
            self._by_key.setdefault(_portable(spec.shortcut), []).append(entry)
        self._judge(entry)
        self.changed.emit()
        return action

    def action(self, action_id: str) -> QAction:
        """The QAction of this id; KeyError if there is none."""
        return self._entries[action_id].action

    def specs(self) -> list[ActionSpec]:
        """All registered actions, in the order they were registered."""
        self._drop_dead()
        return [entry.spec for entry in self._entries.values()]

    def run(self, action_id: str) -> None:
        """Triggers an action, if it can be used now."""
        entry = self._entries[action_id]
        self._judge(entry)
        entry.action.trigger()

    def reason(self, action_id: str) -> str:
        """Why an action cannot be used now, or nothing."""
        entry = self._entries[action_id]
        return entry.reason() if entry.reason is not None else ""

    def refresh(self) -> None:
        """Asks every action again whether it can be used; screens call it when a selection changes."""
        self._drop_dead()
        for entry in self._entries.values():
            if entry.reason is not None:
                self._judge(entry)

    def choices(self) -> list[Choice]:
        """The actions for the command palette, with keys and reasons; those of hidden screens left out."""
        self.refresh()
        return [
            Choice(
                key=entry.spec.id,
                name=_(entry.spec.text),
                kind=entry.spec.icon,
                hint=key_name(entry.spec.shortcut),
                reason=entry.reason() if entry.reason is not None else "",
                section=_("Commands"),
            )
            for entry in self._entries.values()
            if entry.spec.in_palette and (entry.scope is None or entry.scope.isVisible())
        ]

    def menu(self, parent: QWidget, action_ids: Iterable[str]) -> QMenu:
        """A menu of these actions; an empty id makes a line."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        self.fill(menu, action_ids)
        return menu

    def fill(self, menu: QMenu, action_ids: Iterable[str]) -> None:
        """Puts these actions at the end of a menu; an empty id makes a line."""
        for action_id in action_ids:
            if action_id:
                menu.addAction(self._entries[action_id].action)
            else:
                menu.addSeparator()
        menu.aboutToShow.connect(self.refresh)

    def button(self, action_id: str, *, with_text: bool = False) -> QToolButton:
        """A flat button for an action, named for screen readers and with its key in the tooltip."""
        entry = self._entries[action_id]
        made = QToolButton()
        made.setDefaultAction(entry.action)
        style = Qt.ToolButtonStyle
        made.setToolButtonStyle(style.ToolButtonTextBesideIcon if with_text else style.ToolButtonIconOnly)
        if with_text:
            made.setIconSize(BESIDE_TEXT)
        made.setAccessibleName(_(entry.spec.text))
        return made

    def _check(self, spec: ActionSpec, scope: QWidget | None) -> None:
        if spec.id in self._entries and isValid(self._entries[spec.id].action):
            raise ValueError(f"action {spec.id} is registered twice")
        if not spec.shortcut:
            return
        if len(spec.shortcut) == 1 and spec.shortcut.isalpha() and scope is None:
            raise ValueError(f"{spec.id}: the letter {spec.shortcut} must not act in the whole window")
        for other in self._by_key.get(_portable(spec.shortcut), ()):
            if isValid(other.action) and _overlap(scope, other.scope):
                raise ValueError(f"{spec.id}: {spec.shortcut} belongs to {other.spec.id}")

    def _judge(self, entry: _Entry) -> None:
        why = entry.reason() if entry.reason is not None else ""
        entry.action.setEnabled(not why)
        key = key_name(entry.spec.shortcut)
        tip = f"{_(entry.spec.text)} ({key})" if key else _(entry.spec.text)
        entry.action.setToolTip(plain_tip(why or tip))

    def _run(self, entry: _Entry, run: Callable[[], object]) -> None:
        if is_composing() or (entry.reason is not None and entry.reason()):
            return
        run()

    def _drop_dead(self) -> None:
        dead = [key for key, entry in self._entries.items() if not isValid(entry.action)]
        for key in dead:
            entry = self._entries.pop(key)
            if entry.spec.shortcut:
                self._by_key[_portable(entry.spec.shortcut)].remove(entry)


@cache
def _portable(shortcut: str) -> str:
    """The key as it is written everywhere, for comparing."""
    return QKeySequence(shortcut).toString()


@cache
def key_name(shortcut: str) -> str:
    """The key as this system writes it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""


def _overlap(one: QWidget | None, other: QWidget | None) -> bool:
    if one is None or other is None:
        return True
    return one is other or one.isAncestorOf(other) or other.isAncestorOf(one)
