"""Names of firms told by their shape: registered names, groups, and a brand with its trade (砺桥传动)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from crm.reading.firm_words import (
    WORD_LENGTH,
    boundary_ends,
    firm_words,
    is_agency,
    is_brand,
    is_ordinary,
    last_own_run,
    own_part,
    strip_trades,
    verbs_in,
)
from crm.reading.known import BYTES, NameHit, NameKind, as_bytes
from crm.reading.lexicon import Lexicon

NAME_LENGTH = 36  # characters before the legal form; the longest registered names stay below it
LONGEST_PLACE = 8  # characters of a place in front of a registered name
BRAND_LENGTH = 10  # characters before the trade word of a short name

_PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江",
    "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州",
    "云南", "陕西", "甘肃", "青海", "内蒙古", "广西", "西藏", "宁夏", "新疆",
)  # fmt: skip
_RUN = re.compile(
    r"[一-鿿A-Za-z0-9·&\-]+(?:[(（\[][^()（）\[\]\s，。；：、]{1,12}[)）\]][一-鿿A-Za-z0-9·&\-]+)*"
)
_LEGAL = re.compile(  # each way begins with a fixed word, so that the text between is passed over quickly
    r"[(（]集团[)）](?:股份)?(?:有限(?:责任)?)?公司|集团(?!化|军)(?:(?:股份)?有限(?:责任)?公司|股份|公司)?|股份(?:有限(?:责任)?)?公司|有限(?:责任)?公司|总公司|公司|株式会社|合伙企业(?:[(（]有限合伙[)）])?"
)
_LEGAL_WORDS = ("公司", "集团", "株式会社", "合伙企业")  # one of them is in every legal form
_LEGAL_WORD = re.compile("|".join(_LEGAL_WORDS))
_LATIN = re.compile(
    r"[A-Z](?<![A-Za-z&.\-].)[A-Za-z&.\-]{0,40}(?:[ (（][A-Za-z(（][A-Za-z&.\-]{0,40}[)）]?){0,4}"
    r"[ )）,]{0,2}(?:Limited|Ltd\.?|Inc\.?|GmbH|Corporation|Corp\.?|LLC|S\.A\.|AG)(?![A-Za-z])"
)
_LATIN_END = re.compile("[ (（,]")
_TRADE_OF_VERBS = "进出口"
_HOLDS = "占"  # 砺桥电池占合资公司注册资本的51%
_BUREAU = re.compile(r"中(?:铁|建|交|冶|水|铁建|电建)[一二三四五六七八九十]{1,2}(?:局|公局|航局|冶)(?:集团)?")
_BRACKET = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_MARK_OF_BRACKET = re.compile(r"[)）\]]")
_JOINTS = "和与及同"
_LEADS = "和与及同继如占"
_ANY_JOINT = re.compile("[和与及同、]")
_OF_PLACE = re.compile(
    r"(?:银行|证券|石化|炼化|重工|重汽|信托|农商行|港口集团|港集团)(?:公司|集团)?"
    r"(?!产业|行业|企业|园|项目|基地|城|区|业|卡|路|厂|大厦|机构|监管|部门|系统|市场|化工|装备|板块)"
)
_LEVELS = frozenset("省市县区旗州镇乡")
# What is named like a firm and goes on like this is a road or a building: 砺桥二路, 砺桥小学.
ROAD = re.compile(
    "[东南西北中]?[一二三四五六七八九十]{0,2}(?:路(?![桥线由演])|街|大道|公路|大桥|高速|铁路|村|社区|小学|中学|幼儿园|广场|立交|片区|组团|经济带)"
)
_GENERIC_LEGAL = ("公司", "集团", "总公司", "集团公司", "股份公司", "合伙企业")
AFTER_BRAND = re.compile(
    r"[^一-鿿A-Za-z0-9]|$|[的等与和及将已在从由于为向是以对把也就董总副拟计投建签落入正年在有携联以中首今明昨]|"
    r"(?:项目|生产|研发|制造|产业|总部|基地|工厂|园|一期|二期|三期|四期|公告|负责人|相关|表示|开工|新|扩|增|公司|集团|股份)"
)


class FirmForm(NamedTuple):
    """One occurrence of a firm's name; `core` is its own word inside the text, without place and trade."""

    start: int
    end: int
    core_start: int
    core_end: int
    rule: str
    is_full: bool = False


@cache
def _countries() -> re.Pattern[str]:
    return re.compile("|".join(firm_words().countries))


