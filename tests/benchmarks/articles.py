"""Generated articles, always the same, of the length and vocabulary of the trade press."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from crm.domain.articles import Article, ArticleText

_PLACES = ("如东", "海宁", "海安", "启东", "昆山", "江阴", "嘉善", "慈溪", "滁州", "芜湖", "肥西")
_TRADES = ("氢能", "光伏", "储能", "集成电路", "生物医药", "新材料", "电驱桥", "海工装备", "机器人")
_ACTS = ["签约", "落户", "开工", "竣工", "投产", "考察", "洽谈", "扩产"]
_SYLLABLES = "凌川砺桥恒岳启航瑞丰晟远博泰嘉禾云帆天衡弘毅"
FILLING = (
    "活动现场双方就合作事宜进行了深入交流",
    "项目全部达产后将带动上下游企业集聚",
    "有关负责同志表示将全力做好要素保障",
    "企业方介绍了主要产品与市场布局",
    "这为当地产业强链补链注入新的动力",
    "下一步将抓紧办理各项审批手续",
)


def generate(count: int, seed: int = 1) -> Iterator[tuple[Article, str]]:
    """Articles and their texts."""
    chance = random.Random(seed)
    for number in range(count):
        firm = "".join(chance.sample(_SYLLABLES, 2)) + chance.choice(_TRADES)
        place, act = chance.choice(_PLACES), chance.choice(_ACTS)
        title = f"{firm}项目在{place}{act}，总投资{chance.randint(1, 99)}亿元"
        day = date(2024, 1, 1) + timedelta(days=number % 700)
        yield Article(title=title, source=f"{place}发布", published_on=day), _body(chance, title)


def text_of(article: Article, body: str) -> ArticleText:
    """The first revision of a stored article's text."""
    return ArticleText(article_id=article.key, body=body)


def _body(chance: random.Random, title: str) -> str:
    sentences = [title]
    while len("".join(sentences)) < 800:
        filling = chance.choice(FILLING)
        sentences.append(f"{chance.choice(_PLACES)}{chance.choice(_TRADES)}方面，{filling}。")
    return "\n".join(sentences)
