"""What a quick line asks for: a record for a name that nobody knows yet, a reason."""

from __future__ import annotations

from crm.app import Crm
from crm.domain.directory import Enterprise
from crm.domain.records import Record, Ref, kind_of
from ui.dialogs.add_contact import AddContactDialog
from ui.dialogs.edit_enterprise import EditEnterpriseDialog
from ui.dialogs.frame import TaskDialog
from ui.dialogs.give_reason import ask_why
from ui.dialogs.new_project import NewProjectDialog
from ui.shared.follow_up_line import FollowUpLine
from ui.shared.screen import Desk


def offer_new_names(line: FollowUpLine, desk: Desk, crm: Crm) -> None:
    """Lets the line ask: for records of unknown names, which are named in it then, and for reasons."""

    def ask(kind: str, name: str) -> None:
        dialog = _dialog(line, desk, crm, kind, name)
        dialog.saved.connect(lambda record: _put(line, record))
        dialog.finished.connect(lambda _result: line.line.setFocus())
        dialog.open()

    line.new_asked.connect(ask)
    line.reason_asked.connect(lambda error, go_on: ask_why(line, error, go_on))


def _dialog(line: FollowUpLine, desk: Desk, crm: Crm, kind: str, name: str) -> TaskDialog:
    if kind == "contact":
        about = [*line.about, *(token.ref for token in line.picked.all())]
        firms = crm.follow_ups.firms_of(about)
        return AddContactDialog(desk, crm, firms[0] if firms else None, line, name=name)
    if kind == "project":
        return NewProjectDialog(desk, crm, line, name=name)
    return EditEnterpriseDialog(desk, crm, Enterprise(name=name, owner_id=crm.office.actor.officer_id), line)


def _put(line: FollowUpLine, record: Record) -> None:
    name = getattr(record, "short_name", "") or getattr(record, "name", "")
    line.completion.put(Ref(kind=kind_of(type(record)), id=record.key), name)
