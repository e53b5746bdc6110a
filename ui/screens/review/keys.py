"""What can be done on the articles screen, with its keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm.domain.articles import ArticleState
from crm.i18n import N_, _
from ui.screens.review.reviewing import Reviewing
from ui.shared.actions import ActionSpec
from ui.shared.screen import Desk

SECTION = N_("Articles")
Row = tuple[str, str, str, str, Callable[[], object]]


def register(screen: Reviewing, desk: Desk, scope: QWidget) -> None:
    """Registers every action of the screen; most need an open article.

    `scope` is the widget in which the keys act.
    """

    def why_not() -> str:
        return "" if screen.sheet is not None else _("No article is open.")

    for rows, reason in ((_on_an_article(screen), why_not), (_always(screen, desk), None)):
        for action_id, text, symbol, key, run in rows:
            spec = ActionSpec(
                id=f"articles.{action_id}", text=text, section=SECTION, icon=symbol, shortcut=key
            )
            desk.actions.add(spec, run, scope=scope, reason=reason)
    more = (
        *("articles.sure", "articles.full_names", "articles.kind", ""),
        *("articles.visit", "articles.correct", "articles.write_only", "articles.undo", ""),
        *("articles.rules", "articles.delete"),
    )
    screen.tray.more.setMenu(desk.actions.menu(screen.tray.more, more))


def _on_an_article(screen: Reviewing) -> tuple[Row, ...]:
    """A and X speak of the article while the list has the keyboard, of its suggestions elsewhere."""
    tray, pane = screen.tray, screen.pane

    def accept() -> None:
        tray.tick_sure()
        if screen.list.view.hasFocus():
            screen.write()

    def reject() -> None:
        if screen.list.view.hasFocus():
            tray.ask_reason()
        else:
            tray.reject_current()

    return (
        ("write", N_("Write and next"), "enter", "Return", screen.write),
        ("write_only", N_("Write only"), "save", "Ctrl+Return", lambda: screen.write(and_next=False)),
        ("role", N_("Role or target of the suggestion"), "down", "R", tray.list.show_menu),
        ("reject", N_("Reject the suggestion; in the list: irrelevant"), "reject", "X", reject),
        ("sure", N_("Tick all sure suggestions; in the list: write and next"), "tick", "A", accept),
        ("kind", N_("Tick all of this kind, or none"), "tick", "Ctrl+A", tray.tick_kind),
        ("full_names", N_("Tick all exact full names"), "tick", "Ctrl+Shift+A", tray.tick_full_names),
        ("delete", N_("Delete the article"), "delete", "Ctrl+Delete", screen.delete),
        ("later", N_("Later"), "snooze", "S", lambda: screen.put_away(ArticleState.LATER)),
        ("irrelevant", N_("Irrelevant"), "hidden", "I", tray.ask_reason),
        ("correct", N_("Correct title, source and date"), "edit", "E", screen.pane.head.edit_asked.emit),
        ("visit", N_("Make it a visit"), "visits", "V", screen.make_visit),
        ("next_span", N_("Next span"), "down", "N", lambda: pane.step(1)),
        ("previous_span", N_("Span before"), "up", "P", lambda: pane.step(-1)),
    )


def _always(screen: Reviewing, desk: Desk) -> tuple[Row, ...]:
    return (
        ("next", N_("Next article"), "down", "J", lambda: screen.list.step(1)),
        ("previous", N_("Previous article"), "up", "K", lambda: screen.list.step(-1)),
        ("undo", N_("Undo the last step"), "undo", "Z", desk.undo),
        ("filter", N_("Filter"), "filter", "F", screen.list.show_filter),
        ("rules", N_("Rules for suggestions"), "settings", "Ctrl+Shift+R", screen.show_rules),
    )
