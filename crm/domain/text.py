"""Text from outside made fit to keep: what cannot be stored, shown or compared is taken out."""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\ufffd"

# CJK radicals that stand for a whole character in PDF text layers. NFKC leaves this block alone,
# so the pairs are written out; they follow EquivalentUnifiedIdeograph.txt of Unicode.
_RADICAL_PAIRS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺"
    "⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺱罓⺲罒⺳㓁⺴网⺵网⺶羊⺷羊⺸羋⺹耂⺺肀⺻聿⺼肉⺽臼"
    "⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞"
    "⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_LINE_ENDS = "\x0c\x85\u2028\u2029"
_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufffe\uffff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufff9\ufffa\ufffb"
)


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), None)
    table.update(dict.fromkeys(map(ord, _INVISIBLE), None))
    table.update(dict.fromkeys(range(0xE0000, 0xE0080), None))  # tag characters: invisible text
    table.update(dict.fromkeys(map(ord, _LINE_ENDS), "\n"))
    table.update(dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT))
    table.update({ord(kept): kept for kept in "\t\n"})
    table.update({code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)})
    table.update({ord(_RADICAL_PAIRS[at]): _RADICAL_PAIRS[at + 1] for at in range(0, len(_RADICAL_PAIRS), 2)})
    return table


_TABLE = _table()
_STRAY_JOINER = re.compile("(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d")  # emoji need theirs
_DAMAGE = re.compile(
    "锟斤拷|烫烫烫|屯屯屯|\ufffd{4}|(?:[Ã-éâ][\u0080-\u00bf\u2010-\u203a‚„†‡ˆ‰Š‹ŒŽš›œžŸ˜™€ƒ]){2}"
)
_DAMAGED_SHARE = 0.01  # replacement and private-use characters among all characters


def clean_text(text: str) -> str:
    """`text` without controls, direction overrides, zero-width and lone surrogate characters.

    Line ends become \\n; Kangxi and CJK radicals become the characters they stand for. Cleaning twice
    changes nothing more.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return _STRAY_JOINER.sub("", text) if "\u200d" in text else text


def is_damaged(text: str) -> bool:
    """Whether characters were lost before the text came here (锟斤拷, doubly encoded, unmapped fonts)."""
    if _DAMAGE.search(text):
        return True
    lost = sum(text.count(char) for char in (REPLACEMENT, "□", "■"))
    private = len(re.findall("[\ue000-\uf8ff]", text))
    return lost + private > max(2, _DAMAGED_SHARE * len(text))
