"""Sector words in running text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.reading.industries import find
from crm.reading.lexicon import Lexicon


def sectors(text, blocked=()):
    return [span.text for span in find(text, Lexicon.shipped().hits(text), blocked)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "围绕新能源、新一代信息技术、高端装备制造三大主导产业",
            ["新能源", "新一代信息技术", "高端装备制造"],
        ),
        ("涵盖先进装备制造、钢铁、化工和建材等行业", ["先进装备制造", "钢铁", "化工", "建材"]),
        ("集成电路重点项目开工", ["集成电路"]),
        ("建设生物医药研发制造基地", ["生物医药"]),
        ("以锂电为主的储能产业", ["锂电", "储能"]),
        ("壮大数控机床", ["数控机床"]),
        ("发展智能汽车零部件产业", ["智能汽车零部件"]),
        ("ＬＥＤ产业前景广阔", ["ＬＥＤ"]),
        ("積體電路之外，還有生物醫藥產業", ["生物醫藥"]),
        ("当地产业转型，建材生产线投产", ["建材"]),
        ("钢铁业和房地产业", ["钢铁业", "房地产业"]),
        ("凤阳的玻璃制品加工、石英砂开采", ["玻璃制品加工", "石英砂开采"]),
        ("主要涉及电子、陶瓷、制衣、糖业等多个领域", ["电子", "陶瓷", "制衣", "糖业"]),
        ("农业项目18个，旅游项目9个", ["农业", "旅游"]),
        ("150万千瓦光伏，同步建设储能项目", ["光伏", "储能"]),
        ("纺织业回暖，增幅大的是建材工业", ["纺织业", "建材工业"]),
        ("船舶工业加快发展，LED工业等项目", ["船舶工业", "LED"]),
        ("砺桥集团是全球领先的化工公司", ["化工"]),
        ("带动当地新能源产业发展", ["新能源"]),
        ("布局公司医疗健康产业平台", ["医疗健康"]),
        ("获得一定金额产业扶持奖励，符合国家产业规划", []),
        ("国家整治铅蓄电池行业", ["铅蓄电池"]),
        ("砺桥是意大利最大的钢铁企业之一，国内彩电企业", ["钢铁"]),
        ("铁矿石储量丰富，太阳能资源充足，扩建热电厂、污水处理厂", []),
        ("建设一体化工业厂房，推进信息化工程", []),
        ("国家级高新技术产业开发区、国际旅游度假区", []),
        ("形成完整产业链，承接国际产业转移，涉及多种产业类型", []),
        ("壮大新兴可再生能源产业", ["可再生能源"]),
        ("召开电力电器产业招商会", ["电力电器"]),
        ("聚焦稀有金属材料等8个领域", ["稀有金属材料"]),
        ("锦川云计算中心主体工程封顶", ["云计算"]),
        ("以钢铁业为主，兼营机械、房地产业", ["钢铁业"]),
        ("涉及智能装备、船舶及配套等领域", ["智能装备", "船舶及配套"]),
        ("发展花椒加工、蜂蜜加工两个特色产业", ["花椒加工", "蜂蜜加工"]),
        ("包括水产品精深加工、城市建设、氢能等领域", ["水产品精深加工", "氢能"]),
        ("推出涉及竹笋深加工、玩具加工、乡村旅游等9个项目", ["竹笋深加工", "玩具加工", "乡村旅游"]),
        (
            "围绕储能电池、航空航天用品等领域招商",
            ["储能电池", "航空航天用品"],
        ),
        ("做大做强茶油产业，推动羊肉产业发展", ["茶油", "羊肉"]),
        ("总投资2亿元的茶叶加工项目", ["茶叶加工"]),
        ("芜湖家电产业、黄山砚台产业各有所长", ["家电", "砚台"]),
        ("发展家纺、有机肥、都市农业、元器件等产业", ["家纺", "有机肥", "都市农业", "元器件"]),
        ("全县有35家机械企业，形成2万亩茶叶产业", ["茶叶"]),
        ("优化产业结构，完善产业布局，前瞻性产业和地标产业", []),
        ("为金融、保险、医疗等领域的用户提供方案", []),
        ("依托两地产业园区，推动公司产业布局", []),
        ("环境监测行业优秀供应商评价推介", []),
        ("开着汽车去看文化节", []),
        ("环保局和汽车协会的负责人", []),
        ("某某数控机床有限公司董事长", []),
        ("主要从事汽车座椅、电池壳体的销售", []),
        ("橡胶制品行业十佳供应商评选", []),
        ("人工智能实验室揭牌", []),
        ("朝阳产业不等于夕阳产业", []),
    ],
)
def test_what_counts_as_a_sector(text, expected):
    assert sectors(text) == expected


def test_a_word_that_keeps_coming_up_is_what_the_article_is_about():
    assert sectors("空调销量，空调出口") == []
    assert sectors("空调销量，" * 6) == ["空调"] * 6
    assert sectors("数控机床展出，许多数控机床") == ["数控机床"] * 2


def test_a_thing_the_headline_builds_works_for_is_what_the_news_is_about():
    def told(text, title):
        return [span.text for span in find(text, Lexicon.shipped().hits(text), title=title)]

    assert told("今年将建塑料光纤厂房。", "塑料光纤项目落户睢县") == ["塑料光纤"]
    assert told("今年将建塑料光纤厂房。", "睢县召开塑料光纤座谈会") == []


def test_what_somebody_is_good_at_is_no_sector_and_no_clause_begins_one():
    assert sectors("砺桥在装备制造方面具有优势") == []
    assert sectors("今年汽车及零部件产业产值翻番") == ["汽车及零部件"]


def test_nothing_is_found_inside_other_names():
    assert sectors("新能源产业", blocked=[(0, 5)]) == []


def test_sectors_carry_their_code_and_rule():
    text = "大力发展集成电路产业和电子信息产业"
    (circuits, electronics) = find(text, Lexicon.shipped().hits(text))
    assert (circuits.code, circuits.rule) == ("gb4754:3973", "sector word")
    assert electronics.code is None


PIECES = st.sampled_from(
    ["新能源", "、", "汽车", "产业", "光伏", "等", "智能", "LED", "局", "，", "项目", "的", "和"]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_spans_match_the_text_and_never_overlap(text):
    spans = find(text, Lexicon.shipped().hits(text))
    assert all(text[span.start : span.end] == span.text != "" for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
