"""What a quick line means, for the chips under it: checked against the names that are known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm.app import Crm
from crm.domain.quick_line import Token, parse_day, parse_quick_line
from crm.i18n import _
from ui.shared.labels import WAY_ICONS, day, way_name
from ui.shared.widgets.quick_line import Parse, QuickReading, QuickToken

_KINDS = {"person": ("contact", "enterprise"), "project": ("project", "enterprise")}
_ICONS = {"person": "contact", "project": "project", "next": "next", "task": "target"}


def line_reader(crm: Crm, today: Callable[[], date]) -> Parse:
    """Reads lines for a QuickLine; the value of a reading is the QuickLine of the domain."""

    def read(text: str) -> QuickReading:
        line = parse_quick_line(text, today())
        tokens = []
        for token in line.tokens:
            if token.kind == "way" and line.way is not None:
                tokens.append(QuickToken(text=way_name(line.way), icon=WAY_ICONS[line.way]))
            else:
                tokens.append(_told(crm, token, today()))
        return QuickReading(tokens=tuple(tokens), value=line)

    return read


def _told(crm: Crm, token: Token, on: date) -> QuickToken:
    if token.kind == "next":
        text = _("next {day}").format(day=day(parse_day(token.text, on), on))
        return QuickToken(text=text, icon=_ICONS["next"])
    kinds = _KINDS.get(token.kind)
    known = kinds is None or bool(crm.directory.search(token.text, kinds, 1))
    return QuickToken(text=token.text, icon=_ICONS[token.kind], is_known=known)