class Ground:
    """A text with what is known about it before firms are looked for."""

    def __init__(self, text: str, hits: Sequence[NameHit] = ()) -> None:
        self.text = text
        self.hits = hits
        self._places = {hit.start: hit.end for hit in hits if hit.regions}
        self._zones = {hit.start: hit.end for hit in hits if hit.zones}
        found = firm_words().marks.iter(as_bytes(text))
        marks = [(last // BYTES + 1, mark) for last, mark in found if last % BYTES]
        self.runs = [run.span() for run in _RUN.finditer(text)]  # stretches without a mark
        self._firms = {hit.start: hit for hit in hits if hit.enterprises}
        self._places |= dict(_places_in_front(self._firms.values()))
        self._boundaries = self._outside_names(boundary_ends(text, marks))
        self.trades = _longest([(end - mark.size, end) for end, mark in marks if mark.is_trade])
        sectors = [hit for hit in hits if hit.industries]
        self._sector_starts = [hit.start for hit in sectors]
        self._sector_ends = [hit.end for hit in sectors]
        countries = {found.start(): found.end() for found in _countries().finditer(text)}
        self._behind_place = countries | self._places
        self._place_ends = {end: start for start, end in self._places.items()}

    def _outside_names(self, boundaries: list[int]) -> list[int]:
        """The boundaries in no known firm's or region's name (the 希望 of 新希望六和, the 前 of 科右前旗)."""
        names = [hit for hit in self._firms.values() if not _is_common(hit)]
        inside = {at for hit in names for at in range(hit.start + 1, hit.end + 1)}
        regions = [hit for hit in self.hits if hit.regions and hit.end - hit.start > 2]
        inside |= {at for hit in regions for at in range(hit.start + 1, hit.end)}
        return [at for at in boundaries if at not in inside] if inside else boundaries

    def after_places(self, at: int) -> int:
        """The offset behind the place names that begin at `at`."""
        while at in self._behind_place:
            at = self._behind_place[at]
        return at

    def known_at(self, at: int) -> NameHit | None:
        """The known firm whose name begins at `at`."""
        return self._firms.get(at)

    def before_place(self, at: int) -> int:
        """The offset where a place name ending at `at` begins, or `at`."""
        return self._place_ends.get(at, at)

    def is_place(self, start: int, end: int) -> bool:
        """Whether exactly this stretch is a region or a zone."""
        return self._places.get(start) == end or self._zones.get(start) == end

    def place_ends(self, start: int) -> Iterator[int]:
        """Where the region and the zone end that begin at `start`."""
        for known in (self._places, self._zones):
            if start in known:
                yield known[start]

    def is_sector(self, start: int, end: int) -> bool:
        """Whether a sector word covers this stretch."""
        at = bisect_right(self._sector_starts, start) - 1
        return at >= 0 and self._sector_ends[at] >= end

    def name_start(self, start: int, end: int) -> int:
        """Where a name that ends at `end` may begin: behind the last boundary word of the stretch."""
        at = bisect_right(self._boundaries, end) - 1
        return max(start, self._boundaries[at]) if at >= 0 else start

    def name_starts(self, start: int, end: int) -> list[int]:
        """All the places in a stretch where a name may begin."""
        low, high = bisect_right(self._boundaries, start), bisect_right(self._boundaries, end)
        return [start, *self._boundaries[low:high]]


def _places_in_front(firms: Iterable[NameHit]) -> Iterator[tuple[int, int]]:
    """The places that known registered names begin with: the longer name hides them from the lexicon."""
    shipped = Lexicon.shipped()
    for hit in firms:
        at = 0
        while hit.text.endswith(_LEGAL_WORDS) and (size := _place_size(shipped, hit.text[at:])):
            yield hit.start + at, hit.start + at + size
            at += size


def _place_size(shipped: Lexicon, text: str) -> int:
    """How long the place is that a text begins with, 0 if it begins with none."""
    for size in range(min(LONGEST_PLACE, len(text) - 1), 1, -1):
        names = shipped.names(text[:size])
        if any(name.kind is NameKind.REGION and not name.common for name in names):
            return size
    return 0


def _is_common(hit: NameHit) -> bool:
    return any(name.common for name in hit.enterprises)


def registered_names(ground: Ground) -> Iterator[FirmForm]:
    """Names with a legal form: …有限公司, …集团, …公司, Ltd."""
    text = ground.text
    for found in _LATIN.finditer(text):
        core = _LATIN_END.split(found.group(), maxsplit=1)[0]
        yield FirmForm(
            start=found.start(),
            end=found.end(),
            core_start=found.start(),
            core_end=found.start() + len(core),
            rule="全称",
            is_full=True,
        )
    for bureau in _BUREAU.finditer(text):
        start, end = bureau.span()
        yield FirmForm(start=start, end=end, core_start=start, core_end=end, rule="全称", is_full=True)
    for begin, stop in _runs_with_legal_form(ground):
        floor = begin
        for legal in _LEGAL.finditer(text, begin, stop):
            start = max(floor, legal.start() - NAME_LENGTH)
            form = _registered(ground, start, legal)
            if form:
                yield form
            if legal.group().endswith("公司"):
                floor = legal.end()


def _runs_with_legal_form(ground: Ground) -> Iterator[tuple[int, int]]:
    starts, last = [start for start, _ in ground.runs], -1
    for found in _LEGAL_WORD.finditer(ground.text):
        number = bisect_right(starts, found.start()) - 1
        if number > last and found.start() < ground.runs[number][1]:
            last = number
            yield ground.runs[number]


def placed(ground: Ground) -> Iterator[FirmForm]:
    """Firms named by their place and a trade that only a firm has there: 海州银行, 临江石化."""
    for found in _OF_PLACE.finditer(ground.text):
        core_start = ground.before_place(found.start())
        if core_start < found.start():
            yield FirmForm(
                start=core_start,
                end=found.end(),
                core_start=core_start,
                core_end=found.end(),
                rule="地名加行业",
                is_full=True,
            )


def brands(ground: Ground) -> Iterator[FirmForm]:
    """A brand with its trade and no legal form: 砺桥传动, 海目星激光."""
    trades = ground.trades
    end = at = 0
    for first, last in ground.runs:
        while at < len(trades) and trades[at][0] < last:
            start, stop = trades[at]
            at += 1
            if start < end or start < first + 2 or stop > last:
                continue
            form = _brand(ground, max(first, end), start, stop)
            if form:
                end = form.end
                yield form


def _registered(ground: Ground, floor: int, legal: re.Match[str]) -> FirmForm | None:
    if floor >= legal.start():
        return None
    for cut in reversed(_starts(ground, floor, legal.start())):
        start = _balanced(ground.text, cut, legal.start())
        verdict = _core(ground, start, legal)
        if verdict is not None:
            start = _at_known(ground, _without_verbs(ground, start, legal), legal)
            core = _core(ground, start, legal) or verdict
            end = legal.end()
            return FirmForm(
                start=start, end=end, core_start=core[0], core_end=core[1], rule="全称", is_full=True
            )
        if not _may_reach_back(ground, start, legal):
            return None
    return None


def _starts(ground: Ground, floor: int, end: int) -> list[int]:
    """Where a registered name may begin; 和 ends another name before a place or behind a trade."""
    starts, stretch = ground.name_starts(floor, end), ground.text[floor:end]
    for joint in _ANY_JOINT.finditer(stretch):
        left, at = stretch[: joint.start()], floor + joint.end()
        if (
            ground.after_places(at) > at
            or ground.known_at(at)
            or (left and left[-2:] in firm_words().strong)
            or left.endswith(("公司", "集团"))
        ) or (not left and ground.text[floor - 2 : floor] in ("公司", "集团")):
            starts.append(at)
    return sorted({*starts})


def _may_reach_back(ground: Ground, start: int, legal: re.Match[str]) -> bool:
    """Whether the cut tore a name: a single character or only trade words are left of a registered name."""
    body = ground.text[start : legal.start()]
    return "有限" in legal.group() and 0 < len(strip_trades(body)) <= 2 and body not in firm_words().generic


def _core(ground: Ground, start: int, legal: re.Match[str]) -> tuple[int, int] | None:
    """Where the firm's own word lies in a registered name; None if the stretch names nobody."""
    text, words = ground.text, firm_words()
    known = ground.known_at(start)
    if known and not _is_common(known) and known.end <= legal.start():
        return known.start, known.end
    begin = ground.after_places(start)
    is_strict = "有限" in legal.group() or legal.group()[0] in "(（"
    is_group = begin > start and _is_group(ground, start, begin, legal)
    last_place = ground.before_place(begin)
    if is_strict and last_place > start and text[begin : legal.start()] in words.inside:
        begin = last_place  # 振兴 in 泰兴市澜砺电子有限公司 is the firm's own word, not the district
    body = text[begin : legal.start()]
    has_bracket = bool(_MARK_OF_BRACKET.search(body))
    plain = _BRACKET.sub("", body) if has_bracket else body
    has_place = begin > start or plain != body
    if (
        not plain
        or (plain in words.generic and not (is_group or (is_strict and has_place)))
        or (plain[0] in "省市县" and plain[1:] in words.generic)
        or (is_agency(plain) and not is_strict and not (has_place and plain[-2:] in words.inside))
    ):
        return None
    first = (_BRACKET.split(body)[0] if has_bracket else body) or plain
    core = _own_word(strip_trades(first)) if len(first) > 2 else first
    is_told = plain[-2:] in words.own and names_a_firm(plain[:-2])  # 鼎盛酒业集团
    if not is_strict and not has_place and not is_told and (is_ordinary(plain) or len(plain) > 12):
        return None
    if not is_strict and (_tells(plain) or (plain[0] in _JOINTS and is_ordinary(plain[1:]))):
        return None
    if len(plain) < 2 or (plain in words.inside and not (is_strict and has_place) and not is_group):
        return None
    if _is_all_generic(plain) and not (has_place and (is_strict or len(plain) > 3)) and not is_group:
        return None
    if is_group and is_ordinary(plain):
        return begin, legal.start()  # no short form of 山西粮油进出口集团 is 粮油
    offset = body.find(core)
    at = begin + max(offset, 0)
    return at, min(at + len(core), legal.start())


def _is_group(ground: Ground, start: int, begin: int, legal: re.Match[str]) -> bool:
    """Whether a place and its trade name a group: 上海电气集团股份有限公司, 内蒙古电力集团."""
    if not legal.group().startswith("集团"):
        return False
    words, trade = firm_words(), ground.text[begin : legal.start()]
    is_told = trade in words.strong or trade in words.inside
    return is_told or "有限" in legal.group() or _is_provincial(ground, start)


def _own_word(core: str) -> str:
    """`core` without the everyday words behind an uncommon one (金澜达|液晶显示器)."""
    own = own_part(core)
    return core[:own] if 2 < own < len(core) and is_brand(core[:own]) else core


def _is_provincial(ground: Ground, start: int) -> bool:
    return ground.text.startswith(_PROVINCES, start) or bool(_countries().match(ground.text, start))


def _tells(plain: str) -> bool:
    """Whether a verb stands inside a stretch, which then is a clause and no name (尚需提交公司…)."""
    trade = plain.find(_TRADE_OF_VERBS)
    return _HOLDS in plain[1:] or any(
        end - at < WORD_LENGTH and not 0 <= trade <= at <= trade + 1
        for at, end in verbs_in(plain, 0, len(plain))
    )


def _is_all_generic(plain: str) -> bool:
    words = firm_words()
    if plain in words.inside:
        return True
    for cut in range(1, len(plain)):
        if plain[:cut] in words.generic and (plain[cut:] in words.inside or plain[cut:] in words.generic):
            return True
    return False


def _without_verbs(ground: Ground, start: int, legal: re.Match[str]) -> int:
    """The start of the name behind a verb that no boundary word covers (见证砺桥科技有限公司)."""
    text, verbs = ground.text, firm_words().verbs
    if text[start] in _LEADS and (known := ground.known_at(start + 1)) and not _is_common(known):
        start += 1  # 继砺桥集团, 和砺桥集团
    if text[start] in _JOINTS and start and "一" <= text[start - 1] <= "鿿" and legal.start() - start > 3:
        start += 1  # 开发区和砺桥科技有限公司
    for size in (4, 3, 2):
        later = start + size
        if text[start:later] in verbs and legal.start() - later >= 3:
            rest = text[later : legal.start()]
            begin = ground.after_places(later)
            if begin > later or is_brand(strip_trades(rest)[:4]):
                return later if own_part(text[begin : legal.start()]) else start
    return start


def _at_known(ground: Ground, start: int, legal: re.Match[str]) -> int:
    """The start of a known firm's name behind everyday words (建设中国联通集团数据中心)."""
    for at in range(start + 2, min(start + 8, legal.start())):
        known = ground.known_at(at)
        if known and not _is_common(known) and known.end - at > 2 and is_ordinary(ground.text[start:at]):
            return at
    return start


def _balanced(text: str, start: int, end: int) -> int:
    if not _MARK_OF_BRACKET.search(text, start, end):
        return start
    closing = max(text.find(mark, start, end) for mark in ")）]")
    opening = max(text.rfind(mark, start, end) for mark in "(（[")
    return closing + 1 if closing >= 0 and not start <= opening < closing else start


def _brand(ground: Ground, floor: int, trade_start: int, trade_end: int) -> FirmForm | None:
    text, words = ground.text, firm_words()
    start = ground.name_start(max(floor, trade_start - BRAND_LENGTH), trade_start)
    trade = text[trade_start:trade_end]
    begin = ground.after_places(start)
    if begin >= trade_start:
        return _place_like(ground, start, trade_start, trade_end)
    own = last_own_run(text[begin:trade_start])
    if own == trade_start - begin and trade not in words.own:
        return None  # everyday words up to the trade
    joined = text.rfind("和", begin + own, trade_start - 2) + 1
    core_start = ground.after_places(max(begin + own, joined))
    core = text[core_start:trade_start]
    if trade in words.own and own == trade_start - begin and names_a_firm(text[begin:trade_start]):
        form = FirmForm(start=start, end=trade_end, core_start=begin, core_end=trade_end, rule="字号加行业")
        return form if AFTER_BRAND.match(text, trade_end) else None
    if not is_brand(core) or len(core) > 4 or ground.is_sector(core_start, trade_start):
        return None
    if core[0] in _JOINTS and len(core) > 2 and core_start > floor:
        core_start += 1  # 科创中心和碳峰科创
        core = core[1:]
    joined_to = text[core_start + 1 : trade_end]
    if core[0] in _JOINTS and (joined_to in words.generic or is_ordinary(joined_to)):
        return None
    if core.isascii() and trade in words.weak:
        return None  # LED照明: a technique and its sector
    end = _through_trades(text, trade_end)
    is_strong = trade in words.strong and trade not in words.weak
    goes_on = not AFTER_BRAND.match(text, end) and (
        trade not in words.naming or text[end : end + 2] in words.inside
    )
    if not is_strong and (len(core) > 3 or goes_on):
        return None
    if is_agency(text[core_start:end]) or _agency_follows(text, end):
        return None
    has_place = own == 0 and ground.after_places(start) == core_start
    name_start = core_start if not has_place or is_told_beside(text, start, core_start) else start
    if own and core_start > begin + own and text[begin + own] not in _JOINTS:
        name_start = begin + own
    return FirmForm(start=name_start, end=end, core_start=core_start, core_end=trade_start, rule="字号加行业")


def is_told_beside(text: str, start: int, core_start: int) -> bool:
    """Whether the place before a short name is no part of it, as it stands in full: 海州县|砺桥传动."""
    size = core_start - start
    return size > 1 and text[core_start - 1] in ("县旗" if size == 2 else _LEVELS)


def names_a_firm(head: str) -> bool:
    """Whether an everyday word can be a firm's own word before a trade that only firms bear (鼎盛控股)."""
    words = firm_words()
    return (
        2 <= len(head) <= 3
        and head in words.ordinary
        and not any(head in taken for taken in (words.generic, words.inside, words.vague, words.verbs))
        and not is_agency(head)
    )


def _place_like(ground: Ground, start: int, trade_start: int, trade_end: int) -> FirmForm | None:
    """A brand that is also a place, behind another place (台湾长兴电子)."""
    core_start = ground.before_place(trade_start)
    if core_start <= start or trade_start - core_start != 2 or not AFTER_BRAND.match(ground.text, trade_end):
        return None
    return FirmForm(start=start, end=trade_end, core_start=core_start, core_end=trade_end, rule="字号加行业")


def _through_trades(text: str, end: int) -> int:
    words = firm_words()
    for size in words.strong_sizes.get(text[end : end + 2], ()):
        after = end + size
        if after <= len(text) and text[end:after] in words.strong:
            return after if text[after - 2 : after] not in ("产业", "工业", "工程", "制造", "设备") else end
    return end


_AGENCY_TAIL = re.compile(
    r"(?:园|区|城|路|村|镇|局|厅|馆|港)|[一-鿿]{0,4}?(?:产业园|科技园|工业园|园区|大学|学院|研究院|研究所|局|厅|协会|商会|新城|科技城|小镇|广场|大厦|中心|馆)"
)


def _agency_follows(text: str, end: int) -> bool:
    found = _AGENCY_TAIL.match(text, end)
    return found is not None and found.group() not in ("产业园", "科技园", "工业园")


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each start the longest stretch, in order, none beginning inside the one before."""
    by_start = dict(sorted(spans))
    answer: list[tuple[int, int]] = []
    floor = 0
    for start in sorted(by_start):
        if start >= floor:
            floor = by_start[start]
            answer.append((start, floor))
    return answer
