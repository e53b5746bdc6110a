"""What stands around an article on a page and is no part of it, told by its wording."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crm.domain.reading import Furniture, FurnitureKind
from crm.reading.header import is_control

_WORDED: tuple[tuple[FurnitureKind, re.Pattern[str]], ...] = (
    (
        FurnitureKind.NEIGHBOUR,
        re.compile(
            r"^[\[【<《«‹（(•·>\s]*(?:上一?|下一?|前一|后一)\s*[条篇页则个]\s*(?:[:：>»\]】）)]|文章|新闻|信息|没有|无|$|\s)"
            r"|^[\[【<•·■◆▶\s]*(?:相\s*关|更多|热门|最新|推荐|延伸|精彩|热点|往期|近期|本类|同类)\s*(?:阅\s*读|新\s*闻|链\s*接|文\s*章|报\s*道|推\s*荐|稿\s*件"
            r"|信\s*息|资\s*讯|专\s*题|内\s*容|排\s*行|回\s*顾|话\s*题|图\s*集|动\s*态|精彩\S{0,4}|热\s*点)\s*(?:[:：>»\]】]|$|\s|更多)"
            r"|[\[【](?:详细|详情|查看详情|阅读全文|查看全文|更多)[\]】]$|^(?:最近发表|标签列表|猜你喜欢|为你推荐|为您推荐|大家都在看|点击排行|热文排行|阅读排行|新闻排行|你可能(?:还)?(?:喜欢|感兴趣)|热门图片|论坛热帖|精彩图集|看过本文的|编辑推荐)"
        ),
    ),
    (
        FurnitureKind.COPYRIGHT,
        re.compile(
            r"版\s*权\s*(?:所\s*有|声\s*明|与免责|归属)|copyright|©|all\s+rights?\s+reserved|[A-Za-z\u4e00-\u9fff]?ICP\s*[备证]|备案(?:序)?号|公网?安备|网安备"
            r"|技术支持|技术维护|(?:主办|承办|协办|主管|建设|运维|运营)单位\s*[:：]|网站标识码|免责(?:声明|条款)|^[\[【(（]?(?:郑重|特别|法律|重要)?声\s*明\s*[】\]）)]?\s*[:：]"
            r"|未经.{0,16}(?:授权|许可|同意).{0,10}(?:不得|禁止|严禁)|(?:不得|禁止|严禁).{0,6}转载|powered\s+by|produced\s+by"
            r"|最终解释权|许可证(?:号)?\s*[:：]|增值电信业务|信息网络传播视听|不良信息举报|违法和不良信息|举报(?:电话|邮箱|热线|中心)"
            r"|(?:凡|如).{0,12}(?:本网|本站|本文).{0,40}(?:注明|来源|转载|侵权|版权)|侵(?:权|犯).{0,30}(?:联系|删除)|转载.{0,30}(?:并不?代表|不代表|仅供参考|目的在于)"
            r"|(?:仅供|僅供)(?:读者|投资者)?参考.{0,30}(?:风险|投资建议)|投资建议.{0,30}(?:风险自担|操作)|網站.{0,20}版權|聯系我們.{0,20}刪除|版權(?:聲明|所有)",
            re.IGNORECASE,
        ),
    ),
    (
        FurnitureKind.CONTACT,
        re.compile(
            r"^[•·●■◆★▪\-—\s]*(?:联\s*系\s*(?:我\s*们|电\s*话|方\s*式|地\s*址|邮\s*箱|人|热线)|与我们联系|电\s*话|传\s*真|手\s*机|邮\s*箱|邮\s*编|邮政编码|电子邮[箱件]"
            r"|地\s*址|网\s*址|热\s*线|新闻热线|投稿(?:邮箱|热线)?|客服(?:电话|热线)?|咨询(?:电话|热线)|监督电话|服务热线|招商(?:热线|电话)|E-?mail|Tel|Fax|QQ\s*群?|微信号?)"
            r"\s*(?:[:：]|$|\(|（|[+\d]{5})",
            re.IGNORECASE,
        ),
    ),
    (
        FurnitureKind.NAV,
        re.compile(
            r"^(?:您|你)?(?:现在|所在|当前|目前)?(?:的|所在)?(?:位\s*置|所在位置|所在页面)\s*(?:是)?\s*[:：]|^(?:您|你)(?:现在)?(?:所在)?(?:的)?位置"
            r"|^当前(?:位置|页面|栏目)|^首\s*页\s*(?:[>＞»›→/|\-—]|&gt;)|^(?:网站)?首页\s*$|^(?:返回|回到)(?:顶部|首页|列表|上一?页|上级)|^网站地图|^友情链接|^站内搜索"
            r"|^设为首页|^加入收藏|^(?:登录|注册|退出)(?:\s*[|/]?\s*(?:登录|注册|退出))*$|^(?:收起|展开|更多|关闭|返回|刷新|搜索|上一页|下一页|尾页|末页)[>»]*$|无障碍|^简体|^繁体"
            r"|^[>＞»›]\s*\S|^(?:第?\d+页|\d+/\d+页?|共\d+页).{0,20}$|^(?:上一页|下一页|首页|尾页)\s"
        ),
    ),
    (
        FurnitureKind.AD,
        re.compile(
            r"^[【\[（(]?(?:广\s*告|推\s*广|赞助)[】\]）)]?(?:\s*[:：]|$)|扫(?:描|一扫|码).{0,16}(?:二维码|关注|下载|分享|打开|阅读|网页)|(?:长按|识别|点击).{0,8}二维码"
            r"|(?:欢迎)?关注.{0,20}(?:公众号|公号|微信|微博|官微|头条号)(?:平台)?\s*[。！!:：]?.{0,30}$|(?:下载|打开|进入).{0,12}(?:客户端|APP)[”」]?[）)]?.{0,20}$|^[（(]?本文(?:来自|由).{0,30}(?:更多|授权|原创)"
            r"|(?:深度|市场|行业|发展|投资).{0,24}研究报告\s*[（(]?\s*20\d\d|商圈\s*[:：]\s*\d{5,}|QQ群\s*[:：]\s*\d{5,}|点击(?:进入|查看|下载|加载)",
            re.IGNORECASE,
        ),
    ),
    (
        FurnitureKind.OTHER,
        re.compile(
            r"^[（(【]?(?:本文)?(?:信息|文章|稿件|新闻)?(?:来\s*源\s*于?|稿\s*源|转自)\s*[:：].{2,40}$|^[（(【]?原(?:标)?题(?:为|[:：])|^编辑\s+\S{2,4}(?:\s|$)|浏览器.{0,12}(?:不支持|无法播放)|^[（(](?:资料图片?|配图|题图|示意图)[）)]$"
            r"|^[【\[（(]?\s*(?:责\s*任\s*编\s*辑|责\s*编|本文编辑|本期编辑|值班编辑|网络编辑|编\s*辑|编\s*审|审\s*核|初\s*审|复\s*审|终\s*审|一审|二审|三审|校\s*对|监\s*制|值班(?:主任|编委|总编)"
            r"|总值班|统\s*筹|排\s*版|美\s*编|供\s*稿|摄\s*影|文章关键词|关键词|标\s*签|tags?)\s*[:：丨|/]"
            r"|^[\[【（(]?(?:分享(?:到|至)?|转发(?:到|至)?)\s*(?:[:：]|$)|^(?:阅读|浏览|点击|访问|评论|点赞)(?:次数|量|数)?\s*[:：]?\s*\d*\s*(?:次)?$|^\d+\s*(?:条评论|人参与|次阅读|人阅读)"
            r"|^(?:网友|最新|最热|全部|发表|我要|查看|我来说两句|文明上网|精彩)评论|^我要(?:跟帖|评论|反馈|投稿|纠错)|^(?:我要)?(?:举报|纠错|反馈)$|^附件(?:下载)?\s*[:：]?\s*$"
            r"|^【?(?:字体|字号)|^打印(?:本页)?|^关闭(?:窗口|本页)|^(?:点赞|在看|赞|喜欢|收藏|踩|顶|分享|打赏)\s*\d*$|^\(?(?:点击|双击)?自动滚屏|^阅读原文|^阅读全文|^加载中|^(?:记住|忘记)(?:密码|登录)",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip
_TRAILER = re.compile(
    r"\s*[（(【\[]\s*(?:责任编辑|责编|编辑|编审|审核|校对|监制)\s*[:：/丨]?[^（）()【】\[\]。]{1,40}[）)】\]]\s*$|\s*(?:责任编辑|责编)\s*[:：]\s*\S{1,12}\s*$"
    r"|\s*返回.{0,10}首页\s*[>»]*\s*$|\s+[\u4e00-\u9fff]{2,8}\s*(?:https?://)?www\.[\w.]+\s*\|?\s*$"
)
_SENTENCE = re.compile(r"[。！？!?；;：:…”\"』」）)】]$")
_PROSE_LENGTH = 40  # characters of a line that ends a sentence and is surely told, not a button


def kind_of(line: str) -> FurnitureKind | None:
    """Which furniture a line is by its wording, None if it may be told."""
    for kind, wording in _WORDED:
        found = wording.search(line)
        if found and (found.start() == 0 or found.end() == len(line) or kind in _ANYWHERE or not is_prose(line)):
            return None if _is_told(line, kind) else kind
    return FurnitureKind.OTHER if is_control(line) else None


_ANYWHERE = (FurnitureKind.COPYRIGHT,)


def _is_told(line: str, kind: FurnitureKind) -> bool:
    """A long paragraph that merely mentions such words; disclaimers are shorter or start with theirs."""
    if kind is FurnitureKind.COPYRIGHT:
        return len(line) > 400 and not re.match(r".{0,12}(?:声明|版权|免责|凡|©|Copyright)", line, re.IGNORECASE)
    return len(line) > 200


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph of running text."""
    return len(line) >= _PROSE_LENGTH and ("。" in line or "，" in line or "," in line) and bool(_SENTENCE.search(line) or "。" in line)


