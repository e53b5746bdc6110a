"""Who wrote an article and which paper or agency sent it, as its first and its last paragraph say."""

from __future__ import annotations

import re
from dataclasses import replace

from crm.reading.header import HEADER_LENGTH, PERSON, Header, read_author, read_date, read_source

_DAY = r"(?:19|20)\d\d\s*[年\-/.]\s*\d{1,2}\s*[月\-/.]\s*\d{1,2}\s*日?"
_ENDING_LENGTH = 60  # characters of a line that only says where an article comes from
_PEOPLE = rf"{PERSON}(?:[、,，\s]+{PERSON}){{0,4}}"
_BYLINE = re.compile(
    r"^.{0,24}?(?:讯|电|消息|快讯|报道)?\s*[（(]\s*(?:[\u4e00-\u9fff]{0,8})?(?:全媒体|首席|见习|本报|本网|特约)?"
    rf"(?:记者|通讯员|作者)[\s:：]*({_PEOPLE})\s*(?:文/图|文|摄影报道|摄|报道)?\s*[）)]"
)
_END_BYLINE = re.compile(
    rf"[（(]\s*(?:本报记者|作者|记者|文|通讯员)[\s:：/]*({_PEOPLE})[^（()）]{{0,12}}[）)]$"
)
_AGENCY = re.compile(
    r"^[\s【（(]*(新华社|中新社|新华网|中新网|人民网|央视网|中国新闻网|证券时报网|中证网"
    r"|[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|时报|商报))[^，。,]{0,16}?(?:\d{1,2}月\d{1,2}日)?\s*(?:讯|电)"
    r"(?=[\s（(：:】）)]|\d|[\u4e00-\u9fff])"
)
_TAKEN_FROM = r"(?:原?载于?|摘自|选自|刊于|转自|据)\s*[:：]?\s*"
_REPRINTS = (
    rf"{_TAKEN_FROM}(?:{_DAY}\s*)?《(?P<paper>[^《》]{{2,20}})》(?:[，,（(\s]*{_DAY})?[^。，]{{0,12}}",
    rf"《(?P<paper>[^《》]{{2,20}})》[，,（(\s]*{_DAY}[^。，]{{0,12}}",
    rf"{_DAY}\s*《(?P<paper>[^《》]{{2,20}})》[^。，]{{0,12}}",
    rf"(?<=[（(]){_TAKEN_FROM}(?P<paper>[^，。（）()《》\d]{{2,20}}?)(?:\s*{_DAY})?(?=[）)])",
)
_REPRINTED = tuple(re.compile(rf"[（(【\[]?\s*{form}\s*[）)】\]]?") for form in _REPRINTS)


def read_dateline(line: str) -> Header:
    """Who wrote and which agency sent an article, from the opening of its first paragraph."""
    byline, agency = _BYLINE.match(line), _AGENCY.match(line)
    source = agency.group(1) if agency else None
    day = read_date(line[: agency.end()]) if agency else None
    return Header(published=day, source=source, author=read_author(byline.group(1)) if byline else None)


def read_ending(line: str) -> Header:
    """A source or author in brackets, as articles end with."""
    byline = _END_BYLINE.search(line[-60:])
    stated = Header(author=read_author(byline.group(1)) if byline else None)
    if len(line) <= HEADER_LENGTH and re.match(
        r"[（(【\[]?\s*(?:信息|文章|稿件|新闻|本文)?\s*(?:来\s*源\s*于?|稿源|转自)\s*[:：]", line
    ):
        stated = replace(stated, source=read_source(line.strip("（()）【】[] ")))
    if re.fullmatch(_DAY, line.strip("（()）")):  # below a signature
        stated = replace(stated, published=read_date(line))
    elif len(line) <= _ENDING_LENGTH:
        stated = stated.filled(_read_reprint(line))
    return stated


def _read_reprint(line: str) -> Header:
    """The paper and day an article was taken from: （原载《海州日报》2013年5月6日）."""
    found = next(filter(None, (form.fullmatch(line) for form in _REPRINTED)), None)
    return Header(source=read_source(found["paper"]), published=read_date(line)) if found else Header()
