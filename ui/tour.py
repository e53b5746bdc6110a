"""A tour without a display: `python -m ui.tour [FOLDER]` does a day's work in the real window.

It leaves pictures of the screens and the exported workbooks in a new folder, whose path it prints last.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

from crm.app import Crm, open_crm
from crm.domain.articles import ArticleState
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.report_facts import ReportRequest
from crm.domain.rows import ArticleFilter, ProjectFilter, Sort
from crm.domain.settings import Appearance, Settings
from crm.domain.stages import Stage
from crm.i18n import _
from crm.paths import HOME_VARIABLE
from crm.services.projects import NewProject
from crm.services.reports import week_of, year_until
from crm.services.steps.materials import Material
from crm.services.steps.stages import Move
from ui.app import make_app
from ui.session import Session, look_of
from ui.shared.preferences import Preferences
from ui.shared.prompts import DesktopPrompts

PATIENCE_S = 60.0
PAUSE_MS = 120  # for announcements to be merged and views to be painted
SIZE = (1440, 900)


class TourFailed(Exception):
    """A step did not do what it should."""


class Tour:
    """One day in the example office."""

    def __init__(self, folder: Path, session: Session, today: date, say: Callable[[str], None]) -> None:
        self._folder, self._session, self._today, self._say = folder, session, today, say
        self._crm: Crm = session.crm
        self._project: Project | None = None

    def run(self) -> None:
        """All steps, one after the other."""
        for step in (
            self._take_in,
            self._review,
            self._add_project,
            self._log_follow_up,
            self._move,
            self._export,
            self._undo,
            self._search,
            self._picture_screens,
            self._picture_looks,
        ):
            step()

    # The steps

    def _take_in(self) -> None:
        for name, text in self._crm.examples.articles(self._today):
            self._crm.articles.add(Material(name=name, content=text.encode("utf-8")), self._today)
        count = len(self._crm.articles.find(ArticleFilter(state=ArticleState.INBOX)))
        self._need(count > 0, _("No article is in the inbox."))
        self._say(_("Took in articles; {count} wait in the inbox.").format(count=count))

    def _review(self) -> None:
        waiting = self._crm.articles.find(ArticleFilter(state=ArticleState.INBOX))
        sheets = [self._crm.articles.open(article_id) for article_id in waiting]
        sheet = max(sheets, key=lambda sheet: sum(row.is_ticked for row in sheet.suggestions))
        summary = self._crm.articles.confirm(sheet.article.key, sheet.suggestions, self._today)
        state = self._crm.articles.get(sheet.article.key).state
        self._need(state is not ArticleState.INBOX, _("The reviewed article is still in the inbox."))
        self._say(
            _("Reviewed “{title}”: {created} made, {linked} linked, {quotes} quotes.").format(
                title=sheet.article.title,
                created=sum(count for _kind, count in summary.created),
                linked=summary.linked,
                quotes=summary.quotes,
            )
        )

    def _add_project(self) -> None:
        project = Project(
            name="海上风电运维母港二期",
            build_content="新建运维码头与备件中心",
            owner_id=self._crm.office.actor.officer_id,
            office_id=self._crm.office.actor.office_id,
        )
        new = NewProject(
            project=project, enterprise_name="江苏澄屿海洋装备有限公司", on=self._today, may_have_twins=True
        )
        self._project = self._crm.projects.add(new)
        self._say(
            _("Added project {code} “{name}”.").format(code=self._project.code, name=self._project.name)
        )

    def _log_follow_up(self) -> None:
        project = self._known()
        entry = FollowUp(
            happened_on=self._today,
            way=ContactWay.PHONE,
            text="对方月底前来看岸线，先要一份码头条件表",
            next_on=self._today + timedelta(days=3),
            next_step="寄码头条件表",
            officer_id=self._crm.office.actor.officer_id,
        )
        self._crm.follow_ups.log(entry, [Ref(kind="project", id=project.key)])
        planned = self._crm.projects.get(project.key).next_follow_up_on
        self._need(planned == entry.next_on, _("The next follow-up was not set."))
        self._say(_("Logged a phone call; the next follow-up is on {day}.").format(day=planned))

    def _move(self) -> None:
        project = self._crm.projects.get(self._known().key)
        move = Move(stage=Stage.INTENTION, on=self._today, today=self._today, reason="", values={})
        moved = self._crm.projects.move(project.key, project.version, move)
        self._need(moved.stage is Stage.INTENTION, _("The project did not move."))
        self._say(_("Moved the project to the next stage."))

    def _export(self) -> None:
        unit = next(
            (
                office.name
                for office in self._crm.office.offices()
                if office.id == self._crm.office.actor.office_id
            ),
            "",
        )
        for name in ("ledger", "negotiating", "weekly"):
            period = week_of(self._today) if name == "weekly" else year_until(self._today)
            path = self._crm.reports.run(name, ReportRequest(period=period, unit=unit), self._folder)
            self._need(path.stat().st_size > 0, _("A workbook is empty."))
            self._say(_("Wrote {name}.").format(name=path.name))

    def _undo(self) -> None:
        project = self._known()
        self._session.window.undo_asked.emit()
        self._wait()
        stage = self._crm.projects.get(project.key).stage
        self._need(stage is Stage.LEAD, _("Undo did not take the move back."))
        self._say(_("Undid the move."))

    def _search(self) -> None:
        for text in ("储能", "海缆"):
            found = self._session.search(text)
            self._need(bool(found), _("The search found nothing."))
            self._say(_("Searched “{text}”: {count} found.").format(text=text, count=len(found)))

    # Pictures

    def _picture_screens(self) -> None:
        window = self._session.window
        for key in window.screen_keys():
            window.show_screen(key)
            self._picture(key)
        window.open_record("project", self._largest())
        self._picture("project")

    def _picture_looks(self) -> None:
        first = self._session.window.first_key
        self._session.window.show_screen(first)
        self._session.preferences.change(appearance=Appearance.DARK)
        self._picture(f"{first}-dark")
        self._session.preferences.change(appearance=Appearance.LIGHT)
        self._session.preferences.change(language="en")
        self._wait()
        self._session.window.resize(*SIZE)
        self._session.window.show_screen(first)
        self._picture(f"{first}-en")

    def _picture(self, name: str) -> None:
        self._wait()
        for toast in self._session.window.toasts.toasts:
            toast.close_toast()
        path = self._folder / f"{name}.png"
        self._need(self._session.window.grab().save(str(path)), _("A picture could not be written."))
        self._say(_("Pictured {name}.").format(name=path.name))

    def _largest(self) -> int:
        """The project with the largest investment: the example's story, with claims and a long timeline."""
        return self._crm.projects.find(ProjectFilter(), Sort(key="total_investment", descending=True))[0]

    def _known(self) -> Project:
        if self._project is None:
            raise TourFailed(_("There is no project to work on."))
        return self._project

    def _need(self, holds: bool, reason: str) -> None:
        if not holds:
            raise TourFailed(reason)

    def _wait(self) -> None:
        """Until the window has nothing under way and has painted what it got."""
        end = time.monotonic() + PATIENCE_S
        _pause(PAUSE_MS)
        while not self._session.window.tasks.is_idle:
            self._need(time.monotonic() < end, _("The window does not come to rest."))
            _pause(20)
        _pause(PAUSE_MS)


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main(arguments: Sequence[str] | None = None) -> int:
    """Does the tour; 0, or 1 after saying what failed."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_hear)
    try:
        folder = _new_folder(Path(given[0]) if given else Path.cwd())
        os.environ[HOME_VARIABLE] = str(folder / "home")
        _tour(folder)
    except Exception as error:
        sentence = _("The tour failed: {reason}").format(reason=error or type(error).__name__)
        sys.stderr.write(f"{sentence}\n")
        return 1
    _say(str(folder.resolve()))
    return 0


def _hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's messages, without what the off-screen platform says of every window."""
    if kind is not QtMsgType.QtDebugMsg and not message.startswith("This plugin does not support"):
        sys.stderr.write(f"{message}\n")


def _tour(folder: Path) -> None:
    settings = Settings(
        language="zh_CN", appearance=Appearance.LIGHT, location=str(folder / "office.db"), window=""
    )
    preferences = Preferences(settings)
    app = make_app(look=look_of(preferences))
    app.setQuitOnLastWindowClosed(False)
    crm = open_crm(settings)
    today = date.today()
    try:
        crm.examples.make(today)
        _say(_("Made the example office in {place}.").format(place=crm.office.place))
        session = Session(crm, preferences, DesktopPrompts(), today=lambda: today)
        session.window.resize(*SIZE)
        session.window.show()
        Tour(folder, session, today, _say).run()
        session.close()
    finally:
        crm.close()


def _new_folder(below: Path) -> Path:
    name = f"investlead-tour-{datetime.now():%Y%m%d-%H%M%S}"
    for number in range(100):
        folder = below / (name if number == 0 else f"{name}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder.resolve()
    raise TourFailed(_("No new folder could be made."))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
