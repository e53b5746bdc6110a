"""The lines between a headline and its article: date, source, author and publishing zone as stated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum

from crm.paths import resource


class _Label(Enum):
    PUBLISHED = "published"
    DATED = "dated"  # weaker: the day it was written or last touched
    SOURCE = "source"
    AUTHOR = "author"
    ZONE = "publishing_zone"
    ISSUER = "issuer"  # the publishing zone only if it names one
    OTHER = "other"


def _labels_known() -> dict[str, _Label]:
    lines = resource("lexicons", "page_labels.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: _Label(label) for label, name in pairs}


_OF_LABEL = _labels_known()


def _spaced(name: str) -> str:
    return r"\s*".join(map(re.escape, name))  # 来　源, 时 间


_NAMES = "|".join(_spaced(name) for name in sorted(_OF_LABEL, key=len, reverse=True) if "/" not in name)
_LABEL_AT = re.compile(
    rf"(?<![资料片据像频图])(?P<name>{_NAMES})(?:\s*[:：]\s*|(?<=[间期于])\s*(?=(?:19|20)\d\d)|(?<=[\s|^]来源)\s+)"
    rf"|(?:^|(?<=[|｜])|(?<=[|｜] ))(?P<cell>{_NAMES})\s*[|｜]\s*"  # a table of particulars
    r"|(?<=[|丨｜])\s*(?P<short>来源|作者)\s*(?=[A-Za-z\u4e00-\u9fff])"
    r"|(?<![\u4e00-\u9fff])(?:图\s*/\s*)?文\s*[/／|｜:：]\s*(?=[\u4e00-\u9fff]{2,4}(?:\s|$|图|[|/]))"
)
_VAGUE = frozenset(
    ("时间", "日期", "发布", "浏览", "点击", "分类", "名称", "来自", "编辑", "评论", "分享", "关闭", "打印")
)
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[年\-/.—－]\s*(\d{1,2})\s*[月\-/.—－]\s*(\d{1,2})(?!\d{3})\s*日?号?"
)
_SHORT_YEAR = re.compile(r"(?<![\d\-/.])(\d\d)[\-/.](\d{1,2})[\-/.](\d{1,2})(?![\d\-/.])")
_COMPACT_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_CLOCK = re.compile(
    r"T?\s*[0-2]?\d\s*[:：时]\s*[0-5]\d(?:\s*[:：分]\s*[0-5]\d)?(?:\.\d+)?\s*秒?分?(?:Z|[+-]\d\d:?\d\d)?"
)
_NOT_PUBLISHED = re.compile(
    r"今天|今日|现在|当前|星期|农历|截止|截至|有效|活动|访问|登录|Copyright|©|版权|备案", re.I
)
_SOURCE_END = re.compile(
    r"\s{2,}|[|丨｜┃【】\[\]<>《》]|\s(?=(?:19|20)\d\d)|(?:19|20)\d\d\s*[年\-/.]"
    r"|\s(?:原创|打印|关闭|分享|收藏|字号|字体|大 中 小|我要|举报|投诉|评论|阅读|浏览|点击)"
    r"|\s(?:编辑|作者|记者|责编|新闻热线|关注|微信|微博|T\s*T)|原创稿|[（(](?:原创|记者|作者|责|编)"
)
_STATEMENT_LENGTH = 60  # characters of a line below the text
_INSTANT = re.compile(rf"{_DATE.pattern}\s*{_CLOCK.pattern}")
_DATE_FIRST = re.compile(rf"{_DATE.pattern}\s*(?:[·•|｜丨/]|\s-\s)")
_BESIDE_LENGTH = 24  # characters of names beside a date and time
_VALUE_LENGTH = 30  # characters of a value that stands below its label
HEADER_LENGTH = 220  # characters; longer lines tell something
_NO_SOURCE = frozenset(
    (
        "未知",
        "不详",
        "无",
        "暂无",
        "佚名",
        "其他",
        "其它",
        "转载",
        "原创",
        "admin",
        "管理员",
        "null",
        "-",
        "--",
    )
)
_NO_AUTHOR = _NO_SOURCE | {
    "本站", "本网", "编辑", "小编", "匿名", "网络", "整合", "综合", "报道", "摄影", "摄影报道",
    "文并摄", "图", "整理", "编译", "通讯员", "记者", "见习记者", "实习生", "特约记者", "网易", "新浪",
    "来源", "发自", "网络整理", "综合整理", "本报记者",
}  # fmt: skip
_ADDRESS = re.compile(r"https?:|www\.|\.(?:html?|php|aspx?|jsp)\b", re.IGNORECASE)
_PRESS = (
    "日报|晚报|早报|晨报|时报|商报|快报|周报|周刊|导报|都市报|青年报|工人报|新闻网|电视台|融媒体中心|管委会|管理委员会"
    "|商务局|招商局|人民政府"
)
_MEDIA = re.compile(
    rf"(?:[\u4e00-\u9fffA-Za-z0-9·\-—]{{1,18}}(?:{_PRESS}|报|新闻|在线|网|社|广播台|电台|杂志|融媒体|融媒|传媒|客户端"
    r"|发布|头条号|头条|公众号|微信|微博|集团|投促局|发改委|经信局|工信局|办公室|委员会|政府网|政府|开发区|高新区|新区"
    r"|产业园|工业园区|园区|财经|APP|号)|新华社|中新社|央视|人民日报)(?:记者)?$"
)
_ALONE = re.compile(rf"[\u4e00-\u9fff]{{2,12}}(?:{_PRESS}|通讯社)|新华社")
# Messengers name the channel as author and again as publisher: 原创 海州发布 海州发布.
_CHANNEL = re.compile(
    r"(?:原创\s+)?(?:\S{1,12}\s+)?(\S{2,20})\s+\1|原创\s+(?:\S{1,12}\s+)?([^\s\d]\S{1,19})"
    r"|(?:原创\s+(?=\S)|(?=\S{4}))([^\s\d:：，。]{2,20})\s+(?:19|20)\d\d[年\-/.][^，。]{4,12}\d[:：]\d\d(?:[:：]\d\d)?"
)
_ZONE_NAME = re.compile(
    r"开发区|高新区|高新技术|新区|园区|工业园|产业园|保税|集中区|示范区|试验区|合作区|管委会|管理委员会"
)
PERSON = r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,6})?"
# Possessive, longer words first: buttons in a row could be split in countless ways.
_CONTROLS = re.compile(
    r"(?:字体|字号|文字|大小|超大|特大|大|中|小|默认|缩小|放大|恢复|打印本页|打印|关闭窗口|关闭本页|关闭|加入收藏|收藏|微信|微博|朋友圈"
    r"|分享到?|新浪|QQ好友|QQ空间|QQ|评论|点赞|下载|纠错|朗读|扫一扫|手机看|二维码|复制链接|人参与|次|我要|返回|视力保护色|背景色"
    r"|文章|正文|本文|原创|转载|投稿|订阅|举报|[AT\d]"
    r"|[\s:：|丨/·、,，()（）【】\[\]<>《》•\-—+＋－…。._=＝*])++"
)


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the lines under a headline state; None where they are silent."""

    published: date | None = None
    source: str | None = None
    author: str | None = None
    publishing_zone: str | None = None

    def filled(self, other: Header) -> Header:
        """This header, with what it lacks taken from `other`."""
        lacks = {f.name: getattr(other, f.name) for f in fields(self) if getattr(self, f.name) is None}
        return replace(self, **lacks)


