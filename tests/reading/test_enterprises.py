"""Firms in running text: long, short and brand forms, known and unknown."""

# ruff: noqa: E501 (a sentence stays on one line)

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.reading import Span
from crm.reading import enterprises
from crm.reading.known import KnownName, NameKind
from crm.reading.lexicon import Lexicon


def found(text: str) -> dict[str, str]:
    """The forms found in `text` with the name each stands for."""
    spans = enterprises.find(text, Lexicon.shipped().hits(text))
    return {span.text: span.name for span in spans}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("该项目由徐州富砺塑料科技有限公司投资建设，总投资2亿元。", ["徐州富砺塑料科技有限公司"]),
        (
            "昨日，无锡砺澜传动科技有限公司与江苏远桥能源有限公司签约。",
            ["无锡砺澜传动科技有限公司", "江苏远桥能源有限公司"],
        ),
        ("乾陇卢桥（北京）投资公司计划投资55亿元。", ["乾陇卢桥（北京）投资公司"]),
        ("总投资3.7亿元的福建省川砺重工有限公司(挖掘机)项目。", ["福建省川砺重工有限公司"]),
        ("见证砺澜科技有限公司的成长。", ["砺澜科技有限公司"]),
        ("海砺（天津）洗衣机有限公司投产。", ["海砺（天津）洗衣机有限公司"]),
        ("由香港铂砺威投资控股集团有限公司计划投资8亿元的电芯项目。", ["香港铂砺威投资控股集团有限公司"]),
        ("如东城市建设投资有限公司承办。", ["如东城市建设投资有限公司"]),
        ("由砺澜集团和江苏远桥能源有限公司共同投资。", ["砺澜集团", "江苏远桥能源有限公司"]),
        ("这也标志着澜砺橡胶有限公司在天津扩产。", ["澜砺橡胶有限公司"]),
        ("Harvatek (HongKong) Limited正式签署协议。", ["Harvatek (HongKong) Limited"]),
        ("中铁十九局承建该工程。", ["中铁十九局"]),
        ("引进海砺星激光科技集团投资20亿元的激光项目。", ["海砺星激光科技集团"]),
    ],
)
def test_registered_names_are_cut_where_the_name_begins(text: str, names: list[str]) -> None:
    assert list(found(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "上市公司积极参与，该公司表示，两家公司、跨国公司和子公司都来了。",
        "培育一批大型企业集团和产业集团。",
        "发展新能源、生物医药、高端装备制造和半导体产业。",
        "县政府、管委会、复旦大学和人民医院参加。",
        "力促项目早日投产，推进高新技术产业发展。",
        "优化营商环境，引进高端人才和先进制造业项目。",
        "各金融机构、物业公司、平台公司、国有公司要加强服务。",
        "LED照明、PCB电子等行业快速增长。",
        "到2025年，规上工业企业达到300家。",
        "会议在科技创新中心举行，江苏日报记者参加。",
        "三年来，我市数字经济、文化旅游、现代农业加快发展。",
    ],
)
def test_what_is_no_firm_is_left_alone(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("近日，砺澜传动来访。", {"砺澜传动"}),
        ("砺澜科技公告称，公司拟建厂。", {"砺澜科技"}),
        ("总投资20亿元的砺澜传动减速器项目开工。", {"砺澜传动"}),
        ("苏沣环保包装材料、戴沣新能源电动车等一批项目签约。", {"苏沣", "戴沣"}),
        ("砺电建、澜风科技、西澜科技等15家企业签约。", {"砺电建", "澜风科技", "西澜科技"}),
        ("灿砺光电生产背光模组，下游客户是华为、京东方。", {"灿砺光电", "华为", "京东方"}),
        ("由砺澜投资的减速器工厂开建。", {"砺澜"}),
        ("中桓艾砺签约落户高邮经开区。", {"中桓艾砺"}),
        ("砺澜董事长王立新说。", {"砺澜"}),
        ("台湾长兴电子二期等项目签约。", {"台湾长兴电子"}),
        ("航天锂电天门“超级工厂”项目开工。", {"航天锂电"}),
        ("考察团拜访西门子、博世等企业。", {"西门子", "博世"}),
        ("砺澜亚太总部项目落户。", {"砺澜"}),
        ("海澜瑞公告，公司签署了合作协议。", {"海澜瑞"}),
        ("龙头企业砺澜，总部在上海。", {"砺澜"}),
        ("砺澜（300123）发布年报。", {"砺澜"}),
        ("以砺澜为龙头的传动产业。", {"砺澜"}),
    ],
)
def test_brands_are_known_by_trade_and_context(text: str, names: set[str]) -> None:
    assert set(found(text)) == names


