"""The menu of stages that a project can be moved to."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from crm.domain.stages import Stage, end_for
from crm.i18n import _
from ui.shared.labels import stage_name, stages_shown


def stage_menu_for_many(parent: QWidget) -> QMenu:
    """The stages that several projects can be moved to; one entry stands for both ends."""
    menu = QMenu(parent)
    for stage in stages_shown():
        if stage is Stage.TERMINATED:
            continue
        if stage is Stage.LOST:
            menu.addSeparator()
        action = menu.addAction(_("End the projects") if stage is Stage.LOST else stage_name(stage))
        action.setData(stage)
    return menu


def stage_menu(current: Stage, parent: QWidget) -> QMenu:
    """The stages that a project can be moved to, each with its Stage as data."""
    menu = QMenu(parent)
    for stage in stages_shown():
        if stage in (Stage.LOST, Stage.TERMINATED) and stage is not end_for(current):
            continue
        if stage is Stage.LOST or stage is Stage.TERMINATED:
            menu.addSeparator()
        action = menu.addAction(stage_name(stage))
        action.setData(stage)
        action.setEnabled(stage != current)
    return menu
