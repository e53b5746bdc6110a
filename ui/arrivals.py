"""What comes from outside the window: clips of the browser, and articles on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.domain.review import Clip, Intake
from crm.i18n import _
from ui.main_window import MainWindow
from ui.shared.clipping import clip_from
from ui.shared.preferences import Preferences

LEAST_COPIED = 120  # characters: shorter copies are names and figures
_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST_HAN = 40
_ADDRESS = re.compile(r"https?://\S+")


class Arrivals(QObject):
    """Keeps the door for the browser and the look at the clipboard as the settings say."""

    _arrived = Signal(object)

    def __init__(
        self,
        crm: Crm,
        preferences: Preferences,
        window: Callable[[], MainWindow],
        take_clip: Callable[[Clip], None],
        today: Callable[[], date],
    ) -> None:
        super().__init__()
        self._crm, self._preferences, self._window = crm, preferences, window
        self._take_clip, self._today = take_clip, today
        self._last = ""
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        QGuiApplication.clipboard().dataChanged.connect(self.look_at_clipboard)

    def settle(self) -> None:
        """Opens or closes the door as the settings say."""
        settings, clips = self._preferences.settings, self._crm.clips
        clips.close_door()
        if not settings.takes_clips or not settings.clip_token_hash:
            return
        try:
            port = clips.open_door(
                settings.clip_token_hash, settings.clip_port, self._arrived.emit, self._today
            )
            self._preferences.change(clip_port=port)
        except CrmError as error:
            self._window().tell(error)

    def close(self) -> None:
        """Ends both."""
        QGuiApplication.clipboard().dataChanged.disconnect(self.look_at_clipboard)
        self._crm.clips.close_door()

    def look_at_clipboard(self) -> None:
        """Looks at what another program has copied; not every platform tells what we copied ourselves."""
        clipboard = QGuiApplication.clipboard()
        if QGuiApplication.focusWindow() is None and not clipboard.ownsClipboard():
            self.consider(clipboard.mimeData())

    def consider(self, data: QMimeData | None) -> None:
        """Asks about a copied article; nothing is taken in without an answer."""
        if not self._preferences.settings.watches_clipboard or data is None:
            return
        clip = clip_from(data)
        text = clip.text.strip()
        if text != self._last and looks_like_article(text):
            self._last = text
            told = _("Take in what was copied? {text}").format(text=" ".join(text[:30].split()))
            self._window().toasts.show_toast(told, [(_("Take in"), lambda: self._take_clip(clip))])

    def _tell(self, intake: Intake) -> None:
        window = self._window()
        key = intake.article_id
        if intake.outcome == "failed":
            told = _("Not taken in from the browser: {reason}").format(reason=intake.reason)
            window.toasts.show_toast(told, is_error=True)
            return
        told = intake.reason or _("From the browser: {title}").format(title=intake.title)
        show = [(_("Show"), lambda: window.open_record("article", key))] if key is not None else []
        window.toasts.show_toast(told, show)


def looks_like_article(text: str) -> bool:
    """Whether a copied text could be one: an address alone, or enough Chinese."""
    if _ADDRESS.fullmatch(text):
        return True
    return len(text) >= LEAST_COPIED and len(_HAN.findall(text)) >= _LEAST_HAN