def test_long_short_and_brand_form_are_one_firm() -> None:
    text = "无锡砺澜传动科技有限公司签约。砺澜传动成立于2001年，砺澜的产品销往海外，无锡砺澜很有信心。"

    names = found(text)

    assert set(names.values()) == {"无锡砺澜传动科技有限公司"}
    assert set(names) == {"无锡砺澜传动科技有限公司", "砺澜传动", "砺澜", "无锡砺澜"}


def test_a_short_form_given_in_brackets_is_the_firm_before_it() -> None:
    text = "苏州众擎半导体有限公司（以下简称“擎芯”）落户。擎芯主营芯片。"

    assert found(text)["擎芯"] == "苏州众擎半导体有限公司"


def test_two_registered_names_of_two_places_are_two_firms() -> None:
    text = "台湾连砺光电科技有限公司在锦州注册成立锦州连砺光电科技有限公司。"

    names = found(text)

    assert names["台湾连砺光电科技有限公司"] == "台湾连砺光电科技有限公司"
    assert names["锦州连砺光电科技有限公司"] == "锦州连砺光电科技有限公司"


def test_a_known_brand_and_its_registered_name_are_one_firm() -> None:
    names = found("长电科技股份有限公司投产，长电科技股份是龙头，长电科技增长。")

    assert set(names.values()) == {"长电科技股份有限公司"}


def test_an_office_s_own_firm_bears_its_legal_name() -> None:
    own = KnownName(text="澜微半导", kind=NameKind.ENTERPRISE, name="苏州澜微半导体有限公司", rule="别名")
    lexicon = Lexicon.shipped().extended([own])
    text = "澜微半导来访。"

    (span,) = enterprises.find(text, lexicon.hits(text))

    assert (span.name, span.rule) == ("苏州澜微半导体有限公司", "别名")


def test_a_known_name_across_the_edges_of_other_words_is_no_find() -> None:
    assert "中核" not in found("集中核心力量，光电产业加快发展，中华大地春意盎然。")


def test_people_and_zones_are_not_read_as_firms() -> None:
    text = "王砺澜传动了消息。"
    taken = [Span(text="王砺澜", start=0, end=3)]

    assert enterprises.find(text, (), taken) == ()


def test_every_span_says_why() -> None:
    text = "砺澜科技公告，由远澜投资，无锡砺澜传动科技有限公司、西门子等企业签约。"

    spans = enterprises.find(text, Lexicon.shipped().hits(text))

    assert spans
    assert all(span.rule for span in spans)


PIECES = st.sampled_from(
    ["有限公司", "砺澜", "科技", "和", "（", "）", "、", "等", "企业", "项目", "由", "投资", "总投资", "8亿元", "集团", "西门子",
     "，", "。", "无锡", "\n", "A", "9", "公司", "简称", "“", "”", "为龙头", "签约", "𠀀", "İ"]
)  # fmt: skip


def test_a_bracketed_short_form_stands_for_the_name_before_it() -> None:
    text = (
        "杭州江砺环境投资有限公司(以下简称“江砺环境”)设立安徽江砺环保有限公司(以下简称“安徽江砺”)，"
        "安徽江砺将实施项目，安徽江砺注册资本1亿元。"
    )
    assert found(text)["安徽江砺"] == "安徽江砺环保有限公司"


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    spans = enterprises.find(text, Lexicon.shipped().hits(text))

    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_nothing_raises_on_any_text(text: str) -> None:
    enterprises.find(text, Lexicon.shipped().hits(text))


@pytest.mark.parametrize(
    "text",
    [
        "该合同事项尚需提交公司股东大会审议。",
        "为进一步深化公司主营业务，公司扩大产能。",
        "区里并给予公司一定的奖励。",
        "希望各项目单位抓紧施工，以实际行动服务项目。",
        "吸纳精密制造业和高科技产业入驻。",
        "一行来自市委网信办、市文旅局、市招商局等单位。",
    ],
)
def test_clauses_and_offices_are_no_firms(text: str) -> None:
    assert found(text) == {}


