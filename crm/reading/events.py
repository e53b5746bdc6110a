"""The event an article tells of, and which projects it governs.

Articles of this kind are built around an event: a ceremony (12个项目集中签约), or a number of projects at
one stage (已开工项目6个). The projects named under it, in the same sentence, in the list that follows or
in paragraphs of their own, share its act and day unless their own verb says otherwise. Its scope ends
where another event is told, or where a paragraph turns to the background (今年以来, 近年来, 下一步);
it opens again where the text comes back to it (此次签约的项目中).

What a single firm does governs no other firm's project beyond its own paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crm.domain.reading import Action
from crm.reading.acts import STRENGTH, Act
from crm.reading.scenes import Scene

_SHARED = re.compile(
    r"集中|仪式|本次|此次|现场|大会|推介会|活动|一批|一系列|批次|(?:\d|[一二两三四五六七八九十百])(?:余|多)?(?:个|项|宗|家|大)[^，。；、]{0,16}(?:项目|企业)|项目(?:共|有|达|共有|共计)*\d+(?:个|项)|(?:\d|[二两三四五六七八九十])(?:余|多)?(?:个|项|份)[^，。；、]{0,8}(?:协议|合同)"
)
HEADING_LENGTH = 20  # characters of a line that stands over a list
_COUNTED_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）])[^，。；]{2,12}项目[。：:]?"
)
_BACKGROUND = re.compile(
    r"(?:据[^，。；]{1,6}[，,])?(?:今年以来|近年来|近几年|去年以来|多年来|一直以来|此前|过去|下一步|接下来|目前[，,]|截至目前|截至|近期|\d{4}年以来|[^，。；]{2,10}以来|作为[^，。；]{2,30}[，,])"
)
_RETURNS = re.compile(
    r"此次|本次|这次|当天|当日|现场|仪式上|会上|活动上|签约项目|开工项目|(?:签约|开工|落户)的"
)
_AMONG = re.compile(r"(?:签约|开工|落户|投产|竣工)[^，。；、]{0,10}项目(?:中|里)[，,]?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What happened, when, and whether several projects share it."""

    act: Act
    date: str | None
    is_shared: bool
    is_lead: bool  # told before the projects of its sentence, so that all of them are meant
    paragraph: int
    sentence: int


class EventInForce:
    """The event that governs the scenes as they are read one after the other."""

    def __init__(self) -> None:
        self._shared: Event | None = None
        self._single: Event | None = None
        self._told: Event | None = None
        self._paragraph = -1
        self._is_open = True

    def headline(self, act: Act) -> None:
        """An act that the headline tells of several projects (5个项目集中开工): the article lists them."""
        self._shared = Event(act=act, date=None, is_shared=True, is_lead=True, paragraph=-1, sentence=-1)

    def enter(self, scene: Scene, paragraph: int) -> None:
        """Whether the scene leaves the scope of the event told before, or comes back to it."""
        if paragraph != self._paragraph:
            self._paragraph = paragraph
            self._is_open = self._is_open and not _BACKGROUND.match(scene.text, scene.start, scene.end)
        if not self._is_open and _RETURNS.search(scene.text, scene.start, min(scene.end, scene.start + 40)):
            self._is_open = True

    def tell(self, scene: Scene, act: Act, date: str | None, *, is_heading: bool) -> None:
        """An act of a scene, if it is one that can govern projects."""
        if not act.is_done or (STRENGTH[act.action] > STRENGTH[Action.STARTED] and not is_heading):
            return
        event = Event(
            act=act,
            date=date or (self._told.date if self._told else None),
            is_shared=is_heading or is_shared_by(scene),
            is_lead=not scene.mentions or act.start < scene.mentions[0].start,
            paragraph=self._paragraph,
            sentence=scene.sentence_start,
        )
        if event.is_shared:
            self._shared, self._told, self._is_open = event, event, True
        elif scene.mentions or scene.enterprises:
            self._single = self._told = event

    @property
    def told(self) -> Event | None:
        """The event told last, in force or not."""
        return self._told

    @property
    def current(self) -> Event | None:
        """The event in force: the shared one, or in a paragraph without it what one project did there."""
        shared = self._shared if self._is_open else None
        single = self._single if self._single and self._single.paragraph == self._paragraph else None
        if single and not (shared and shared.paragraph == self._paragraph):
            return single
        return shared


def is_shared_by(scene: Scene) -> bool:
    """Whether a scene tells of a ceremony or of a number of projects."""
    return bool(_SHARED.search(scene.text, scene.start, scene.end))


def among(scene: Scene) -> Act | None:
    """The act shared by the projects a scene speaks of (12个签约项目中, …)."""
    if not scene.acts:
        return None
    lead = _AMONG.search(scene.text, scene.start, min(scene.end, scene.start + 40))
    return next((act for act in scene.acts if lead and act.start == lead.start()), None)


def is_heading(scene: Scene) -> bool:
    """Whether a scene is a line over a list of projects (已投产项目：)."""
    line = scene.text[scene.start : scene.end].strip()
    is_counted = bool(_COUNTED_HEADING.fullmatch(line))
    return is_counted or (len(line) <= HEADING_LENGTH and "项目" in line and not line.endswith(("。", "；")))