def cut_tail(lines: list[str]) -> tuple[list[str], list[Furniture]]:
    """The lines up to where the article ends, and what stands below."""
    end, at = len(lines), len(lines)
    while at > 0:
        at -= 1
        if kind_of(lines[at]) is not None:
            end = at
        elif is_prose(lines[at]):
            break
        elif end - at > _WEAK_RUN:
            break
    return lines[:end], sorted_out(lines[end:])


_WEAK_RUN = 14  # lines that may stand between two pieces of furniture and belong to the first (lists of links)


def cut_inside(lines: list[str]) -> tuple[list[str], list[Furniture]]:
    """The lines without single buttons, pointers and notices that stand between paragraphs."""
    kept, cut = [], []
    for line in lines:
        kind = kind_of(line)
        if kind in (None, FurnitureKind.CONTACT) or (kind is FurnitureKind.COPYRIGHT and is_prose(line)):
            kept.append(line)
        else:
            cut.append(line)
    return kept, sorted_out(cut)


def cut_trailer(line: str) -> tuple[str, str]:
    """A last line without the editor's name in brackets behind it, and that note."""
    found = _TRAILER.search(line)
    return (line[: found.start()], found.group().strip()) if found and found.start() else (line, "")


def sorted_out(lines: Iterable[str]) -> list[Furniture]:
    """Furniture of consecutive lines; a line without wording of its own goes with the one above."""
    pieces: list[tuple[FurnitureKind, list[str]]] = []
    for line in lines:
        kind = kind_of(line) or (pieces[-1][0] if pieces else FurnitureKind.OTHER)
        if pieces and pieces[-1][0] is kind:
            pieces[-1][1].append(line)
        else:
            pieces.append((kind, [line]))
    return [Furniture(kind=kind, text="\n".join(told)) for kind, told in pieces]