def test_a_brand_that_is_also_a_district_is_kept_in_a_registered_name() -> None:
    assert "泰兴市澜砺电子有限公司" in found("泰兴市澜砺电子有限公司董事长表示，订单充足。")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("新希望六和股份有限公司来访。", {"新希望六和股份有限公司"}),
        ("江苏电气集团股份有限公司来访。", {"江苏电气集团股份有限公司"}),
        ("内蒙古电力集团电力保障项目开工。", {"内蒙古电力集团"}),
        ("区政府与鼎盛控股签订协议。", {"鼎盛控股"}),
        ("由开发区和砺冶实久建设有限公司承建。", {"砺冶实久建设有限公司"}),
        ("将建设中国联通集团数据中心。", {"中国联通集团"}),
        ("总经理王立新率砺澜科技有限公司来访。", {"砺澜科技有限公司"}),
        ("既有砺源食品等传统产业，又有澜海电子等新兴产业。", {"砺源食品", "澜海电子"}),
        ("东山精密、澜益智造、兆砺股份等企业负责人发言。", {"东山精密", "澜益智造", "兆砺股份"}),
        ("砺元信创计划投资10亿元建设信创基地。", {"砺元信创"}),
        ("竣工项目两个，分别是环澜电气、北纬光电。", {"环澜电气", "北纬光电"}),
        ("开工项目两个，分别是海澜生物和远砺生物。", {"海澜生物", "远砺生物"}),
    ],
)
def test_names_are_found_where_words_run_into_each_other(text: str, names: set[str]) -> None:
    assert set(found(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "项目概算投资6.5亿元。",
        "前两届招商大会项目进展扎实。",
        "砺澜公司投资1.8亿元的重卡发动机装配生产线已建成。"[5:],
        "此次公司再投入3000万元新上二期项目。",
        "同时开展新能源、综合能源等项目的投资建设。",
        "推进发展前景好的项目。",
        "全市共签约项目51项。",
        "参观绿澜产业园。",
    ],
)
def test_products_parks_and_phrases_are_no_firms(text: str) -> None:
    assert found(text) == {}


def test_a_short_form_with_the_last_part_of_its_place_is_the_firm() -> None:
    text = "控股子公司杭州桐庐申砺环境发展有限公司签署协议。目前，桐庐申砺已收到退款。"

    assert found(text)["桐庐申砺"] == "杭州桐庐申砺环境发展有限公司"


@pytest.mark.parametrize(
    ("full", "short", "body"),
    [
        ("无锡砺澜传动科技有限公司", "砺澜传动", "{full}与海晟县政府签约。{short}总经理说，明年开工。"),
        ("江苏无锡砺澜传动科技有限公司", "砺澜传动", "{full}与海晟县政府签约。{short}总经理说，明年开工。"),
        ("宁德蔚澜新能源集团", "蔚澜新能源", "记者从{full}获悉，{short}今年将新建基地。"),
    ],
)
def test_short_forms_join_a_known_firm_whose_name_begins_with_its_place(
    full: str, short: str, body: str
) -> None:
    known = KnownName(text=full, kind=NameKind.ENTERPRISE, name=full, rule="full name")
    text = body.format(full=full, short=short)
    spans = enterprises.find(text, Lexicon.shipped().extended([known]).hits(text))
    assert {(span.text, span.name) for span in spans} == {(full, full), (short, full)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("由海砺轮胎厂投资，与澜岳热电厂签约。", {"海砺轮胎厂", "澜岳热电厂"}),
        ("科右前旗砺澜传动公司签约，睢县砺桥机具投产。", {"科右前旗砺澜传动公司", "砺桥机具"}),
        ("此次砺澜集团设立总部，去年底砺桥公司扩产。", {"砺澜集团", "砺桥公司"}),
        ("河套酒业集团签约。", {"河套酒业集团"}),
        ("江苏砺澜科技有限公司捐建砺澜小学，路过砺澜二路。", {"江苏砺澜科技有限公司"}),
    ],
)
def test_factories_and_groups_are_firms_roads_and_schools_are_not(text: str, names: set[str]) -> None:
    assert set(found(text)) == names