@dataclass(frozen=True, kw_only=True)
class _Field:
    label: _Label
    value: str


def read_date(text: str) -> date | None:
    """The first full date in `text`, None if there is none that exists."""
    for match in (*_DATE.finditer(text), *_COMPACT_DATE.finditer(text)):
        try:
            return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        except ValueError:
            continue
    return None


def _read_short_year(value: str) -> date | None:
    """A day whose year has two digits, as channels write it behind their label: 18-03-08 23:16."""
    found = _SHORT_YEAR.match(value)
    return read_date("20{}-{}-{}".format(*found.groups())) if found else None


def read_source(value: str) -> str | None:
    """A stated source without what follows it on its line."""
    own = _LABEL_AT.match(value)
    value = value[own.end() :] if own else value
    following = _LABEL_AT.search(value)
    value = value[: following.start()] if following else value
    value = _SOURCE_END.split(value.strip(" -—_·:：，,。；;"), maxsplit=1)[0].strip(
        " -—_·⋅•:：，,。；;、/\"'“”"
    )
    value = re.sub(r"[（(]$", "", value).strip()
    if _ADDRESS.search(value) or value.isdigit() or value.lower() in _NO_SOURCE:
        return None
    return value if 1 < len(value) <= 40 else None


def read_author(value: str) -> str | None:
    """The names after an author label, joined by 、."""
    names = re.findall(r"[^\s、,，/|；;（）()]+", value)
    people = [name for name in names if re.fullmatch(PERSON, name) and not _is_no_person(name)][:5]
    return "、".join(people) or None


