"""What a user has set on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm.domain.tables import SheetFonts


class Appearance(StrEnum):
    """Which colours the window has."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings of one user on one machine; what concerns the whole office lies in the database."""

    language: str = "zh_CN"
    appearance: Appearance = Appearance.SYSTEM
    location: str = ""  # path or URL of the database; empty: the usual place
    has_passphrase: bool = False
    officer: str = ""  # name of the officer who was at the keyboard last
    fonts: SheetFonts = SheetFonts()
    report_folder: str = ""
    calendar_file: str = ""  # kept up to date for calendars that subscribe to it
    reminds: bool = True  # of what is due, by notices of the desktop
    quiet_from: int = 20  # hour of the day
    quiet_until: int = 8
    may_fetch: bool = True  # pages may be fetched from the network
    takes_clips: bool = False  # from the browser, on 127.0.0.1
    clip_port: int = 0
    clip_token_hash: str = ""  # the token itself is shown once and kept nowhere
    watches_clipboard: bool = False
    row_height: str = "normal"  # compact, normal, roomy
    window: str = ""  # size and place of the window, as the window wrote it
    columns: tuple[tuple[str, str], ...] = ()  # list -> its columns and widths, as the list wrote it
