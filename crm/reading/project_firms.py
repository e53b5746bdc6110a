"""The firm a project's name begins with: 砺桥传动减速器项目, 江苏润砺年产2万吨树脂项目."""

from __future__ import annotations

import re

from crm.reading.firm_shapes import FirmForm, Ground, names_a_firm
from crm.reading.firm_words import firm_words, is_agency, is_brand, own_part

_INSTITUTE = re.compile(
    r"研究所|研究院|大学|学院|医院|实验室|创新中心|^(?:商业|国际)?(?:大?酒店|广场|综合体|商城|购物|旅游|度假)|^商业|示范区|合作区|科学城|科技城"
)
_UNITED = "联合"
_INTENDS = "以拟将并"  # begin a clause, never a brand before its project
_NO_FIRST = "新小大高低多双全超防抗无可再年日"  # begin a product (小包装, 防腐内涂层)
_CORPORATION = re.compile(r"(?P<own>[一-鿿]{2,8}?)(?:集团|股份|公司)(?=[一-鿿\d])(?!总部|有限)")
_CAPACITY = re.compile(r"第?\d|年产|年处理|日产|年加工")
_TURN = re.compile(r"[“\"（(]|第?\d|年产|年处理|日产|年加工")


def firm_in_name(ground: Ground, start: int, end: int, *, is_item: bool = False) -> FirmForm | None:
    """The firm a project's name begins with, if it begins with one (砺桥传动减速器项目)."""
    begin = ground.after_places(start)
    if (behind := _behind_zone(ground, start, end)) > begin:
        start = begin = behind
    known = ground.known_at(start) or ground.known_at(begin)
    if known and known.end <= end:
        return FirmForm(
            start=known.start, end=known.end, core_start=known.start, core_end=known.end, rule="知名企业"
        )
    name = _TURN.split(ground.text[begin:end])[0]
    own = own_part(name)
    if is_item and (form := _placed(ground, start, begin, end, name)):
        return form
    form = _common_firm(ground, start, begin, name, is_item=is_item)
    if own == 0 and is_item and begin - start == 2 and name in firm_words().naming:
        stop = begin + len(name)  # 三江生物
        return FirmForm(start=start, end=stop, core_start=start, core_end=stop, rule="项目名")
    if own == 0 or form:
        return form
    branded = _branded(ground, start, begin, name[:own], name)
    return branded or (_led(ground, start, begin, name) if is_item else None)


def _behind_zone(ground: Ground, start: int, end: int) -> int:
    """The offset behind the zone a name begins with, or `start` (盐南高新区|德利迅达…)."""
    return max((stop for stop in ground.place_ends(start) if start + 3 < stop <= end - 2), default=start)


def _placed(ground: Ground, start: int, begin: int, end: int, name: str) -> FirmForm | None:
    """A firm of everyday words that its place in a list tells: with a legal word, or before a capacity."""
    words = firm_words()
    corporation = _CORPORATION.match(ground.text, begin, end)
    if corporation and not is_agency(corporation["own"]):
        stop = corporation.end()
    elif (
        begin > start
        and _CAPACITY.match(ground.text, begin + len(name), end)
        and 2 <= len(name) <= 4
        and not any(name[:2] in taken for taken in (words.generic, words.vague, words.inside, words.verbs))
    ):
        stop = begin + len(name)  # 江苏润泽|年产2000吨…
    else:
        return None
    return FirmForm(start=start, end=stop, core_start=begin, core_end=stop, rule="项目名")


def _led(ground: Ground, start: int, begin: int, name: str) -> FirmForm | None:
    """The uncommon word an item begins with, where everyday words go on behind it (威曼|汽车系统)."""
    words = firm_words()
    for own in range(2, 6):
        brand, rest = name[:own], name[own:]
        if not rest:
            break
        if not _goes_on(ground, begin + own, rest) or _straddled(name, own):
            continue
        if (
            not is_brand(brand)
            or brand[:2] in words.ordinary
            or (brand[0] in _NO_FIRST and own < 4)
            or is_agency(brand)
            or brand[-1] in "院所校"
            or (rest[0] not in "院所校" and _INSTITUTE.search(rest[:12]))
            or ground.is_place(begin, begin + own)
            or ground.is_sector(begin, begin + own)
        ):
            return None
        end = begin + _with_trade(name, own)
        return FirmForm(start=start, end=end, core_start=begin, core_end=begin + own, rule="项目名")
    return None