def _is_no_person(name: str) -> bool:
    return name in _NO_AUTHOR or bool(re.search("转载|注明|请|版权|来源|本文|[委局办]$|中心|部门", name))


def read_lines(lines: Iterable[str]) -> Header:
    """What the lines around a headline state, the first statement of each kind counting."""
    stated, weak = Header(), Header()
    for line in with_values(lines):
        if is_header(line):
            strong, day = _read_line(line)
            stated, weak = stated.filled(strong), weak.filled(Header(published=day))
    return stated.filled(weak)


def with_values(lines: Iterable[str]) -> list[str]:
    """The lines, a label that ends its line joined with the value below it."""
    joined: list[str] = []
    for line in lines:
        if joined and line.startswith((":", "：")) and joined[-1].replace(" ", "") in _OF_LABEL:
            joined[-1] += line
        elif joined and awaits_value(joined[-1], line):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def awaits_value(above: str, line: str) -> bool:
    """Whether `line` is the value of the label that ends `above`, or the time of day behind its date."""
    if len(above) > HEADER_LENGTH or len(line) > _VALUE_LENGTH or re.search("[。，；:：]$|[。；]", line):
        return False
    if _CLOCK.fullmatch(line) and _DATE.search(above[-14:]) and is_header(above):
        return True
    last = next(reversed(list(_labels(above))), None)
    if last is None or last.end() != len(above) or next(_labels(line), None) is not None:
        return False
    match _OF_LABEL[_name(last)]:
        case _Label.PUBLISHED | _Label.DATED:
            return bool(_DATE.match(line))
        case _Label.OTHER:
            return line.isdigit()
    return not is_control(line) and not _DATE.match(line)


def is_statement(line: str) -> bool:
    """Whether a line below the text states source or date with their labels, and nothing else."""
    if not is_header(line):
        return False
    stated = {_OF_LABEL[_name(match)] for match in _labels(line)}
    return bool(stated & {_Label.SOURCE, _Label.PUBLISHED, _Label.DATED}) and len(line) <= _STATEMENT_LENGTH


def read_medium(line: str) -> str | None:
    """A medium standing alone on a line, maybe after a name: 李明/如东日报."""
    found = _ALONE.fullmatch(re.sub(rf"^{PERSON}\s*[/／|]\s*", "", line))
    return read_source(found.group()) if found and len(line) <= 24 else None


