"""What makes a capture doubtful: the flags of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from crm.domain.text import is_damaged
from crm.reading.article import Place
from crm.reading.furniture import is_prose
from crm.reading.header import Header
from crm.reading.markup import Markup

SHORT = 120  # characters
_BELOW = 12  # lines below the article in which its pager stands
_PAGER = re.compile(
    r"余下全文|阅读全文|展开全文|(?<![\d\-])[2-9]\b.{0,40}下一页|1\s*/\s*\d{1,2}.{0,20}下一页"
)
_NUMBERED = re.compile(
    r"上一页|下一页|首页|尾页|末页|余下全文|阅读全文|展开全文|共?\d+页?|第\d+页|[\s<>《》«»\[\]【】/|.…]+"
)
_UNENDED = 80  # characters of a last line that ought to end a sentence
_ENDED = re.compile(r"(?:[摄图]|/文)$|[。！？!?；;…”\"』」）)】》.]$|（完）$")
_CUT_OFF = re.compile(
    r"(?:阅读|查看|展开|点击).{0,4}(?:全文|更多)|未完待续|(?:\.\.\.|……|…)$|剩余\d+%|订阅后.{0,6}阅读|登录后.{0,8}(?:查看|阅读)"
)
_LOGIN = re.compile(
    r"(?:请|您需要|需要)先?\s*登\s*录|登录后(?:才能|可|查看|继续)|验证码|安全验证|用户名.{0,12}密码|滑动.{0,6}验证"
)
_MISSING = re.compile(
    r"404|(?:页面|网页|文章|内容|信息).{0,10}(?:不存在|未找到|找不到|已被?删除|已下线|无法访问|丢失)|not\s+found|正在跳转|页面自动跳转",
    re.I,
)
_FAULT_LENGTH = 300  # characters; longer pages are articles that mention such words


def page_doubts(markup: Markup, place: Place, header: Header, body: Sequence[str]) -> tuple[str, ...]:
    """The doubts that only the page itself tells: a list of articles, more pages of this one."""
    doubts = {"list_page": _is_list_page(markup, header, body), "cut_off": _goes_on(markup, place)}
    return tuple(flag for flag, doubtful in doubts.items() if doubtful)


def text_doubts(title: str | None, header: Header, body: str, today: date | None) -> tuple[str, ...]:
    """The doubts that title, header and text tell."""
    last = body.rsplit("\n", 1)[-1]
    doubts = {
        "no_title": title is None,
        "no_date": header.published is None,
        "no_source": header.source is None,
        "short": len(body) < SHORT,
        "cut_off": bool(_CUT_OFF.search(last[-40:])) or (len(last) > _UNENDED and not _ENDED.search(last)),
        "future": today is not None and header.published is not None and header.published > today,
        "damaged": is_damaged(body) or is_damaged(title or ""),
        "login": len(body) < _FAULT_LENGTH and bool(_LOGIN.search(body)),
        "missing": len(body) < _FAULT_LENGTH and bool(_MISSING.search((title or "") + "\n" + body)),
    }
    return tuple(flag for flag, doubtful in doubts.items() if doubtful)


def _is_list_page(markup: Markup, header: Header, body: Sequence[str]) -> bool:
    """Whether headlines that link elsewhere are all there is, or outweigh an undated text."""
    headlines = sum(1 for line in markup.lines if line.linked >= 10 and line.linked >= 0.6 * len(line.text))
    told = sum(len(line) for line in body if is_prose(line))
    return headlines >= 12 and (told == 0 or (header.published is None and told < 5 * headlines))


def _goes_on(markup: Markup, place: Place) -> bool:
    """Whether a pager below the article leads to more of it."""
    inside = [markup.lines[at] for at in sorted(place.cut) if at >= place.start + 1]
    for line in (*inside, *markup.lines[place.end : place.end + _BELOW]):
        if line.linked and _PAGER.search(line.parts) and not _NUMBERED.sub("", line.parts).strip():
            return True
    return False