def _goes_on(ground: Ground, at: int, rest: str) -> bool:
    """Whether everyday words, a place or a capacity begin at an offset."""
    if _TURN.match(rest) or ground.after_places(at) > at:
        return True
    return any(_stands_before(rest, size) for size in range(4, 1, -1))


def _stands_before(rest: str, size: int) -> bool:
    words = firm_words().ordinary
    return rest[:size] in words and (
        not rest[size:]
        or size > 2
        or rest[:size] in firm_words().inside
        or rest[size:].startswith(("项目", "工程"))
        or not "一" <= rest[size] <= "鿿"
        or any(rest[size : size + more] in words for more in (2, 3, 4))
    )


def _straddled(name: str, own: int) -> bool:
    """Whether an everyday word with others behind it lies across the end of a brand."""
    words = firm_words().ordinary
    return any(
        name[left : own + more] in words and _stands_before(name[own + more :], size)
        for left in range(max(0, own - 2), own)
        for more in (1, 2)
        for size in (4, 3, 2)
    )


def _branded(ground: Ground, start: int, begin: int, brand: str, name: str) -> FirmForm | None:
    own = len(brand)
    if len(brand) == 4 and brand[:2] in firm_words().ordinary:
        return None
    if not is_brand(brand, is_told=is_trade_at(name, own)) or (own == len(name) and own > 4) or own > 5:
        return None
    words = firm_words()
    if brand in words.generic or (brand[:2] in words.verbs and own > 2) or brand[0] in _INTENDS:
        return None
    if any(legal in brand for legal in ("公司", "集团", "企业")):
        return None
    if is_agency(brand) or ground.is_place(begin, begin + own) or ground.is_sector(begin, begin + own):
        return None
    if brand.isascii() and len(name) > own and not is_trade_at(name, own):
        return None  # LED封装, TSV封装: a technique, not a firm
    stop = begin + _with_trade(name, own)
    if stop == begin + own < start + len(name) and _cuts_a_word(ground.text, stop):
        return None
    if stop == begin + own and _INSTITUTE.search(name[own : own + 12]):
        return None
    return FirmForm(start=start, end=stop, core_start=begin, core_end=begin + own, rule="项目名")


def _cuts_a_word(text: str, at: int) -> bool:
    """Whether an everyday word lies across `at` (开展新能|源)."""
    words = firm_words().ordinary
    return any(text[at - 2 : at + more] in words or text[at - 1 : at + more] in words for more in (1, 2))


def is_trade_at(name: str, at: int) -> bool:
    """Whether an unmistakable trade word of firms stands in `name` at `at`."""
    sure = firm_words().sure
    return any(name[at : at + size] in sure for size in (4, 3, 2))


def ends_in_trade(name: str) -> bool:
    """Whether a firm's name ends in a word of its trade (砺桥传动)."""
    inside = firm_words().inside
    return any(name[-size:] in inside for size in (2, 3, 4))


def _with_trade(name: str, own: int) -> int:
    """The end of the firm's name: with its trade before a facility or the end, or if it names firms."""
    words = firm_words()
    if name.startswith(_UNITED, own) and (end := _with_trade(name, own + len(_UNITED))) > own + len(_UNITED):
        return end  # 砺桥联合科技
    for size in words.strong_sizes.get(name[own : own + 2], ()):
        trade = name[own : own + size]
        if len(trade) == size and trade in words.strong:
            rest = name[own + size :]
            is_end = not rest or rest.startswith(words.facility) or rest[0].isdigit()
            return own + size if is_end or trade in words.naming else own
    return own


def _common_firm(ground: Ground, start: int, begin: int, name: str, *, is_item: bool) -> FirmForm | None:
    """A firm of everyday words before a place, or with an unmistakable trade (航天锂电天门…, 蜜蜂科技…)."""
    words = firm_words()
    for own in (2, 3):
        for size in words.strong_sizes.get(name[own : own + 2], ()):
            trade = name[own : own + size]
            if len(trade) != size or trade not in words.strong or name[:own] in words.generic:
                continue
            end = begin + own + size
            before_place = ground.after_places(end) > end
            is_whole = is_item and own + size == len(name) and trade in words.naming  # 北纬光电
            if is_whole and names_a_firm(name[:own]) and not ground.is_sector(begin, end):
                return FirmForm(start=start, end=end, core_start=begin, core_end=end, rule="项目名")
            certain = trade not in words.weak and name[:own] not in words.inside and trade != "产业"
            if before_place or (certain and (is_item or name[own + size :]) and name[:own] in words.ordinary):
                return FirmForm(start=start, end=end, core_start=begin, core_end=end, rule="项目名")
    return None