def is_header(line: str) -> bool:
    """Whether a line states things about an article (date, source, clicks) and tells nothing itself."""
    if len(line) > HEADER_LENGTH or "。" in line or "；" in line:
        return False
    if _CHANNEL.fullmatch(line):
        return True
    found = _fields(line)
    before = line[: _first_label(line)] if found else line
    if not found and not _DATE.search(line):
        return False
    rest = _CLOCK.sub(" ", _DATE.sub(" ", before)).strip(" -—|｜丨[]【】()（）:：,，/·")
    if (
        (_INSTANT.search(before) or _DATE_FIRST.match(before))
        and len(rest) <= _BESIDE_LENGTH
        and not re.search("[，！？]", rest)
    ):
        return True
    return (
        not rest
        or bool(_CONTROLS.fullmatch(rest))
        or bool(_MEDIA.search(rest) and "，" not in rest and len(rest) <= 30)
    )


def is_control(line: str) -> bool:
    """Whether a line is only buttons of a page: font size, print, close, share."""
    return len(line) <= HEADER_LENGTH and bool(_CONTROLS.fullmatch(line)) and not line.isdigit()


def _first_label(line: str) -> int:
    return next((match.start() for match in _labels(line)), len(line))


def _labels(line: str) -> Iterator[re.Match[str]]:
    for match in _LABEL_AT.finditer(line):
        name = _name(match)
        if name in _VAGUE and match.start() and "\u4e00" <= line[match.start() - 1] <= "\u9fff":
            continue  # 活动时间：, 举办日期：
        if name in _VAGUE and match.group("cell"):
            continue  # a menu: 新闻 | 发布 | 评论
        yield match


def _name(match: re.Match[str]) -> str:
    return re.sub(r"\s", "", match.group("name") or match.group("cell") or match.group("short") or "作者")


def _fields(line: str) -> list[_Field]:
    matches = list(_labels(line))
    ends = [match.start() for match in matches[1:]] + [len(line)]
    return [
        _Field(
            label=_OF_LABEL[_name(match)],
            value=line[match.end() : end].strip(),
        )
        for match, end in zip(matches, ends, strict=False)
    ]


def _read_line(line: str) -> tuple[Header, date | None]:
    """What one header line states, and a weaker date (成文日期, 更新时间)."""
    channel = _CHANNEL.fullmatch(line)
    if channel:
        name = channel.group(1) or channel.group(2) or channel.group(3)
        return Header(source=read_source(name), published=read_date(line)), None
    stated, weak = Header(), None
    found = _fields(line)
    for entry in found:
        if entry.label is _Label.DATED:
            weak = weak or read_date(entry.value)
        stated = stated.filled(_read_field(entry))
    before = line[: _first_label(line)]
    if _DATE.search(before) and not _NOT_PUBLISHED.search(before):
        stated = stated.filled(Header(published=read_date(before)))
    if stated.published and not stated.source:
        stated = stated.filled(Header(source=_unlabelled_source(before)))
    return stated, weak


def _read_field(entry: _Field) -> Header:
    day = read_date(entry.value)
    match entry.label:
        case _Label.PUBLISHED:
            day = day or _read_short_year(entry.value)
            return Header(published=day, source=None if not day else _unlabelled_source(entry.value))
        case _Label.SOURCE:
            return Header(source=read_source(entry.value), published=day)
        case _Label.AUTHOR:
            return Header(author=read_author(_DATE.split(entry.value)[0]), published=day)
        case _Label.ZONE:
            return Header(publishing_zone=read_source(entry.value))
        case _Label.ISSUER if _ZONE_NAME.search(entry.value):
            return Header(publishing_zone=read_source(entry.value), published=day)
    return Header()


def _unlabelled_source(text: str) -> str | None:
    """A medium named beside the date: 2023-04-25 09:30 如东日报."""
    rest = _CLOCK.sub(" ", _DATE.sub(" ", text)).strip(" -—|｜丨[]【】()（）:：,，/·")
    for piece in re.split(r"\s+|[|｜丨/]", rest):
        if _MEDIA.fullmatch(piece):
            return read_source(piece)
    return None
